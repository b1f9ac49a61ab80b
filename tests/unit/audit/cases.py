"""Accounts made for rules: a Case says what one rule must conclude of one account.

Each `test_<topic>.py` here has a list `CASES`; `test_cases.py` runs them all, sees that every rule has at least one
that fails and one that passes, and `test_mutations.py` breaks each rule's condition and sees a case fail.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from microconv.analysis.subject import Subject
from microconv.audit.rule import Rule, Status
from microconv.core.client import Client
from microconv.core.context import Context
from microconv.core.measures import Counted, Measures
from microconv.core.resource import Live, Reading
from microconv.core.value import Scalar
from tests.strategies import ads, ga4

TODAY = datetime.date(2026, 11, 23)


@dataclass(frozen=True)
class Case:
    """One account and what `rule` must conclude of it.

    rule: the rule that is asked.
    status: its conclusion.
    subject: the account.
    objects: the names of the objects in the evidence, in the order of the evidence.
    seen: texts that the evidence (or, where there is none, the reason) has in it, in both languages: numbers and names.
    about: the point of the case, for messages.
    lines: the config lines of each object in the evidence; None where a case is not about them.
    unseen: texts that the evidence has in neither language.
    told: what is seen of each object in the evidence, word for word in English; None where a case is not about it.
    others: the names of the further objects of each; None where a case is not about them.
    """

    rule: Rule
    status: Status
    subject: Subject
    objects: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    about: str = ""
    lines: tuple[str, ...] | None = None
    unseen: tuple[str, ...] = ()
    told: tuple[str, ...] | None = None
    others: tuple[tuple[str, ...], ...] | None = None


def fails(
    rule: Rule,
    subject: Subject,
    *objects: str,
    seen: tuple[str, ...] = (),
    about: str = "",
    lines: tuple[str, ...] | None = None,
    unseen: tuple[str, ...] = (),
    told: tuple[str, ...] | None = None,
    others: tuple[tuple[str, ...], ...] | None = None,
) -> Case:
    """The rule finds exactly these objects."""
    return Case(rule, Status.FAIL, subject, objects, seen, about, lines, unseen, told, others)


def passes(rule: Rule, subject: Subject, about: str = "") -> Case:
    """The rule has looked, and finds nothing."""
    return Case(rule, Status.PASS, subject, about=about)


def does_not_apply(rule: Rule, subject: Subject, *seen: str, about: str = "") -> Case:
    """The rule is not about such an account."""
    return Case(rule, Status.NOT_APPLICABLE, subject, seen=seen, about=about)


def cannot_tell(rule: Rule, subject: Subject, *seen: str, about: str = "") -> Case:
    """The rule says that it cannot tell."""
    return Case(rule, Status.UNKNOWN, subject, seen=seen, about=about)


def account(
    *live: Live,
    client: Client | None = None,
    counts: Mapping[str, Counted] | None = None,
    events: Mapping[str, int] | None = None,
    google_ads: bool = True,
    property_: bool = True,
    today: datetime.date = TODAY,
    types: frozenset[str] = frozenset(),
    missing: Mapping[str, str] = MappingProxyType({}),
    spend: Mapping[str, float] = MappingProxyType({}),
    context: Context | None = None,
    **facts: Scalar,
) -> Subject:
    """An audited account with these live objects, each put where it belongs.

    `counts` are by the names of actions (nothing was counted for the others; None: nobody asked), `events` by event
    name (None: nobody asked). `missing` and `spend` as in Measures; `context` are the settings around conversions.
    Facts with dots as two underscores; those that begin with `property`, `stream` or `account_ga4` are the property's.
    """
    split = {name: [item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")}
    of_ga4 = {
        name.replace("__", "."): value for name, value in facts.items() if name.startswith(("property", "stream"))
    }
    of_ads = {name: value for name, value in facts.items() if name.replace("__", ".") not in of_ga4}
    readings: list[Reading] = []
    if google_ads:
        measures = None
        if counts is not None or context is not None or missing.keys() - {"events"}:
            named = {item.address.name: item.id for item in live}
            actions = {named[str(name)]: counted for name, counted in (counts or {}).items()}
            measures = Measures(today, actions=actions, missing=missing, spend=spend, context=context)
        readings.append(replace(ads(*split["google_ads"], **of_ads), measures=measures, types=types))
    if property_:
        measures = None
        if events is not None or "events" in missing:
            measures = Measures(today, events=events or {}, missing=missing)
        readings.append(replace(ga4(*split["ga4"], **of_ga4), measures=measures, types=types))
    return Subject(tuple(readings), today, client, client.prefix if client else "mv_")
