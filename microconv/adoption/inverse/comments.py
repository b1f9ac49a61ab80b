"""Findings of the audit, quoted as comments where an imported config needs somebody's judgement; never a decision."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from microconv.adoption.inverse.result import Comments, Place
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.audit.rule import Rule
from microconv.audit.rules.bridge_imports import bridge_hidden_unused
from microconv.audit.rules.categories import roles_category, roles_default_category
from microconv.audit.rules.double import double_import, double_likely, double_purchase, double_same_event, double_twin
from microconv.audit.rules.grading import values_step_as_final
from microconv.audit.rules.roles import roles_micro_enough, roles_micro_primary
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.audit.rules.values import values_currency, values_default_one, values_missing, values_same
from microconv.audit.run import verdict
from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.event_page import page_of
from microconv.core.ga4_import import imported_from
from microconv.core.kinds import ACTION
from microconv.core.resource import Live, Reading, of_type

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
    roles_category,
    roles_default_category,
)
"""The rules that a comment quotes, in this order: what is counted twice or not at all, values, roles."""

PAGES = "its rule looks at pages in a way that the shorthand `page:` does not say"


def findings_as_comments(client: Client, readings: Sequence[Reading]) -> Mapping[Place, tuple[str, ...]]:
    """The comments at each conversion of `client`, which is as `readings` are.

    The accounts are audited as they are, without a config: an imported one says no more than they do, and none of it
    has been decided yet.
    """
    comments = Comments()
    conversions = _by_id(client, readings)
    subject = Subject(tuple(readings), _day(readings), prefix=client.prefix)
    for rule in QUOTED:
        for evidence in verdict(rule, subject).evidence:
            for identifier in (evidence.id, *evidence.others):
                conversion = conversions.get(identifier)
                if conversion is not None:
                    comments.say(("conversions", conversion.name), quotation(rule, evidence))
    for conversion in client.conversions:
        if _pages_at_length(conversion):
            comments.say(("conversions", conversion.name), PAGES)
    return comments.frozen()


def quotation(rule: Rule, evidence: Evidence) -> str:
    """A finding as one line: the rule's title, the observation, and the id to look it up by."""
    return f"{rule.title.en}: {evidence.seen.en} [{rule.id}]"


def _day(readings: Sequence[Reading]) -> datetime.date:
    """The day before which conversions were counted; any where nobody counted, as no quoted rule asks for it then."""
    return max((item.measures.until for item in readings if item.measures is not None), default=datetime.date.min)


def _by_id(client: Client, readings: Sequence[Reading]) -> dict[str, Conversion]:
    """The conversions by the ids of their actions, also of an import that Google hides."""
    by_event = {item.event: item for item in client.conversions if item.event is not None}
    conversions: dict[str, Conversion] = {}
    for live in _actions(readings):
        property_id, event = imported_from(live.identity) or ("", "")
        if not event:
            conversion = client.by_name.get(live.address.name)
        else:
            conversion = by_event.get(event) if property_id == client.property_id else None
        if conversion is not None:
            conversions[live.id] = conversion
    return conversions


def _actions(readings: Sequence[Reading]) -> Iterator[Live]:
    for reading in readings:
        yield from of_type(reading.resources, ACTION)


def _pages_at_length(conversion: Conversion) -> bool:
    """True if the rule of its event looks at pages, and is not the shorthand for that."""
    rule = conversion.rule
    return (
        rule is not None and page_of(rule) is None and any(item.field.startswith("page_") for item in rule.conditions)
    )
