"""An account at a glance: the funnel, and the part of each conversion in bidding. Data to be drawn."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from microconv.analysis.judgement import Surety
from microconv.analysis.subject import Subject
from microconv.analysis.worth import sent
from microconv.core.conversion import Conversion
from microconv.core.currencies import DECIMALS
from microconv.core.kinds import KEY_EVENT
from microconv.core.measures import COUNTS, EVENTS
from microconv.core.resource import Live
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Money


class Part(enum.StrEnum):
    """The part of an action in bidding."""

    FINAL = "final"  # a result that bidding uses
    STEP = "step"  # a step that bidding uses
    OBSERVED = "observed"  # not used by bidding


@dataclass(frozen=True, slots=True)
class Shown:
    """One conversion action, or one key event where only GA4 was audited.

    name: the name in the account.
    category: Google's category, in lower case.
    part: the part in bidding.
    micro: true for a step before the result.
    primary: true for an enabled, primary action.
    source: the type of the action.
    count: all conversions (or events) of the last 30 days, None where it is not known.
    value: the value of one, in `currency`: what its tag sent on average, else its default; None: none given.
    average: true where the value is an average of the last 30 days.
    currency: an ISO 4217 code.
    next: the name, in the account, of what it leads to by the config; empty for none.
    rate: the count of that for each of this, None where it is not known.
    id: the resource name.
    bid: those of its conversions that are in the column Conversions, which bidding uses; None where it is not known.
    sure: the certainty with which it is taken for a step or a result.
    why: the reason for that.
    """

    name: str
    category: str
    part: Part
    micro: bool
    primary: bool
    source: str
    count: float | None = None
    value: float | None = None
    currency: str = ""
    next: str = ""
    rate: float | None = None
    id: str = ""
    bid: float | None = None
    sure: Surety = Surety.CERTAIN
    why: Text = NO_TEXT
    average: bool = False

    @property
    def learnt(self) -> float | None:
        """The number that bidding learns from; of one that bidding does not use, all that were counted."""
        return self.count if self.part is Part.OBSERVED or self.bid is None else self.bid


@dataclass(frozen=True, slots=True)
class Overview:
    """The recorded actions: `funnel` from the farthest step to the result, `shown` by part and count.

    `declared` says that the order of the funnel is the config's, which then has only what the config links; otherwise
    it has everything, in an order that is guessed by category. `events`: it is about GA4's key events and how often
    they happened, because no Google Ads account was audited.
    """

    shown: tuple[Shown, ...] = ()
    funnel: tuple[Shown, ...] = ()
    declared: bool = False
    events: bool = False


_ORDER = (
    "page_view", "engagement", "outbound_click", "get_directions", "signup", "add_to_cart", "begin_checkout",
    "contact", "request_quote", "book_appointment", "submit_lead_form", "message_lead", "phone_call_lead",
    "imported_lead", "qualified_lead", "converted_lead", "subscribe_paid", "purchase", "store_visit", "store_sale",
)  # fmt: skip
"""Categories from far to near, by what they mean: the words of Google's category enum (v26, checked 2026-11-23)."""


def overview(subject: Subject) -> Overview:
    """The actions that are recorded, and the way that they mark."""
    events = subject.reading("google_ads") is None
    live = subject.key_events if events else subject.own
    shown = {item.id: _shown(subject, item) for item in live}
    linked = _linked(subject, live)
    for here, there in linked.items():
        before, after = shown[here].count, shown[there].count
        rate = after / before if before and after is not None else None
        shown[here] = replace(shown[here], next=shown[there].name, rate=rate)
    order = {part: number for number, part in enumerate(Part)}
    by_part = sorted(shown.values(), key=lambda item: (order[item.part], -(item.count or 0.0), item.name, item.id))
    funnel = _declared(shown, linked) if linked else sorted(shown.values(), key=_distance)
    return Overview(tuple(by_part), tuple(funnel), bool(linked), events)


def _shown(subject: Subject, item: Live) -> Shown:
    used, judged = item.id in subject.used, subject.judged(item)
    money = item.state.get("default_value")
    action = item.action
    mean = None if item.address.type == KEY_EVENT else _average(subject, item)
    value = float(money.amount) if isinstance(money, Money) else action.value if mean is None else mean
    currency = money.currency if isinstance(money, Money) else action.currency if mean is None else subject.currency
    return Shown(
        name=item.address.name,
        category=action.category,
        part=(Part.STEP if judged.step else Part.FINAL) if used else Part.OBSERVED,
        micro=judged.step,
        primary=subject.primary(item),
        source=action.type,
        count=_count(subject, item),
        value=value,
        currency=currency or subject.currency,
        id=item.id,
        bid=_bid(subject, item),
        sure=judged.sure,
        why=judged.why,
        average=mean is not None,
    )


def _average(subject: Subject, item: Live) -> float | None:
    """The average that its tag sent, in whole coins of the account's currency."""
    mean = sent(subject, item)
    return None if mean is None else round(mean, DECIMALS.get(subject.currency, 2))


def _count(subject: Subject, item: Live) -> float | None:
    """Its count of the last 30 days, None where nobody knows."""
    what = EVENTS if item.address.type == KEY_EVENT else COUNTS
    measures = subject.measures(item.address.provider)
    if measures is None or what in measures.missing:
        return None
    return float(subject.events(item.address.name)) if what == EVENTS else subject.counted(item).all


def _bid(subject: Subject, item: Live) -> float | None:
    """Its conversions of the last 30 days that bidding uses, None where nobody knows, or where it is a key event."""
    measures = subject.measures(item.address.provider)
    if item.address.type == KEY_EVENT or measures is None or COUNTS in measures.missing:
        return None
    return subject.counted(item).bid


def _distance(item: Shown) -> tuple[bool, int, float, str, str]:
    """Steps before results; within these by category. A category that says nothing counts as the farthest step, or the
    farthest of the results.
    """
    place = _ORDER.index(item.category) if item.category in _ORDER else -1
    return not item.micro, place, -(item.count or 0.0), item.name, item.id


def _linked(subject: Subject, live: Iterable[Live]) -> Mapping[str, str]:
    """The steps of the config's funnels, by id. A conversion between them that is not live is passed over.

    Goes by the conversion that an object belongs to: GA4 imports have other names in the account than in the config.
    """
    if subject.client is None:
        return {}
    ids: dict[str, str] = {}
    owners: list[tuple[str, Conversion]] = []
    for item in live:
        conversion = subject.declared(item)
        if conversion is not None and conversion.name not in ids:
            ids[conversion.name] = item.id
            owners.append((item.id, conversion))
    linked: dict[str, str] = {}
    for identifier, conversion in owners:
        seen = {conversion.name}
        name = conversion.next
        while name is not None and name not in seen and name in subject.client.by_name:
            if name in ids:
                linked[identifier] = ids[name]
                break
            seen.add(name)
            name = subject.client.by_name[name].next
    return linked


def _declared(shown: Mapping[str, Shown], linked: Mapping[str, str]) -> list[Shown]:
    """The actions of the config's funnel, the farthest from its end first."""

    def steps(identifier: str) -> int:
        length, seen = 0, {identifier}
        while identifier in linked and linked[identifier] not in seen:
            identifier = linked[identifier]
            seen.add(identifier)
            length += 1
        return length

    there = {*linked, *linked.values()}
    return sorted(
        (shown[identifier] for identifier in there),
        key=lambda item: (-steps(item.id), -(item.count or 0.0), item.name, item.id),
    )
