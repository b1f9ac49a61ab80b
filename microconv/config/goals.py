"""`goals`: what bidding is for, in the account, in single campaigns, and as custom goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microconv.config.event_rule_parameters import items_of
from microconv.config.forms import INVALID, Flag, Key, ListOf, Map, TextForm, Word
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import (
    LEAVE_ONE_OUT,
    NAME_ONE,
    TAKE_ONE_OUT,
    cut,
    did_you_mean,
    first_at,
    quote,
    stands_at,
)
from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Span
from microconv.core.text import Text

Data = Any

_ORIGIN = "website"
_SOURCE = "CustomerConversionGoal, v26, checked 2026-11-23"
_CAMPAIGN = "a campaign's name, or a pattern with * and ?"


def goals_form(vocabulary: Vocabulary) -> Map:
    """The keys under `goals`."""
    goal = Map(
        (
            Key("category", Word(vocabulary.goal_words("category")), "What kind of act the goal's conversions are.",
                required=True, examples=("purchase",), source=_SOURCE, shared="goals.category"),
            Key("origin", Word(vocabulary.goal_words("origin")), "Where the goal's conversions happen.",
                default=_ORIGIN, examples=("call_from_ads",), source=_SOURCE, shared="goals.origin"),
            Key("biddable", Flag(), "True: bidding uses the goal's primary conversions. False: it uses none of them.",
                required=True, examples=(True,), source=_SOURCE, shared="goals.biddable"),
        )
    )  # fmt: skip
    campaign = Map(
        (
            Key("campaign", TextForm(), f"Which campaigns: {_CAMPAIGN}.", required=True, examples=("Brand*",)),
            Key("goals", ListOf(goal), "The goals that these campaigns use instead of the account's."),
            Key("use", Word((Level.ACCOUNT.value,)), "account: these campaigns follow the account's goals again.",
                examples=(Level.ACCOUNT.value,)),
        )
    )  # fmt: skip
    custom = Map(
        (
            Key("name", TextForm(), "Name of the custom goal.", required=True, examples=("Learning",)),
            Key("conversions", ListOf(TextForm()), "The conversions that it is made of, whatever their role.",
                required=True, examples=("mv_begin_checkout",)),
            Key("campaigns", ListOf(TextForm()), f"The campaigns that use it: {_CAMPAIGN} each.", examples=("P-MAX*",)),
        )
    )  # fmt: skip
    return Map(
        (
            Key("account", ListOf(goal), "Which goals bidding uses in all campaigns that have none of their own."),
            Key("campaigns", ListOf(campaign), "What single campaigns use instead of the account's goals."),
            Key("custom", ListOf(custom), "Goals made of single conversions. They ignore roles."),
        )
    )


class GoalReader:
    """Reads the goals of one client.

    `conversions` are the names in the config, with the conversions as far as they are known. `whole` says that every
    name is: only then can one be missing.
    """

    def __init__(self, conversions: Mapping[str, Conversion | None], whole: bool, problems: Problems) -> None:
        self._conversions = conversions
        self._whole = whole
        self._problems = problems
        self._following: dict[str, Span] = {}
        """Where campaigns are told to use the account's goals."""

    def read(self, data: dict[str, Data], place: SourcePlace) -> Goals:
        """The goals, as far as their parts are right. Problems are reported."""
        return Goals(
            account=self._settings(data, "account", place),
            campaigns=self._campaigns(data, place),
            custom=self._custom(data, place),
        )

    def _settings(self, data: dict[str, Data], key: str, place: SourcePlace) -> tuple[GoalSetting, ...]:
        settings: dict[str, GoalSetting] = {}
        for item, spot in items_of(data, key, place):
            category, origin, biddable = (
                item.get("category", INVALID),
                item.get("origin", _ORIGIN),
                item.get("biddable"),
            )
            if INVALID in (category, origin):
                continue
            setting = GoalSetting(category, biddable is True, origin, spot.span)
            first = settings.setdefault(setting.pair, setting)
            if first is not setting:
                self._problems.error(
                    "duplicate-goal", spot.span,
                    Text(
                        f"the goal {category} with origin {origin} stands there twice",
                        f"目標 {category}（{origin}）が 2 回書かれています",
                    ),
                    first_at(first.span), Text("keep one of them", "どちらか一方だけにしてください"),
                )  # fmt: skip
        return tuple(settings.values())

    def _campaigns(self, data: dict[str, Data], place: SourcePlace) -> tuple[CampaignGoals, ...]:
        entries = []
        named: dict[str, Span] = {}
        for item, spot in items_of(data, "campaigns", place):
            campaign, use, goals = item.get("campaign"), item.get("use"), item.get("goals")
            self._one_of_two(use, goals, spot)
            settings = self._settings(item, "goals", spot)
            if not isinstance(campaign, str):
                continue
            span = (spot.child("campaign") or spot).span
            first = named.setdefault(campaign, span)
            if first is not span:
                summary = Text(
                    f"the campaign {quote(campaign)} stands there twice",
                    f"キャンペーン「{cut(campaign)}」が 2 回書かれています",
                )
                self._problems.error("duplicate-campaign", span, summary, first_at(first))
            if use is not None:
                self._following.setdefault(campaign, span)
            level = Level.CAMPAIGN if use is None else Level.ACCOUNT
            entries.append(CampaignGoals(campaign, level, settings, spot.span))
        return tuple(entries)

    def _one_of_two(self, use: Data, goals: Data, place: SourcePlace) -> None:
        if use is None and goals is None:
            self._problems.error(
                "missing", place.span,
                Text("the campaign has neither goals nor use", "キャンペーンに goals も use もありません"),
                hint=Text(
                    "write `goals: [{category: purchase, biddable: true}]`, or `use: account`",
                    "`goals: [{category: purchase, biddable: true}]` または `use: account` と書いてください",
                ),
            )  # fmt: skip
        elif use is not None and goals is not None:
            self._problems.error(
                "either-or", (place.child("use") or place).key_span,
                Text("the campaign has both goals and use", "キャンペーンに goals と use の両方があります"),
                Text(
                    "what follows the account has no goals of its own",
                    "アカウントの目標を使うキャンペーンには、個別の目標を設定できません",
                ),
                LEAVE_ONE_OUT,
            )  # fmt: skip

    def _custom(self, data: dict[str, Data], place: SourcePlace) -> tuple[CustomGoal, ...]:
        goals = []
        names: dict[str, Span] = {}
        members: dict[frozenset[str], Span] = {}
        users: dict[str, Span] = {}
        for item, spot in items_of(data, "custom", place):
            name = item.get("name")
            if isinstance(name, str):
                span = (spot.child("name") or spot).span
                first = names.setdefault(name, span)
                if first is not span:
                    summary = Text(
                        f"there are two custom goals named {quote(name)}",
                        f"「{cut(name)}」というカスタム目標が 2 つあります",
                    )
                    self._problems.error("duplicate-goal", span, summary, first_at(first))
            conversions = self._members(item, spot, members)
            campaigns = self._users(item, spot, users)
            if isinstance(name, str):
                goals.append(CustomGoal(name, conversions, campaigns, spot.span))
        return tuple(goals)

    def _members(
        self, item: dict[str, Data], place: SourcePlace, members: dict[frozenset[str], Span]
    ) -> tuple[str, ...]:
        """The conversions of a custom goal. `members`: those of the goals before it."""
        spans: dict[str, Span] = {}
        listed = _texts(item, "conversions", place)
        for name, span in listed:
            first = spans.setdefault(name, span)
            if first is not span:
                summary = Text(
                    f"the conversion {quote(name)} stands there twice",
                    f"コンバージョン「{cut(name)}」が 2 回書かれています",
                )
                self._problems.error("duplicate-conversion", span, summary, first_at(first))
                continue
            self._check_member(name, span)
        written, spot = item.get("conversions"), place.child("conversions") or place
        if written == []:
            self._problems.error(
                "empty-goal", spot.span,
                Text("a custom goal needs at least one conversion", "カスタム目標にコンバージョンがありません"),
                hint=Text(
                    "name a conversion of this config", "この設定ファイルにあるコンバージョンの名前を書いてください"
                ),
            )  # fmt: skip
        if spans and isinstance(written, list) and len(listed) == len(written):
            span = spot.key_span
            first = members.setdefault(frozenset(spans), span)
            if first is not span:
                self._problems.error(
                    "same-conversions", span,
                    Text(
                        "another custom goal is made of the same conversions",
                        "同じコンバージョンからなるカスタム目標がほかにもあります",
                    ),
                    Text(
                        f"that at {first}; Google Ads refuses a second one",
                        f"もう一方の記載: {first}。Google 広告では同じ内容の目標を 2 つ作れません",
                    ),
                    Text(
                        "let the campaigns of both use one of them",
                        "両方のキャンペーンで、どちらか一方を使うようにしてください",
                    ),
                )  # fmt: skip
        return tuple(spans)

    def _check_member(self, name: str, span: Span) -> None:
        if name not in self._conversions:
            if self._whole:
                hint = did_you_mean(name, self._conversions) or NAME_ONE
                summary = Text(
                    f"the custom goal names {quote(name)}, which is not in this config",
                    f"カスタム目標の「{cut(name)}」は、この設定ファイルにありません",
                )
                self._problems.error("unknown-conversion", span, summary, hint=hint)
            return
        conversion = self._conversions[name]
        if conversion is not None and conversion.source is None:
            self._problems.error(
                "not-in-google-ads", span,
                Text(
                    f"the custom goal names {quote(name)}, which is not in Google Ads",
                    f"カスタム目標の「{cut(name)}」は、Google 広告にないコンバージョンです",
                ),
                stands_at(conversion.span),
                Text(
                    "take it out of the goal, or take out `google_ads: false`",
                    "目標から外すか、`google_ads: false` を削除してください",
                ),
            )  # fmt: skip

    def _users(self, item: dict[str, Data], place: SourcePlace, users: dict[str, Span]) -> tuple[str, ...]:
        """The campaigns of a custom goal. `users`: those of the goals before it."""
        campaigns = []
        for campaign, span in _texts(item, "campaigns", place):
            first = users.setdefault(campaign, span)
            following = self._following.get(campaign)
            if first is not span:
                self._problems.error(
                    "duplicate-campaign", span,
                    Text(
                        f"the campaign {quote(campaign)} is given a custom goal twice",
                        f"キャンペーン「{cut(campaign)}」にカスタム目標が 2 回指定されています",
                    ),
                    first_at(first),
                    Text(
                        "a campaign uses one custom goal at most", "キャンペーンごとに使えるカスタム目標は 1 つだけです"
                    ),
                )  # fmt: skip
            elif following is not None:
                self._problems.error(
                    "duplicate-campaign", span,
                    Text(
                        f"the campaign {quote(campaign)} is given a custom goal, and the account's goals",
                        f"キャンペーン「{cut(campaign)}」に、カスタム目標とアカウントの目標の両方が指定されています",
                    ),
                    Text(
                        f"it is told to use the account's at {following}", f"アカウントの目標を使う指定: {following}"
                    ),
                    TAKE_ONE_OUT,
                )  # fmt: skip
            campaigns.append(campaign)
        return tuple(campaigns)


def _texts(item: dict[str, Data], key: str, place: SourcePlace) -> list[tuple[str, Span]]:
    """The texts of a list, without what was refused, with their spans."""
    listed, spots = item.get(key), place.child(key)
    if not isinstance(listed, list) or spots is None or not isinstance(spots.children, list):
        return []
    return [(text, spot.span) for text, spot in zip(listed, spots.children, strict=True) if isinstance(text, str)]
