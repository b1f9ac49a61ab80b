"""Which tags a website needs for a client's conversions, where each belongs, and what it sends."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from microconv.core.action_state import ActionState
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Value
from microconv.core.event_rule import NEEDS
from microconv.core.kinds import EVENT_RULE, KEY_EVENT
from microconv.core.naming import RESERVED_EVENTS
from microconv.core.planning.explanation import live_action
from microconv.core.resource import Live, Reading, any_emulated
from microconv.core.schema import ResourceType

TAGGED = frozenset({"website", "click_to_call", "website_call"})
"""The sources that a tag on the website counts."""

_MEASUREMENT_ID = re.compile(r"G-[A-Z0-9]{1,20}")
_REACHED = frozenset(
    {
        *("purchase", "submit_lead_form", "signup", "subscribe_paid", "request_quote", "book_appointment"),
        *("page_view", "converted_lead", "qualified_lead"),
    }
)
"""Categories of acts that end on a page of their own."""
_CLICKED = frozenset({"add_to_cart", "begin_checkout", "outbound_click", "get_directions", "phone_call_lead"})
"""Categories of acts that are clicks."""
_UNTAGGED = {
    "upload_clicks": "its conversions are uploaded",
    "upload_calls": "its conversions are uploaded",
    "store_sales_direct_upload": "its conversions are uploaded",
    "ad_call": "Google counts calls from ads by itself",
    "google_play_download": "Google Play reports it",
    "google_play_in_app_purchase": "Google Play reports it",
}


class Product(enum.StrEnum):
    """Whose tag it is."""

    GOOGLE_ADS = "Google Ads"
    GA4 = "GA4"


class Standing(enum.StrEnum):
    """Whether there is a tag to place."""

    READY = "ready"
    NOT_CREATED = "not created yet"
    WAITING = "waiting"
    NOT_NEEDED = "no tag needed"
    UNKNOWN = "no tag known"


class Moment(enum.StrEnum):
    """When a tag sends: when its page is loaded, at a click, or when the page shows a telephone number."""

    LOAD = "page load"
    CLICK = "click"
    NUMBER = "telephone number"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a gtag call. `value` None: only the page knows it. `told` is for whoever places the tag."""

    name: str
    value: str | float | None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """One conversion's tag of one product. `event` is what is sent, `target` the `AW-…/…` to which a number belongs.

    `why` says why there is none, or what else there is to know.
    """

    conversion: str
    product: Product
    standing: Standing
    why: str = ""
    moment: Moment = Moment.LOAD
    page_view: bool = False
    event: str = ""
    target: str = ""
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippets:
    """All tags of one client. `ids` are those that the global tag configures; `reads` the API calls that were made."""

    client: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    ids: tuple[str, ...]
    items: tuple[Snippet, ...]
    reads: int


def tagged_actions(types: Sequence[ResourceType], client: Client, readings: Sequence[Reading]) -> dict[str, Live]:
    """The live actions that tags of the website count, by conversion."""
    live = [item for reading in readings for item in reading.resources]
    found = {}
    for conversion in client.conversions:
        if client.customer_id and conversion.source in TAGGED:
            item = live_action(types, client, conversion, live)
            if item is not None and ActionState(item.state).status != "removed":
                found[conversion.name] = item
    return found


def snippets(
    types: Sequence[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    send_tos: Mapping[str, str],
    conversions: Iterable[Conversion],
    reads: int,
) -> Snippets:
    """The tags of `conversions`, in the order of their names. `send_tos` are the live actions' by resource name."""
    actions = tagged_actions(types, client, readings)
    chosen = sorted(conversions, key=lambda item: item.name)
    items: list[Snippet] = []
    for conversion in chosen:
        made = [
            *_google_ads(client, conversion, actions, send_tos, readings, types),
            *_ga4(client, conversion, readings),
        ]
        nowhere = "it is in neither Google Ads nor GA4, by the config"
        items += made or [Snippet(conversion.name, Product.GOOGLE_ADS, Standing.NOT_NEEDED, nowhere)]
    ids = {item.target.partition("/")[0] for item in items if item.target}
    measured = _measurement_id(readings)
    if measured and any(item.product is Product.GA4 for item in items):
        ids.add(measured)
    return Snippets(
        client=client.label,
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        emulated=any_emulated(readings),
        ids=tuple(sorted(ids)),
        items=tuple(items),
        reads=reads,
    )


def _google_ads(
    client: Client,
    conversion: Conversion,
    actions: Mapping[str, Live],
    send_tos: Mapping[str, str],
    readings: Sequence[Reading],
    types: Sequence[ResourceType],
) -> Iterable[Snippet]:
    if not client.customer_id or conversion.source is None:
        return

    def without(standing: Standing, why: str) -> Snippet:
        return Snippet(conversion.name, Product.GOOGLE_ADS, standing, why)

    if conversion.source == GA4_IMPORT:
        live = [item for reading in readings for item in reading.resources]
        if live_action(types, client, conversion, live) is None:
            yield without(Standing.WAITING, "Google has not imported GA4's event yet; it has no tag of its own")
        else:
            yield without(Standing.NOT_NEEDED, "Google imports GA4's event; it has no tag of its own")
        return
    if conversion.source not in TAGGED:
        yield without(Standing.NOT_NEEDED, _UNTAGGED.get(conversion.source, "no tag of a website counts it"))
        return
    action = actions.get(conversion.name)
    if action is None:
        yield without(Standing.NOT_CREATED, "it is not in Google Ads yet: run `microconv sync`, then this again")
        return
    target = send_tos.get(action.id, "")
    if not target:
        yield without(
            Standing.UNKNOWN, f"Google gives no tag for this action, whose type is {ActionState(action.state).type}"
        )
        return
    yield _event(conversion, action, target)


def _event(conversion: Conversion, action: Live, target: str) -> Snippet:
    state = ActionState(action.state)
    told = [f"it belongs to the account {action.owner}"] if action.owner else []
    if not state.enabled:
        told.append(f"it is {state.status} in Google Ads, and counts nothing before it is enabled")
    why = "; ".join(told)
    if conversion.source == "website_call":
        number = Parameter("phone_conversion_number", "", "The telephone number, exactly as the page shows it.")
        return Snippet(
            conversion.name, Product.GOOGLE_ADS, Standing.READY, why, Moment.NUMBER,
            target=target, parameters=(number,),
        )  # fmt: skip
    category = str(conversion.settings.get("category") or state.category)
    moment = Moment.CLICK if conversion.source == "click_to_call" else _moment(conversion, category)
    return Snippet(
        conversion=conversion.name,
        product=Product.GOOGLE_ADS,
        standing=Standing.READY,
        why=why,
        moment=moment,
        page_view=category == "page_view",
        event="conversion",
        target=target,
        parameters=(Parameter("send_to", target), *_worth(conversion.value), *_order(category)),
    )


def _moment(conversion: Conversion, category: str) -> Moment:
    """When it happens, as far as its category tells; else results are reached and micro-conversions are clicked."""
    if category in _REACHED:
        return Moment.LOAD
    if category in _CLICKED:
        return Moment.CLICK
    return Moment.LOAD if conversion.kind is ConversionKind.MACRO else Moment.CLICK


def _worth(value: Value | None) -> Iterable[Parameter]:
    if value is None or (value.amount is None and not value.from_event):
        return
    told = ""
    if value.from_event:
        told = "The page has to put its own value here: a number, such as 1980.5, without a sign of currency."
        if value.amount is not None:
            told += " What stands here is only the config's default."
    yield Parameter("value", value.amount, told)
    if value.currency:
        yield Parameter("currency", value.currency)


def _of_event(conversion: Conversion) -> Value | None:
    """What the GA4 event carries: an amount of the config's that is not for GA4 does not get there by the tag."""
    value = conversion.value
    return value if value is None or conversion.event_value else replace(value, amount=None)


def _order(category: str) -> Iterable[Parameter]:
    if category == "purchase":
        told = "The page has to put the order's own number here, so that no order counts twice."
        yield Parameter("transaction_id", "", told)


def _ga4(client: Client, conversion: Conversion, readings: Sequence[Reading]) -> Iterable[Snippet]:
    event = conversion.event
    if not client.property_id or event is None:
        return
    read = {(item.address.type, item.identity) for reading in readings for item in reading.resources}
    why = _without_tag(conversion, event, ruled=(EVENT_RULE, event) in read)
    if why:
        yield Snippet(conversion.name, Product.GA4, Standing.NOT_NEEDED, why)
        return
    told = []
    if (KEY_EVENT, event) not in read:
        told.append("it is no key event in GA4 yet: `microconv sync` makes it one; its tag can be placed before that")
    if not _measurement_id(readings):
        refusal = next((item.facts.stream.refusal for item in readings if item.facts.stream.refusal), "")
        told.append(f"the measurement id for the global tag is not known: {refusal or 'GA4 gives none'}")
    category = str(conversion.settings.get("category") or "")
    yield Snippet(
        conversion=conversion.name,
        product=Product.GA4,
        standing=Standing.READY,
        why="; ".join(told),
        moment=_moment(conversion, category),
        page_view=category == "page_view",
        event=event,
        parameters=(*_worth(_of_event(conversion)), *_order("purchase" if event == "purchase" else category)),
    )


def _without_tag(conversion: Conversion, event: str, *, ruled: bool) -> str:
    """Why the website need not send an event; empty if it has to."""
    if conversion.rule is not None:
        source = f"out of {conversion.rule.event}" if conversion.rule.event else "out of other events"
        when = " and ".join(str(condition) for condition in conversion.rule.conditions)
        yet = "" if ruled else "; the rule is not there yet: `microconv sync` makes it"
        return f"GA4 makes the event itself, {source}, by a rule ({when}){yet}"
    if ruled and not conversion.no_rule:
        return "GA4 makes the event itself: the web stream has a rule for it"
    if event in NEEDS:
        return f"GA4 collects {event} by itself, where enhanced measurement has {NEEDS[event]} on"
    return f"GA4 collects {event} by itself" if event in RESERVED_EVENTS else ""


def _measurement_id(readings: Sequence[Reading]) -> str:
    """The web stream's measurement id, empty if it is not known, or not one."""
    for reading in readings:
        found = reading.facts.stream.measurement_id or ""
        if _MEASUREMENT_ID.fullmatch(found):
            return found
    return ""
