"""What a config says of the client as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from microconv.config.days import day
from microconv.config.forms import INVALID, Map
from microconv.config.mistakes import missing
from microconv.config.places import Place
from microconv.config.problems import Problems
from microconv.core.client import DEFAULT_PREFIX, Demote, ReviewEvery, Unlisted

Data = Any


@dataclass(frozen=True, slots=True)
class Account:
    """The client's own keys, checked. Where one was refused, a harmless value stands in, and a problem was reported.

    `has_google_ads` and `has_ga4` say that the sections are there, whatever their content. `currency` and `prefix` are
    None when they were refused; `currency` is empty when it is absent.
    """

    label: str
    owner: str
    customer_id: str
    login_customer_id: str
    manage_owner: bool
    property_id: str
    data_stream: str
    link_google_ads: bool
    ads_personalization: bool | None
    enhanced_measurement: Mapping[str, bool]
    currency: str | None
    prefix: str | None
    unlisted: Unlisted
    demote: Demote
    limits: Mapping[str, float]
    review_every: ReviewEvery | None
    review_last: datetime.date | None
    review_report: str
    has_google_ads: bool
    has_ga4: bool
    defaults: dict[str, Data]
    defaults_place: Place | None


def account(data: dict[str, Data], place: Place, form: Map, problems: Problems) -> Account:
    """The client's own keys. Reports what is missing and what contradicts itself."""
    google_ads, ga4 = data.get("google_ads"), data.get("ga4")
    for key in ("client", "conversions"):
        if key not in data:
            problems.found.append(missing(form.by_name[key], place.span))
    if google_ads is None and ga4 is None:
        problems.error(
            "no-account", place.span, "there is neither google_ads nor ga4", "a client has at least one of the two",
            "write `google_ads: {customer_id: 123-456-7890}` or `ga4: {property_id: 345678901}`",
        )  # fmt: skip
    for section, key in (("google_ads", "customer_id"), ("ga4", "property_id")):
        below = data.get(section)
        if isinstance(below, dict) and key not in below:
            inner = form.by_name[section].form
            assert isinstance(inner, Map)
            spot = place.child(section) or place
            problems.found.append(missing(inner.by_name[key], spot.key_span, (section,)))
    _check_link(_map(data, "ga4"), google_ads is not None, place, problems)
    unlisted, demote, defaults = data.get("unlisted"), data.get("demote"), data.get("defaults")
    review = _map(data, "review")
    every = review.get("every")
    measurement = _map(_map(data, "ga4"), "enhanced_measurement")
    personal = _map(data, "ga4").get("ads_personalization")
    return Account(
        label=_text(data.get("client")),
        owner=_text(data.get("owner")),
        customer_id=_digits(_map(data, "google_ads").get("customer_id")),
        login_customer_id=_digits(_map(data, "google_ads").get("login_customer_id")),
        manage_owner=_map(data, "google_ads").get("manage_owner") is True,
        property_id=_digits(_map(data, "ga4").get("property_id")),
        data_stream=_stream(_map(data, "ga4").get("data_stream")),
        link_google_ads=_map(data, "ga4").get("link_google_ads") is True,
        ads_personalization=personal if isinstance(personal, bool) else None,
        enhanced_measurement=MappingProxyType({key: on for key, on in measurement.items() if isinstance(on, bool)}),
        currency=None if data.get("currency") is INVALID else _text(data.get("currency")),
        prefix=_prefix(data),
        unlisted=Unlisted(unlisted) if isinstance(unlisted, str) else Unlisted.DEMOTE,
        limits={key: value for key, value in _map(data, "limits").items() if isinstance(value, int | float)},
        demote=Demote(demote) if isinstance(demote, str) else Demote.FLAG,
        review_every=ReviewEvery(every) if isinstance(every, str) else None,
        review_last=day(review.get("last"), "review.last", place.find("review.last") or place, problems),
        review_report=_text(review.get("report")),
        has_google_ads=google_ads is not None,
        has_ga4=ga4 is not None,
        defaults=defaults if isinstance(defaults, dict) else {} if defaults is None else {"role": INVALID},
        defaults_place=place.child("defaults"),
    )


def _check_link(ga4: dict[str, Data], has_google_ads: bool, place: Place, problems: Problems) -> None:
    """What is said of the link between GA4 and Google Ads."""
    linked = ga4.get("link_google_ads")
    if linked is True and not has_google_ads:
        spot = place.find("ga4.link_google_ads") or place
        problems.error(
            "no-account", spot.key_span, "ga4.link_google_ads is set, but the client has no google_ads section",
            hint="write `google_ads: {customer_id: …}` at the top of the file",
        )  # fmt: skip
    if "ads_personalization" in ga4 and (linked is None or linked is False):
        spot = place.find("ga4.ads_personalization") or place
        problems.warning(
            "no-effect", spot.key_span, "ga4.ads_personalization has no effect: the link is not managed here",
            hint="write `link_google_ads: true`, or leave the key out",
        )  # fmt: skip


def _prefix(data: dict[str, Data]) -> str | None:
    if data.get("naming") is INVALID:
        return None
    prefix = _map(data, "naming").get("prefix", DEFAULT_PREFIX)
    return None if prefix is INVALID else _text(prefix)


def _map(data: dict[str, Data], key: str) -> dict[str, Data]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: Data) -> str:
    return value if isinstance(value, str) else ""


def _stream(value: Data) -> str:
    return "" if value is None or value is INVALID else str(value)


def _digits(value: Data) -> str:
    return "" if value is None or value is INVALID else str(value).replace("-", "")
