"""The goals that a config wants for single campaigns: the account's, their own, or a custom goal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from microconv.core.bidding.goals import campaign_goal_identity, campaign_goal_name
from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting, Level, fits
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.goal_state import BIDDABLE, LEVEL, USES, CampaignState
from microconv.core.kinds import CAMPAIGN_CONFIG, CAMPAIGN_GOAL
from microconv.core.plan import Conflict, Waiting
from microconv.core.planning.given_up import given_up
from microconv.core.planning.wanted import FIRST_ACTION, NO_ACTION, Wanted, together
from microconv.core.resource import Address, Desired, Live, Target, frozen, of_type
from microconv.core.value import Scalar


@dataclass(frozen=True, slots=True)
class _Choice:
    """All that the entries of a config say of one campaign.

    own: the goals of its own, by pair; of two settings of one goal the later one.
    custom: the custom goal that it uses.
    back: the entry that lets it follow the account's goals again.
    """

    own: Mapping[str, GoalSetting]
    custom: CustomGoal | None
    back: CampaignGoals | None


@dataclass
class _Entries:
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
                    self.conflicts.append(_both(name, f"uses the custom goal {other.name} and {goal.name}", goal.span))

    def choices(self) -> dict[str, _Choice]:
        """The choice for each campaign, by name. Two that exclude each other are a conflict."""
        choices: dict[str, _Choice] = {}
        for name in sorted({*self.own, *self.custom, *self.back}):
            if name in self.back and (name in self.own or name in self.custom):
                two = "uses the account's goals and goals of its own"
                self.conflicts.append(_both(name, two, self.back[name].span))
            else:
                choices[name] = _Choice(self.own.get(name, {}), self.custom.get(name), self.back.get(name))
        return choices

    def _matching(self, pattern: str, span: Span | None) -> list[str]:
        """The names of the campaigns that an entry is about, the exact one before those that only look like it."""
        if pattern in self.settings:
            return [pattern]
        names = [name for name in self.settings if fits(name, pattern)]
        if not names:
            from difflib import get_close_matches

            close = get_close_matches(pattern, self.settings, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "removed campaigns do not count"
            summary = f"no campaign is called {pattern}"
            self.warnings.append(Diagnostic(Severity.WARNING, "no-campaign", summary, span=span, hint=hint))
        return names


def campaigns(goals: Goals, live: Sequence[Live], made: Collection[str]) -> Wanted:
    """The goals of every campaign that an entry names. `made` are the custom goals that there are, or will be."""
    ordered = sorted(of_type(live, CAMPAIGN_CONFIG), key=lambda item: item.address.name)
    entries = _Entries({item.address.name: item for item in ordered})
    entries.gather(goals)
    choices = entries.choices()
    parts = [_campaign(entries.settings[name], choice, made) for name, choice in choices.items()]
    parts.append(given_up(goals, live, [entries.settings[name] for name, choice in choices.items() if choice.back]))
    return together([Wanted(conflicts=tuple(entries.conflicts), warnings=tuple(entries.warnings)), *parts])


def _campaign(settings: Live, choice: _Choice, made: Collection[str]) -> Wanted:
    """One campaign's settings and the goals of its own. A custom goal that is not there yet is waited for."""
    custom = choice.custom
    waiting: tuple[Waiting, ...] = ()
    if custom is not None and custom.name not in made:
        why = f"the custom goal {custom.name} has no conversions yet"
        waiting = (Waiting(settings.address, why, "its custom goal"),)
        custom = None
        if not choice.own:
            return Wanted(waiting=waiting)
    state: dict[str, Scalar] = {LEVEL: "customer" if choice.back else "campaign"}
    if custom is not None:
        state[USES] = custom.name
    elif choice.back and CampaignState(settings.state).own:
        state[USES] = None  # Google may drop it by itself: then that is in the plan too
    spans = [item.span for item in (choice.back, custom, *choice.own.values()) if item is not None]
    target = Target(settings.identity, settings.address.name, named=False, creatable=False)
    wanted = Desired(settings.address, target, frozen(state), "", span=spans[0] if spans else None)
    return Wanted((wanted, *(_goal(settings, pair, setting) for pair, setting in choice.own.items())), waiting=waiting)


def _goal(settings: Live, pair: str, setting: GoalSetting) -> Desired:
    """One goal of a campaign."""
    name = campaign_goal_name(settings.address.name, pair)
    target = Target(
        campaign_goal_identity(CampaignState(settings.state).campaign, pair),
        name,
        named=False,
        creatable=False,
        awaits=FIRST_ACTION,
        waiting=NO_ACTION,
    )
    return Desired(Address(CAMPAIGN_GOAL, name), target, frozen({BIDDABLE: setting.biddable}), "", span=setting.span)


def _both(name: str, what: str, span: Span | None) -> Conflict:
    return Conflict(
        Address(CAMPAIGN_CONFIG, name),
        f"by the config the campaign {what}",
        "take it out of one of the two, or make the patterns narrower",
        str(span or ""),
    )
