"""The entries of a config about campaigns, gathered by the campaign's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting, Level, fits
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.kinds import CAMPAIGN_CONFIG
from microconv.core.plan import Conflict
from microconv.core.resource import Address, Live
from microconv.core.text import Text

_BOTH_LEVELS = Text("uses the account's goals and goals of its own", "アカウントの目標とキャンペーン固有の目標の両方")
_REMOVED = Text("removed campaigns do not count", "削除済みのキャンペーンは対象になりません")
_ONE_OF_THEM = Text(
    "take it out of one of the two, or make the patterns narrower",
    "どちらか一方から外すか、名前のパターンを絞り込んでください",
)


class Choice(NamedTuple):
    """All that the entries of a config say of one campaign.

    own: the goals of its own, by pair; of two settings of one goal the later one.
    custom: the custom goal that it uses.
    back: the entry that lets it follow the account's goals again.
    """

    own: Mapping[str, GoalSetting]
    custom: CustomGoal | None
    back: CampaignGoals | None


@dataclass
class Entries:
    """The entries of a config about campaigns, gathered by the campaign's name, with what is in the way.

    settings: the live settings of the campaigns that there are.
    own: the goals of their own, by pair.
    custom: the custom goals that they use.
    back: the entries that let them follow the account's goals again.
    conflicts: what excludes each other.
    warnings: entries about no campaign.
    """

    settings: Mapping[str, Live]
    own: dict[str, dict[str, GoalSetting]] = field(default_factory=dict)
    custom: dict[str, CustomGoal] = field(default_factory=dict)
    back: dict[str, CampaignGoals] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    def gather(self, goals: Goals) -> None:
        """Read every entry."""
        for entry in goals.campaigns:
            for name in self._matching(entry.campaign, entry.span):
                if entry.level is Level.ACCOUNT:
                    self.back[name] = entry
                else:
                    self.own.setdefault(name, {}).update({item.pair: item for item in entry.goals})
        for goal in goals.custom:
            for name in (name for pattern in goal.campaigns for name in self._matching(pattern, goal.span)):
                other = self.custom.setdefault(name, goal)
                if other is not goal:
                    self.conflicts.append(_both(name, _two_goals(other.name, goal.name), goal.span))

    def choices(self) -> dict[str, Choice]:
        """The choice for each campaign, by name. Two that exclude each other are a conflict."""
        choices: dict[str, Choice] = {}
        for name in sorted({*self.own, *self.custom, *self.back}):
            if name in self.back and (name in self.own or name in self.custom):
                self.conflicts.append(_both(name, _BOTH_LEVELS, self.back[name].span))
            else:
                choices[name] = Choice(self.own.get(name, {}), self.custom.get(name), self.back.get(name))
        return choices

    def _matching(self, pattern: str, span: Span | None) -> list[str]:
        """The names of the campaigns that an entry is about, the exact one before those that only look like it."""
        if pattern in self.settings:
            return [pattern]
        names = [name for name in self.settings if fits(name, pattern)]
        if not names:
            from difflib import get_close_matches

            close = get_close_matches(pattern, self.settings, n=1)
            hint = _meant(close[0]) if close else _REMOVED
            summary = Text(f'no campaign is called "{pattern}"', f"「{pattern}」というキャンペーンはありません")
            self.warnings.append(Diagnostic(Severity.WARNING, "no-campaign", summary, span=span, hint=hint))
        return names


def _two_goals(one: str, other: str) -> Text:
    return Text(f"uses the custom goal {one} and {other}", f"カスタム目標 {one} と {other} の両方")


def _meant(name: str) -> Text:
    return Text(f'did you mean "{name}"?', f"「{name}」のことですか")


def _both(name: str, what: Text, span: Span | None) -> Conflict:
    return Conflict(
        Address(CAMPAIGN_CONFIG, name),
        Text(f"by the config the campaign {what.en}", f"設定では、このキャンペーンに{what.ja}が指定されています"),
        _ONE_OF_THEM,
        str(span or ""),
    )
