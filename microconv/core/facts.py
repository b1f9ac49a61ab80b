"""Facts about an account itself: who it is, its currency, who owns its conversions, which web stream was read.

None stands for what was not read, everywhere. An API that has nothing of the kind to say gives `AccountFacts()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from microconv.core.container_facts import Container, Labels
from microconv.core.text import Text
from microconv.core.value import Scalar


class Access(NamedTuple):
    """Facts about the way to an account.

    found_through: the manager account, with dashes, through which the account was reached, where it was looked for.
    warning: a sentence on what could not be read of it.
    """

    found_through: str | None = None
    warning: Text | None = None


class Customer(NamedTuple):
    """Facts about a Google Ads account.

    currency_code: the ISO 4217 code of its currency.
    descriptive_name: its name.
    manager: true for a manager account.
    time_zone: its time zone, as IANA names it.
    auto_tagging_enabled: true where the links of its ads carry click ids.
    data_terms: true where the terms of customer data are accepted, by itself or by the manager that it inherits from.
    enhanced_conversions: the setting of enhanced conversions that counts, `on` or `off`; empty
        where nobody chose.
    """

    currency_code: str | None = None
    descriptive_name: str | None = None
    manager: bool | None = None
    time_zone: str | None = None
    auto_tagging_enabled: bool | None = None
    data_terms: bool | None = None
    enhanced_conversions: str | None = None


class Owner(NamedTuple):
    """Facts about the manager account that a Google Ads account's conversions belong to.

    account: its number with dashes; None too where the account has its own conversions.
    managed: true where the conversions are managed in that account.
    shared_with: the client accounts that share its conversions, with dashes, where they are managed there.
    """

    account: str | None = None
    managed: bool | None = None
    shared_with: tuple[str, ...] | None = None


class Property(NamedTuple):
    """Facts about a GA4 property.

    display_name: its name.
    currency_code: the ISO 4217 code of its currency.
    service_level: Google's word for its edition, in lower case, such as `google_analytics_standard`.
    time_zone: its time zone, as IANA names it.
    event_retention: Google's word for how long it keeps single events, in lower case, such as `two_months`.
    user_retention: likewise for data of single users, which is that of key events too.
    google_signals: Google's word for the state of Google signals, in lower case, such as `google_signals_enabled`.
    access: the people who were given a role on the property itself, as lines `role domain number`; no names.
    """

    display_name: str | None = None
    currency_code: str | None = None
    service_level: str | None = None
    time_zone: str | None = None
    event_retention: str | None = None
    user_retention: str | None = None
    google_signals: str | None = None
    access: tuple[str, ...] | None = None


class Stream(NamedTuple):
    """Facts about the web stream of a GA4 property that was read.

    measurement_id: its measurement id, `G-…`.
    name: its resource name.
    refusal: a sentence on why no stream could be chosen; then the other two are None.
    """

    measurement_id: str | None = None
    name: str | None = None
    refusal: Text | None = None


class AccountFacts(NamedTuple):
    """All facts about one account of one API.

    emulated: true for an account of the emulator.
    account: the way to the account.
    customer: the account, in Google Ads.
    owner: the manager account that owns its conversions.
    property: the property, in GA4.
    stream: the web stream that was read, in GA4.
    other: facts of other versions of microconv or of other APIs, by key: kept, never looked at.
    labels: the tags of its actions, in Google Ads.
    container: the container, in Tag Manager.
    """

    emulated: bool | None = None
    account: Access = Access()
    customer: Customer = Customer()
    owner: Owner = Owner()
    property: Property = Property()
    stream: Stream = Stream()
    other: tuple[tuple[str, Scalar], ...] = ()
    labels: Labels = Labels()
    container: Container = Container()


GROUPS = ("account", "customer", "owner", "property", "stream", "labels", "container")
"""The fields of AccountFacts that hold several facts."""


def combined(accounts: Iterable[AccountFacts]) -> AccountFacts:
    """The facts of several accounts in one. Of two that say the same, the later one counts."""
    result = AccountFacts()
    for facts in accounts:
        groups = {name: _over(getattr(facts, name), getattr(result, name)) for name in GROUPS}
        emulated = result.emulated if facts.emulated is None else facts.emulated
        other = tuple(sorted({**dict(result.other), **dict(facts.other)}.items(), key=lambda item: item[0]))
        result = AccountFacts(emulated, **groups, other=other)
    return result


def _over(upper: Any, lower: Any) -> Any:
    """The facts of `upper`, and those of `lower` where it says nothing. Both are groups of the same class."""
    return lower._replace(**{name: value for name, value in upper._asdict().items() if value is not None})
