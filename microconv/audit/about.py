"""The account behind an audit as its client knows it: name, time zone, labels, and the agency that hands it over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from microconv.analysis.subject import Subject
from microconv.core.client import DEFAULT_PREFIX, ReviewEvery
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ACTION, KEY_EVENT, TAG_MANAGER
from microconv.core.letterhead import NO_LETTERHEAD, Letterhead
from microconv.core.resource import Address


@dataclass(frozen=True, slots=True)
class About:
    """The client's side of an audit.

    name: the account's own name, else the property's, else the container's; empty where none was read.
    time_zone: its time zone, as IANA names it; empty where none was read.
    until: the day before which conversions were counted; None where nobody counted.
    labels: the config's labels of conversions, by the name, address and id of every object that belongs to one.
    letterhead: the agency.
    review_every: how often a review is planned.
    review_last: the day of the last one.
    report: the address of the report that is shared with the client.
    prefix: the prefix of micro-conversions.
    """

    name: str = ""
    time_zone: str = ""
    until: datetime.date | None = None
    labels: Mapping[str, str] = field(default_factory=FrozenDict)
    letterhead: Letterhead = NO_LETTERHEAD
    review_every: ReviewEvery | None = None
    review_last: datetime.date | None = None
    report: str = ""
    prefix: str = DEFAULT_PREFIX


NOTHING_KNOWN = About()
"""Nothing of the client's side."""


def about(subject: Subject) -> About:
    """The client's side of a subject."""
    config, customer, site = subject.config, subject.ads.customer, subject.ga4.property
    days = [reading.measures.until for reading in subject.readings if reading.measures]
    return About(
        name=customer.descriptive_name or site.display_name or _container_name(subject),
        time_zone=customer.time_zone or site.time_zone or "",
        until=max(days, default=None),
        labels=_labels(subject),
        letterhead=config.letterhead,
        review_every=config.review_every,
        review_last=config.review_last,
        report=config.review_report,
        prefix=subject.prefix,
    )


def _container_name(subject: Subject) -> str:
    reading = subject.reading(TAG_MANAGER)
    return (reading.facts.container.name or "") if reading is not None else ""


def _labels(subject: Subject) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for conversion in subject.config.conversions:
        if conversion.label:
            labels[conversion.name] = labels[str(Address("conversion", conversion.name))] = conversion.label
    for item in (*subject.live(ACTION), *subject.live(KEY_EVENT)):
        declared = subject.declared(item)
        if declared is not None and declared.label:
            for key in (item.id, str(item.address), item.address.name):
                labels.setdefault(key, declared.label)
    return FrozenDict(labels)
