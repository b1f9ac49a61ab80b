"""Findings of the audit, quoted as comments where an imported config needs somebody's judgement; never a decision."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence

from microconv.adoption.inverse.result import Comments, Place
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.audit.rule import Rule
from microconv.audit.rules.bridge_hidden import bridge_hidden_unused
from microconv.audit.rules.categories import roles_category, roles_default_category
from microconv.audit.rules.distance import distance_page_view
from microconv.audit.rules.double import double_import, double_likely, double_purchase, double_same_event, double_twin
from microconv.audit.rules.ga4_rules import ga4_rules_never, ga4_rules_overlap
from microconv.audit.rules.grading import values_step_as_final
from microconv.audit.rules.roles import roles_micro_enough, roles_micro_primary
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.audit.rules.undecided import upkeep_undecided
from microconv.audit.rules.values import values_currency, values_default_one, values_missing, values_same
from microconv.audit.run import verdict
from microconv.core.client import Client
from microconv.core.ga4_import import imported_from
from microconv.core.kinds import ACTION, EVENT_RULE
from microconv.core.resource import Live, Reading, of_type
from microconv.core.text import Text

QUOTED: tuple[Rule, ...] = (
    double_same_event,
    double_import,
    double_twin,
    double_purchase,
    double_likely,
    roles_several_primaries,
    bridge_hidden_unused,
    values_missing,
    values_default_one,
    values_currency,
    values_same,
    values_step_as_final,
    roles_micro_primary,
    roles_micro_enough,
    distance_page_view,
    roles_category,
    roles_default_category,
    ga4_rules_overlap,
    ga4_rules_never,
)
"""The rules that a comment quotes, in this order: what is counted twice or not at all, values, roles, event rules."""


def subject_of(readings: Sequence[Reading], prefix: str, client: Client | None = None) -> Subject:
    """The accounts as an audit sees them.

    Without a config unless one is given: an imported one says no more than they do, and none of it has been decided
    yet.
    """
    return Subject(tuple(readings), _day(readings), client, prefix=prefix)


def findings_as_comments(
    client: Client, readings: Sequence[Reading], decided: Collection[str] = ()
) -> Mapping[Place, tuple[Text, ...]]:
    """The comments at each conversion and event of `client`, which is as `readings` are.

    `decided` are the conversions whose kind a proposal decides.
    """
    comments = Comments()
    for evidence in verdict(upkeep_undecided, subject_of(readings, client.prefix, client)).evidence:
        if evidence.name not in decided:
            comments.say(("conversions", evidence.name), seen_alone(upkeep_undecided, evidence))
    places = _places(client, readings)
    subject = subject_of(readings, client.prefix)
    for rule in QUOTED:
        for evidence in verdict(rule, subject).evidence:
            for identifier in (evidence.id, *evidence.others):
                place = places.get(identifier)
                if place is not None:
                    comments.say(place, quotation(rule, evidence))
    return comments.frozen()


def quotation(rule: Rule, evidence: Evidence) -> Text:
    """A finding as one comment: the rule's title, the observation, and the id to look it up by."""
    return Text(
        f"{rule.title.en}: {evidence.seen.en} [{rule.id}]",
        f"{rule.title.ja}: {evidence.seen.ja} [{rule.id}]",
    )


def seen_alone(rule: Rule, evidence: Evidence) -> Text:
    """A finding without its rule's title, which the head of the file says once for all."""
    return Text(f"{evidence.seen.en} [{rule.id}]", f"{evidence.seen.ja} [{rule.id}]")


def _day(readings: Sequence[Reading]) -> datetime.date:
    """The day before which conversions were counted; any where nobody counted, as no quoted rule asks for it then."""
    return max((item.measures.until for item in readings if item.measures is not None), default=datetime.date.min)


def _places(client: Client, readings: Sequence[Reading]) -> dict[str, Place]:
    """The places of actions and event rules by id, also of an import that Google hides."""
    by_event = {item.event: item for item in client.conversions if item.event is not None}
    places: dict[str, Place] = {}
    for live in _live(readings, ACTION):
        property_id, event = imported_from(live.identity) or ("", "")
        if not event:
            conversion = client.by_name.get(live.address.name)
        else:
            conversion = by_event.get(event) if property_id == client.property_id else None
        if conversion is not None:
            places[live.id] = ("conversions", conversion.name)
    others = {item.event for item in client.event_rules}
    for live in _live(readings, EVENT_RULE):
        if live.identity in by_event:
            places[live.id] = ("conversions", by_event[live.identity].name)
        elif live.identity in others:
            places[live.id] = ("ga4", "event_rules", live.identity)
    return places


def _live(readings: Sequence[Reading], kind: str) -> Iterator[Live]:
    for reading in readings:
        yield from of_type(reading.resources, kind)
