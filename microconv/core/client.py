"""One client account as its config declares it."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from microconv.core.account_ids import NO_ACCOUNTS, Accounts, NamedAccounts
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Span
from microconv.core.event_rule import RuledEvent
from microconv.core.frozen import FrozenDict
from microconv.core.goal_pair import goal_pair
from microconv.core.letterhead import NO_LETTERHEAD, Letterhead
from microconv.core.report_settings import NO_REPORT_SETTINGS, NamedPage, ReportSettings
from microconv.core.review_settings import NO_LEARNING, Decision, Learning
from microconv.core.tag_manager import NO_TAG_MANAGER, TagManager

if TYPE_CHECKING:
    from microconv.core.registration import Registration

DEFAULT_PREFIX = "mv_"


class Unlisted(enum.StrEnum):
    """The fate of live objects with the prefix that the config does not list."""

    DEMOTE = "demote"
    KEEP = "keep"
    REMOVE = "remove"


class Demote(enum.StrEnum):
    """The depth of a demote. Flag: `primary_for_goal` off. Thorough: taken out of custom goals as well."""

    FLAG = "flag"
    THOROUGH = "thorough"


class Level(enum.StrEnum):
    """Whose goals a campaign uses."""

    ACCOUNT = "account"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class GoalSetting:
    """A goal for bidding, or not: a (category, origin) pair, both Google's words in lower case."""

    category: str
    biddable: bool
    origin: str = "website"
    span: Span | None = None

    @property
    def pair(self) -> str:
        """`purchase~website`."""
        return goal_pair(self.category, self.origin)


@dataclass(frozen=True, slots=True)
class CampaignGoals:
    """The goals of campaigns with this name, or a name like this pattern (`*`, `?`), in place of the account's.

    `level` ACCOUNT: nothing; they follow the account again.
    """

    campaign: str
    level: Level = Level.CAMPAIGN
    goals: tuple[GoalSetting, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class CustomGoal:
    """A custom goal: the names of its conversions, and of the campaigns that use it, which may be patterns."""

    name: str
    conversions: tuple[str, ...]
    campaigns: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of bidding: in the account, in single campaigns, and custom ones. A goal that is not named is unset."""

    account: tuple[GoalSetting, ...] = ()
    campaigns: tuple[CampaignGoals, ...] = ()
    custom: tuple[CustomGoal, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.account or self.campaigns or self.custom)


class ReviewEvery(enum.StrEnum):
    """The interval between reviews of values and roles."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


DEFAULT_MAX_CONVERSIONS = 30
"""The most conversions of one client that can be kept up. A judgement, no limit of an API."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding of the audit that is known and accepted until the end of a day.

    `rule` is the id of a rule and `object` the name of a conversion, action or event; both may be patterns, see `fits`.
    An empty `object` means all that the rule finds. `reason` is never empty. After `until` it counts again.
    """

    rule: str
    reason: str
    until: datetime.date
    object: str = ""
    span: Span | None = None

    def covers(self, rule: str, *names: str) -> bool:
        """True where it is about what the rule called `rule` finds of an object with one of these names."""
        return fits(rule, self.rule) and (not self.object or any(fits(name, self.object) for name in names))

    def counts_on(self, day: datetime.date) -> bool:
        """True where it still holds on that day; its last day is `until`."""
        return day <= self.until


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """Audit settings.

    More than `max_conversions` conversions are too many to keep up. `audit.enough_finals` is `learning.finals`.
    """

    max_conversions: int = DEFAULT_MAX_CONVERSIONS
    ignore: tuple[Ignored, ...] = ()


@dataclass(frozen=True)
class Client:
    """A client's declaration, validated.

    label: what the client is called.
    conversions: its conversions, in the config's order.
    accounts: the accounts that the config is for.
    auto_tagging: the account's auto-tagging; None for unset.
    link_google_ads: keep GA4 linked to the Google Ads account.
    ads_personalization: that link's setting; None for unset.
    enhanced_measurement: settings of the web stream (`scrolls`, `form_interactions`, …); an absent one is unset.
    event_rules: events of GA4 that rules make and that are no conversions.
    tag_manager: settings of the container that `accounts` names.
    goals: what bidding is for.
    currency: an ISO 4217 code, empty when no conversion has a value.
    owner: who answers for the config.
    approver: who approves what changes bidding, at the client's or the agency's.
    learning: how many final conversions bidding needs to learn from them alone.
    review_every: how often values and roles are reviewed.
    review_last: the day of the last review.
    decisions: what reviews decided, in the config's order.
    review_report: the https address of the report that is shared with the client.
    letterhead: the agency's name and logo, for what the client is handed.
    report: settings of the monthly report.
    pages: what the config says of pages, by path as GA4 has it.
    annotate: syncs that move bidding, roles or values write an annotation in GA4.
    audit: settings of the audit.
    prefix: the prefix of micro-conversions.
    max_changes: limit of a run, see core.planning.safety; None for the default.
    max_demotions: likewise.
    max_role_changes: likewise.
    max_value_factor: likewise.
    unlisted: the fate of live objects with the prefix that the config does not list.
    demote: how far a demote goes.
    path: the file that the config came from.
    digest: the SHA-256 of all text that made it.
    registration: its entry in the registry of clients that was given; None without one.
    """

    label: str
    conversions: tuple[Conversion, ...]
    _: KW_ONLY
    accounts: Accounts = NO_ACCOUNTS
    auto_tagging: bool | None = None
    link_google_ads: bool = False
    ads_personalization: bool | None = None
    enhanced_measurement: Mapping[str, bool] = field(default_factory=FrozenDict)
    event_rules: tuple[RuledEvent, ...] = ()
    tag_manager: TagManager = NO_TAG_MANAGER
    goals: Goals = Goals()
    currency: str = ""
    owner: str = ""
    approver: str = ""
    learning: Learning = NO_LEARNING
    review_every: ReviewEvery | None = None
    review_last: datetime.date | None = None
    decisions: tuple[Decision, ...] = ()
    review_report: str = ""
    letterhead: Letterhead = NO_LETTERHEAD
    report: ReportSettings = NO_REPORT_SETTINGS
    pages: Mapping[str, NamedPage] = field(default_factory=FrozenDict)
    annotate: bool = False
    audit: AuditSettings = AuditSettings()
    prefix: str = DEFAULT_PREFIX
    max_changes: int | None = None
    max_demotions: int | None = None
    max_role_changes: int | None = None
    max_value_factor: float | None = None
    unlisted: Unlisted = Unlisted.DEMOTE
    demote: Demote = Demote.FLAG
    path: str = ""
    digest: str = ""
    registration: Registration | None = None

    @property
    def customer_id(self) -> str:
        """The Google Ads account, digits; empty where there is none."""
        return self.accounts.customer_id

    @property
    def property_id(self) -> str:
        """The GA4 property, digits; empty where there is none."""
        return self.accounts.property_id

    @property
    def ruled(self) -> Iterator[RuledEvent]:
        """Every event of GA4 of whose rules the config speaks, with the rules that it wants."""
        for conversion in self.conversions:
            if conversion.event is not None and (conversion.rules or conversion.no_rule):
                yield RuledEvent(conversion.event, conversion.rules)
        yield from self.event_rules

    @property
    def review_days(self) -> Iterator[datetime.date]:
        """The day of the last review, and those of all decisions."""
        if self.review_last is not None:
            yield self.review_last
        yield from (decision.date for decision in self.decisions)

    @cached_property
    def by_name(self) -> dict[str, Conversion]:
        """Conversions by name."""
        return {conversion.name: conversion for conversion in self.conversions}


ClientOrAccounts = Client | NamedAccounts
"""Accounts with their config, or without one."""


def fits(text: str, pattern: str) -> bool:
    """True where the whole text is like a pattern: `*` for any signs, `?` for one. Case counts, brackets are plain."""
    return fnmatchcase(text, pattern.replace("[", "[[]"))
