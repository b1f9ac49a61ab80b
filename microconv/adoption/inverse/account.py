"""The part of a config about the accounts themselves: their names, currency, links and measurement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from microconv.adoption.inverse.result import Asked
from microconv.core.account_ids import dashed
from microconv.core.client import Client
from microconv.core.facts import AccountFacts
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import AUTO_TAGGING, CUSTOMER, KEY_EVENT, LINK, MEASUREMENT
from microconv.core.resource import Live, of_type
from microconv.core.signs import one_line
from microconv.core.value import Money

_ENABLED = "_enabled"


def client_of(asked: Asked, facts: AccountFacts, live: Sequence[Live]) -> Client:
    """A client without conversions and goals. `facts` are those of all readings."""
    linked = next((item for item in of_type(live, LINK) if item.identity == asked.accounts.customer_id), None)
    if not asked.accounts.customer_id:
        linked = None
    personal = linked.state.get("ads_personalization_enabled") if linked is not None else None
    settings = next(iter(of_type(live, MEASUREMENT)), None)
    tagged = any(item.state.get(AUTO_TAGGING) is True for item in of_type(live, CUSTOMER))
    measured = {} if settings is None else settings.state
    return Client(
        label=_label(asked, facts),
        conversions=(),
        accounts=replace(
            asked.accounts,
            login_customer_id=asked.accounts.login_customer_id or _found_through(facts),
            manage_owner=facts.owner.managed is True,
            data_stream=asked.accounts.data_stream if settings is None else settings.identity.partition(":")[2],
        ),
        auto_tagging=True if tagged and asked.accounts.customer_id else None,
        link_google_ads=linked is not None,
        ads_personalization=personal if isinstance(personal, bool) else None,
        enhanced_measurement=FrozenDict(
            {name.removesuffix(_ENABLED): on for name, on in measured.items() if isinstance(on, bool)}
        ),
        currency=currency_of(facts, live),
        prefix=asked.prefix,
    )


def currency_of(facts: AccountFacts, live: Sequence[Live]) -> str:
    """The account's currency; without an account, that of most key events' values. Empty where there is none."""
    code = facts.customer.currency_code or ""
    if code:
        return code if re.fullmatch("[A-Z]{3}", code) else ""
    worth = [item.state.get("default_value") for item in of_type(live, KEY_EVENT)]
    counted = Counter(
        item.currency for item in worth if isinstance(item, Money) and re.fullmatch("[A-Z]{3}", item.currency)
    )
    return min(counted, key=lambda code: (-counted[code], code), default="")


def _label(asked: Asked, facts: AccountFacts) -> str:
    name = facts.customer.descriptive_name or ""
    if asked.label or (name and one_line(name) and name.isprintable()):
        return asked.label or name
    customer_id = asked.accounts.customer_id
    return dashed(customer_id) if customer_id else f"property-{asked.accounts.property_id}"


def _found_through(facts: AccountFacts) -> str:
    """The manager account through which the account was found to be reached, in digits."""
    way = (facts.account.found_through or "").replace("-", "")
    return way if re.fullmatch("[0-9]{10}", way) else ""
