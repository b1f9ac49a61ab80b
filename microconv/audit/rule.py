"""The form of an audit rule, and of what it concludes."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from microconv.analysis.evidence import Evidence
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.analysis.subject import Subject


class Level(enum.StrEnum):
    """The weight of a finding. The order of declaration is the order of weight."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def weight(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(Level).index(self)


class Status(enum.StrEnum):
    """The kind of conclusion that a rule comes to."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"


class Need(enum.StrEnum):
    """A thing that a rule cannot do without. Where it is missing, the runner answers in the rule's stead."""

    GOOGLE_ADS = "google_ads"  # else not applicable
    GA4 = "ga4"  # else not applicable
    CONFIG = "config"  # else not applicable
    GOALS = "goals"  # the goals of campaigns and of the account; else unknown
    CUSTOM_GOALS = "custom goals"  # all custom goals, used or not; else unknown
    LINKS = "links"  # GA4's links to Google Ads; else unknown
    STREAM = "stream"  # what GA4 keeps by web stream; else unknown
    COUNTS = "counts"  # conversions counted lately; else unknown
    LAGS = "lags"  # the time between click and conversion; else unknown
    EVENTS = "events"  # GA4 events counted lately; else unknown
    RETENTION = "data retention"  # the property's data retention; else unknown
    SIGNALS = "Google signals"  # the state of Google signals; else unknown
    ACCESS = "access"  # who has access to the property; else unknown
    TRACKING = "tracking"  # terms and enhanced conversions of the account; else unknown
    CAMPAIGNS = "campaigns"  # how campaigns bid; this and the next four: else unknown
    VALUE_RULES = "value_rules"  # value rules in force
    LIFECYCLE = "lifecycle_goals"  # lifecycle goals of campaigns
    UPLOADS = "uploads"  # summaries of uploaded conversions
    CONTAINER = "container"  # a container of Tag Manager; else not applicable
    WEB_CONTAINER = "web container"  # one of websites; else not applicable
    LABELS = "labels"  # the labels of the account's actions; else unknown
    USERS = "users"  # roles and domains of who has access


class Topic(enum.StrEnum):
    """The topics of the rulebook, in its order."""

    NAMING = "naming"
    ROLES = "roles"
    VALUES = "values"
    COUNTING = "counting"
    DISTANCE = "distance"
    DOUBLE = "double"
    SILENCE = "silence"
    TAGS = "tags"
    BRIDGE = "bridge"
    GA4 = "ga4"
    UPKEEP = "upkeep"
    OWNERSHIP = "ownership"


TOPICS = {
    Topic.NAMING: Text("Naming", "命名"),
    Topic.ROLES: Text("Roles and bidding", "役割と入札"),
    Topic.VALUES: Text("Values", "コンバージョン値"),
    Topic.COUNTING: Text("Counting and windows", "カウント方法と計測期間"),
    Topic.DISTANCE: Text("Distance to the result", "最終コンバージョンまでの距離"),
    Topic.DOUBLE: Text("Double counting", "二重計測"),
    Topic.SILENCE: Text("Silence", "計測の停止"),
    Topic.TAGS: Text("Tags in Tag Manager", "Tag Manager のタグ"),
    Topic.BRIDGE: Text("GA4 and Google Ads", "GA4 と Google 広告の連携"),
    Topic.GA4: Text("GA4 limits", "GA4 の上限と設定"),
    Topic.UPKEEP: Text("Upkeep", "運用と見直し"),
    Topic.OWNERSHIP: Text("Ownership", "所有アカウント"),
}
"""The topics' names."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The conclusion of a rule: with evidence it fails. `reason` says why it is not applicable or unknown.

    `checked` counts the objects that were looked at.
    """

    status: Status
    evidence: tuple[Evidence, ...] = ()
    reason: Text | None = None
    checked: int = 0


def verdict_on(evidence: Iterable[Evidence], checked: int, nothing: Text) -> Verdict:
    """Fail with evidence, pass without; not applicable, for the reason `nothing`, where nothing was `checked`."""
    observations = tuple(evidence)
    if observations:
        return Verdict(Status.FAIL, observations, checked=max(checked, len(observations)))
    return Verdict(Status.PASS, checked=checked) if checked else not_applicable(nothing)


def verdict_on_one(evidence: Evidence | None) -> Verdict:
    """Fail with evidence, pass without, of a rule that looks at one thing only."""
    return Verdict(Status.FAIL if evidence else Status.PASS, (evidence,) if evidence else (), checked=1)


def not_applicable(reason: Text) -> Verdict:
    """The rule is not about such an account."""
    return Verdict(Status.NOT_APPLICABLE, reason=reason)


def unknown(reason: Text) -> Verdict:
    """It cannot be told."""
    return Verdict(Status.UNKNOWN, reason=reason)


Check = Callable[["Subject"], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule.

    id: the stable id, `<topic>-<name>`.
    topic: the chapter of the reference.
    level: the weight of its findings.
    title: the fault, where it fails.
    passed: the state, where it passes.
    why: a paragraph for the client: why it matters.
    fix: a paragraph for the engineer: how to mend it.
    source: an official page, or the practice of the trade (docs/best-practices.md), and the day of the last check.
    needs: the readings that it cannot do without.
    check: the function that comes to its conclusion.
    """

    id: str
    topic: Topic
    level: Level
    title: Text
    passed: Text
    why: Text
    fix: Text
    source: str
    needs: tuple[Need, ...]
    check: Check

    def __reduce__(self) -> tuple[Any, ...]:
        return _rule_of, (self.check.__module__, self.check.__qualname__)


def _rule_of(module: str, name: str) -> Rule:
    """The rule that a module makes of the check called `name`: a rule comes out of another process as itself."""
    made = getattr(import_module(module), name)
    assert isinstance(made, Rule)
    return made


def rule(
    *,
    id: str,  # noqa: A002
    topic: Topic,
    level: Level,
    title: Text,
    passed: Text,
    why: Text,
    fix: Text,
    source: str,
    needs: tuple[Need, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a check: `@rule(id=…, …)` above one function."""
    return lambda check: Rule(id, topic, level, title, passed, why, fix, source, needs, check)
