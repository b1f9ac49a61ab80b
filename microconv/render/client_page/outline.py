"""Audits in the order of the client's page: points by weight, three actions, numbers under the client's labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from microconv.analysis.overview import Overview, Part, Shown
from microconv.audit.plain import DOERS, PLAIN, Doer, Plain
from microconv.audit.questions import SHARED
from microconv.audit.result import Answer, Audit, Finding, Standpoint
from microconv.audit.rule import Level, Rule, Status
from microconv.core.measures import RECENT_DAYS
from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.render.client_page import dates
from microconv.render.client_page.names import called, client_name, is_conversion, kind_of, masked, names, thing
from microconv.render.client_page.words import EVERY, GOOD, LACKING, NO_REPORT
from microconv.render.html.words import number, percent, whole

MOST_ACTIONS = 3
MOST_THINGS = 8
"""The most objects of a point that are named one by one."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of a point: its name, and what is to be known of it."""

    name: Text
    detail: Text


@dataclass(frozen=True)
class Point:
    """The findings of one rule that nobody accepted.

    key: its id on the page.
    rule: the rule.
    plain: the rule's words for the client.
    findings: its findings.
    things: the objects that they are about, as the client calls them.
    about: the ids of the conversions among these.
    bid: the number of conversions that bidding used and that they are about.
    concerns: the same in words.
    """

    key: str
    rule: Rule
    plain: Plain
    findings: tuple[Finding, ...]
    things: tuple[Thing, ...]
    about: frozenset[str]
    bid: float
    concerns: Text

    @property
    def level(self) -> Level:
        """The weight."""
        return self.rule.level

    @property
    def known(self) -> bool:
        """True where all of it was in the last audit."""
        return all(item.known for item in self.findings)

    def like(self, other: Point) -> bool:
        """True where one action does for both."""
        same = self.about and self.about == other.about and self.plain.doer is other.plain.doer
        alike = self.plain.remedy and self.plain.remedy == other.plain.remedy
        return bool(same or alike) or self.plain.proposal == other.plain.proposal

    @property
    def shown(self) -> tuple[Thing, ...]:
        """The objects that are named."""
        return self.things[:MOST_THINGS]

    @property
    def more(self) -> Text:
        """The number of objects that are not named."""
        left = len(self.things) - len(self.shown)
        return Text(f"and {left:,} more", f"ほか{left:,}件") if left else NO_TEXT


@dataclass(frozen=True)
class ClientPart:
    """One client's part of the page. `key` is its id on the page."""

    key: str
    audit: Audit

    @property
    def name(self) -> str:
        """The client's name."""
        return client_name(self.audit)

    def doer(self, point: Point) -> Text:
        """Who does what a point proposes; the agency by its name, if the config says it."""
        agency, doer = self.audit.about.letterhead.agency, point.plain.doer
        if agency and doer is Doer.AGENCY:
            return untranslated(agency)
        if agency and doer is Doer.BOTH:
            return Text(f"{agency} and you", f"{agency}と貴社")
        return DOERS[doer]

    @property
    def made(self) -> Text:
        """The day of the audit."""
        return dates.made_on(self.audit.made, self.audit.about.time_zone)

    @property
    def period(self) -> Text:
        """The days that were counted; no text where nobody counted."""
        until = self.audit.about.until
        return dates.period(until, RECENT_DAYS) if until else NO_TEXT

    @cached_property
    def overview(self) -> Overview:
        """The account at a glance, under the client's labels."""
        said = self.audit.overview
        in_words = partial(self._called, names(self.audit))
        return replace(said, shown=tuple(map(in_words, said.shown)), funnel=tuple(map(in_words, said.funnel)))

    def _called(self, named: Mapping[tuple[str, str], Text], item: Shown) -> Shown:
        """The same in the client's words, its counts in whole conversions."""
        following = next((one for one in self.audit.overview.shown if one.name == item.next), None)
        step = called(self.audit, item.next, kind=following.category if following else "") if item.next else ""
        return replace(
            item,
            name=masked(named[item.id, item.name]),
            next=masked(step),
            count=whole(item.count),
            bid=whole(item.bid),
        )

    @cached_property
    def used(self) -> float:
        """The number of conversions that bidding used."""
        return sum(item.learnt or 0.0 for item in self.overview.shown if item.part is not Part.OBSERVED)

    @cached_property
    def results(self) -> float:
        """The number of those that are results."""
        return sum(item.learnt or 0.0 for item in self.overview.shown if item.part is Part.FINAL)

    @property
    def counted(self) -> bool:
        """True where conversions were counted."""
        return bool(self.overview.shown) and all(item.count is not None for item in self.overview.shown)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The points by weight, those of one weight by what is at stake: in the order of the audit's findings."""
        by_rule: dict[str, list[Finding]] = {}
        for finding in self.audit.standing:
            by_rule.setdefault(finding.rule.id, []).append(finding)
        return tuple(self._point(items) for items in by_rule.values())

    def _point(self, findings: Sequence[Finding]) -> Point:
        rule = findings[0].rule
        ids = {name for item in findings for name in (item.evidence.id, *item.evidence.others) if name}
        about = [item for item in self.overview.shown if item.id in ids]
        whole = any(kind_of(item) == "google_ads.account" for item in findings)
        bid = sum(item.learnt or 0.0 for item in about if item.part is not Part.OBSERVED)
        plain = PLAIN[rule.id]
        return Point(
            key=f"{self.key}-{rule.id}",
            rule=rule,
            plain=plain,
            findings=tuple(findings),
            things=tuple(dict.fromkeys(self._things(findings, plain))),
            about=frozenset(item.id for item in about),
            bid=self.used if whole and not about else bid,
            concerns=self._concerns(about, bid),
        )

    def _things(self, findings: Sequence[Finding], plain: Plain) -> list[Thing]:
        shown = {item.id: item for item in self.overview.shown}
        things = []
        for finding in findings:
            item = shown.get(finding.evidence.id)
            shows = item is not None and is_conversion(finding)
            name = untranslated(item.name) if item is not None and shows else thing(self.audit, finding)
            detail = dates.with_days(finding.evidence.seen) if plain.shows_evidence else NO_TEXT
            if not detail and item is not None and item.count is not None and shows:
                detail = Text(
                    f"{number(item.count)} in {RECENT_DAYS} days", f"{RECENT_DAYS}日間で{number(item.count)}件"
                )
            if name or detail:
                things.append(Thing(name, detail))
        detailed = {one.name for one in things if one.detail}
        return [one for one in things if one.detail or one.name not in detailed]

    def _concerns(self, about: Sequence[Shown], bid: float) -> Text:
        """The share of what bidding uses that a point is about."""
        if not bid or not self.used:
            return NO_TEXT
        of, all_, share = number(bid), number(self.used), percent(bid / self.used)
        return Text(
            f"{of} of the {all_} conversions that bidding used ({share})",
            f"入札に使われたコンバージョン{all_}件のうち{of}件（{share}）",
        )

    @cached_property
    def actions(self) -> tuple[Point, ...]:
        """The points whose proposals matter most, none of them for information only.

        Points with one proposal or remedy, or about the same conversions and for the same doer, are one action.
        """
        chosen: list[Point] = []
        for point in self.faults:
            if not any(point.like(other) for other in chosen):
                chosen.append(point)
        return tuple(chosen[:MOST_ACTIONS])

    @property
    def faults(self) -> tuple[Point, ...]:
        """The points that call for action."""
        return tuple(item for item in self.points if item.level is not Level.NOTE)

    @property
    def notes(self) -> tuple[Point, ...]:
        """The points for information."""
        return tuple(item for item in self.points if item.level is Level.NOTE)

    @cached_property
    def levels(self) -> dict[Level, int]:
        """The number of points of each level, the heaviest first."""
        return {level: sum(item.level is level for item in self.points) for level in reversed(Level)}

    @property
    def unknown(self) -> int:
        """The number of rules that could not tell."""
        return len(self.audit.of(Status.UNKNOWN))

    def reason(self, answer: Answer) -> Text:
        """The reason for an answer: the headings of the heaviest points behind it."""
        if answer.id == SHARED and answer.answer is Standpoint.NO and not self.audit.about.report:
            return NO_REPORT
        by_rule = {item.rule.id: item for item in self.points}
        behind = [by_rule[name] for name in answer.rules if name in by_rule]
        if behind:
            both = joined((item.plain.heading for item in behind[:2]), ". ", "。また、")
            return Text(f"{both.en}.", f"{both.ja}。")
        return {Standpoint.YES: GOOD, Standpoint.UNKNOWN: LACKING}.get(answer.answer, NO_TEXT)

    @property
    def review(self) -> Text:
        """The rhythm of reviews and the day of the last one; no text where nobody said so."""
        every, last = self.audit.about.review_every, self.audit.about.review_last
        said = [EVERY[every]] if every else []
        if last:
            date = dates.day(last)
            said.append(Text(f"last on {date.en}", f"前回は{date.ja}"))
        return joined(said)

    @property
    def purposes(self) -> list[tuple[Text, str]]:
        """The purposes of conversions, under their labels."""
        return [(called(self.audit, name), purpose) for name, purpose in self.audit.purposes]

    @property
    def trend(self) -> Text:
        """The change since the last audit; no text where there was none."""
        trend, before = self.audit.trend, self.audit.before
        if trend is None or before is None:
            return NO_TEXT
        date = dates.made_on(before.made, self.audit.about.time_zone)
        return Text(
            f"{trend.new:,} new, {trend.gone:,} solved (since {date.en})",
            f"新規{trend.new:,}件、解決{trend.gone:,}件（{date.ja}以降）",
        )


@dataclass(frozen=True)
class Page:
    """The whole page: the clients by weight, the heaviest first, and those that could not be read."""

    parts: tuple[ClientPart, ...]
    missing: tuple[str, ...] = ()

    @property
    def single(self) -> bool:
        """True if it is about one client."""
        return len(self.parts) == 1

    @property
    def compared(self) -> bool:
        """True if some client had an earlier audit."""
        return any(part.audit.before is not None for part in self.parts)


def outline(audits: Sequence[Audit], missing: Sequence[str] = ()) -> Page:
    """The page of these audits."""
    ordered = sorted(audits, key=lambda audit: audit.weight, reverse=True)
    parts = tuple(ClientPart(f"c{number_}", audit) for number_, audit in enumerate(ordered, start=1))
    return Page(parts, tuple(missing))
