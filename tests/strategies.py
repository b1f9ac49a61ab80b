"""Made-up clients and live objects: plain constructors first, hypothesis strategies below.

Constructed objects have every attribute that a reading has, with the values that Google gives a new object, so that a
test names only what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from hypothesis import strategies as st

from microconv.core.account_ids import Accounts, dashed
from microconv.core.client import Client, Unlisted
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role, Value
from microconv.core.documents.facts_json import facts_from_dict
from microconv.core.frozen import FrozenDict
from microconv.core.ga4_import import name_identity
from microconv.core.plan import Plan
from microconv.core.planning.make import make_plan
from microconv.core.resource import Address, Live, Reading, Standing, frozen
from microconv.core.value import Money, Scalar
from microconv.providers import TYPES

ACTION = "google_ads.conversion_action"
ACCOUNT_GOAL = "google_ads.customer_conversion_goal"
CAMPAIGN_GOAL = "google_ads.campaign_conversion_goal"
CAMPAIGN_CONFIG = "google_ads.conversion_goal_campaign_config"
CUSTOM_GOAL = "google_ads.custom_conversion_goal"
KEY_EVENT = "ga4.key_event"
EVENT_RULE = "ga4.event_create_rule"
LINK = "ga4.google_ads_link"
MEASUREMENT = "ga4.enhanced_measurement_settings"
CUSTOMER = "1234567890"
PROPERTY = "345678901"
SETTABLE = {
    "website": "webpage",
    "upload_clicks": "upload_clicks",
    "upload_calls": "upload_calls",
    "ad_call": "ad_call",
    "website_call": "website_call",
    "click_to_call": "click_to_call",
    "google_play_download": "google_play_download",
}
ORIGINS = {"ad_call": "call_from_ads", "upload_calls": "call_from_ads", "google_play_download": "app"}
CALLS = ("ad_call", "website_call")


def conversion(name: str = "mv_add_to_cart", **said: Any) -> Conversion:
    """A secondary website action of category add_to_cart; `settings` may be given as a plain dict."""
    kind = ConversionKind.MICRO if name.startswith("mv_") else ConversionKind.MACRO
    settings = FrozenDict({"category": "add_to_cart", **said.pop("settings", {})})
    return Conversion(
        name=name, **{"kind": kind, "role": Role.SECONDARY, "source": "website", **said}, settings=settings
    )


def client(*conversions: Conversion, **said: Any) -> Client:
    """A client with both accounts, in yen; ids of accounts are given beside its other fields."""
    given = {"customer_id": CUSTOMER, "property_id": PROPERTY, "currency": "JPY", **said}
    return Client(label="aoi-store", conversions=conversions, **with_accounts(given))


def with_accounts(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a client, in which the ids of accounts stand for themselves, with Accounts made of those."""
    ids = {field.name for field in fields(Accounts)} & content.keys()
    rest = {name: value for name, value in content.items() if name not in ids}
    return {**rest, "accounts": Accounts(**{name: content[name] for name in ids})}


def action_state(**state: Scalar) -> dict[str, Scalar]:
    """All attributes of a conversion action as Google makes it; dots in names are written as two underscores."""
    kind = str(state.get("type", "webpage"))
    defaults: dict[str, Scalar] = {
        "type": kind,
        "status": "enabled",
        "category": "add_to_cart",
        "primary_for_goal": False,
        "value_settings.default_value": 0.0,
        "value_settings.default_currency_code": "JPY",
        "value_settings.always_use_default_value": kind in CALLS,
        "counting_type": "many_per_click",
        "click_through_lookback_window_days": 30,
        "view_through_lookback_window_days": None if kind in CALLS else 1,
        "attribution_model_settings.attribution_model": "google_ads_last_click",
        "phone_call_duration_seconds": 60 if kind in CALLS else None,
        "app_id": None,
        "origin": ORIGINS.get(kind, "website"),
    }
    return {**defaults, **{name.replace("__", "."): value for name, value in state.items()}}


def action(name: str, number: int = 1, standing: Standing = Standing.NORMAL, **state: Scalar) -> Live:
    """A live conversion action; its status follows from `standing`."""
    status = {Standing.REMOVED: "removed", Standing.HIDDEN: "hidden"}.get(standing, "enabled")
    return Live(
        address=Address(ACTION, name),
        id=f"customers/{CUSTOMER}/conversionActions/{number}",
        identity=name_identity(name),
        state=frozen({"name": name, **action_state(**{"status": status, **state})}),
        standing=standing,
        owner="999-888-7777" if standing is Standing.OTHER_OWNER else "",
    )


def imported(event: str, number: int = 1, standing: Standing = Standing.IMPORTED, **state: Scalar) -> Live:
    """A live action that Google imports from the GA4 key event `event` of the client's property."""
    name = str(state.pop("name", f"Aoi (web) {event}"))
    live = action(name, number, standing, **{"type": "google_analytics_4_custom", **state})
    return Live(live.address, live.id, f"ga4:{PROPERTY}/{event}", live.state, live.standing)


def key_event(name: str, number: int = 1, **state: Scalar) -> Live:
    """A live key event."""
    made: dict[str, Scalar] = {"counting_method": "once_per_event", "default_value": None}
    flags: dict[str, Scalar] = {"deletable": True, "custom": True}
    return Live(
        address=Address(KEY_EVENT, name),
        id=f"properties/{PROPERTY}/keyEvents/{number}",
        identity=name,
        state=frozen({"event_name": name, **made, **flags, **state}),
    )


def goal(pair: str, biddable: bool = True) -> Live:
    """A live goal of the account: `page_view~website`."""
    category, _, origin = pair.partition("~")
    state: dict[str, Scalar] = {"category": category, "origin": origin, "biddable": biddable}
    return Live(
        Address(ACCOUNT_GOAL, pair), f"customers/{CUSTOMER}/customerConversionGoals/{pair.upper()}", pair, frozen(state)
    )


def account_settings(*, auto_tagging: bool) -> Live:
    """The settings of the live account itself."""
    state = frozen({"auto_tagging_enabled": auto_tagging})
    return Live(Address("google_ads.customer", dashed(CUSTOMER)), f"customers/{CUSTOMER}", CUSTOMER, state)


def campaign(
    name: str, number: int = 1, *, own: bool = False, custom: int = 0, selected: Sequence[Live | int] = ()
) -> Live:
    """The goal settings of a live campaign; `custom` is the number of its custom goal, 0 for none.

    `selected`: an App campaign that is optimized for these actions, given themselves or by number.
    """
    state: dict[str, Scalar] = {
        "campaign": str(number),
        "goal_config_level": "campaign" if own or custom else "customer",
        "custom_conversion_goal": custom_goal_id(custom) if custom else None,
    }
    if selected:
        ids = (action_id(item) if isinstance(item, int) else item.id for item in selected)
        state["selective_optimization.conversion_actions"] = tuple(sorted(ids))
    identifier = f"customers/{CUSTOMER}/conversionGoalCampaignConfigs/{number}"
    return Live(Address(CAMPAIGN_CONFIG, name), identifier, identifier, frozen(state))


def campaign_goal(of: Live, pair: str, biddable: bool = True) -> Live:
    """A goal of a live campaign, by its goal settings."""
    category, _, origin = pair.partition("~")
    number = str(of.state["campaign"])
    return Live(
        Address(CAMPAIGN_GOAL, f"{of.address.name}/{pair}"),
        f"customers/{CUSTOMER}/campaignConversionGoals/{number}~{pair.upper()}",
        f"{number}~{pair}",
        frozen({"campaign": number, "category": category, "origin": origin, "biddable": biddable}),
    )


def custom_goal(name: str, number: int, *actions: Live | int, standing: Standing = Standing.NORMAL) -> Live:
    """A live custom goal that lists these actions, given themselves or by number."""
    listed = tuple(sorted(action_id(item) if isinstance(item, int) else item.id for item in actions))
    status = "removed" if standing is Standing.REMOVED else "enabled"
    state: dict[str, Scalar] = {"name": name, "conversion_actions": listed, "status": status}
    return Live(Address(CUSTOM_GOAL, name), custom_goal_id(number), name, frozen(state), standing)


def custom_goal_id(number: int) -> str:
    """A custom goal's resource name."""
    return f"customers/{CUSTOMER}/customConversionGoals/{number}"


def action_id(number: int) -> str:
    """A conversion action's resource name."""
    return f"customers/{CUSTOMER}/conversionActions/{number}"


def rule(event: str, number: int = 1, **state: Scalar) -> Live:
    """A live event-create rule that makes `event` of every `scroll`."""
    made: dict[str, Scalar] = {
        "destination_event": event,
        "event_conditions": ("event_name equals scroll",),
        "source_copy_parameters": False,
        "parameter_mutations": (),
    }
    identifier = f"properties/{PROPERTY}/dataStreams/5/eventCreateRules/{number}"
    return Live(Address(EVENT_RULE, event), identifier, event, frozen({**made, **state}))


def link(customer: str = CUSTOMER, number: int = 1, *, personalization: bool = True) -> Live:
    """A live link of the property to a Google Ads account."""
    state: dict[str, Scalar] = {"customer_id": customer, "ads_personalization_enabled": personalization}
    identifier = f"properties/{PROPERTY}/googleAdsLinks/{number}"
    return Live(Address(LINK, dashed(customer)), identifier, customer, frozen(state))


SETTINGS = (
    *("stream", "scrolls", "outbound_clicks", "site_search", "video_engagement", "file_downloads", "page_changes"),
    "form_interactions",
)


def measurement(*off: str) -> Live:
    """The enhanced measurement settings of the only web stream: all on but those in `off`."""
    state: dict[str, Scalar] = {f"{name}_enabled": name not in off for name in SETTINGS}
    identifier = f"properties/{PROPERTY}/dataStreams/5/enhancedMeasurementSettings"
    return Live(Address(MEASUREMENT, "web stream"), identifier, "stream:", frozen(state))


def ads(*live: Live, **facts: Scalar) -> Reading:
    """The reading of the client's Google Ads account; facts in yen unless told (dots as two underscores)."""
    said = {name.replace("__", "."): value for name, value in facts.items()}
    known = facts_from_dict({"customer.currency_code": "JPY", **said})
    return Reading("google_ads", "123-456-7890", live, known, calls=2)


def ga4(*live: Live, **facts: Scalar) -> Reading:
    """The reading of the client's GA4 property."""
    return Reading("ga4", PROPERTY, live, facts_from_dict(facts), calls=1)


def plan_of(what: Client, *live: Live, **facts: Scalar) -> Plan:
    """The plan for a client with these live objects, each put into the account it belongs to."""
    split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
    both = {name: value for name, value in facts.items() if name == "emulated"}
    return make_plan(TYPES, what, [ads(*split[0], **facts), ga4(*split[1], **both)])


def plan_without_dangers(what: Client, *live: Live) -> Plan:
    """The same plan as if it took nothing dangerous from bidding: for tests of other refusals."""
    return replace(plan_of(what, *live), dangers=())


# ---- strategies ------------------------------------------------------------------------------------------------------

MICRO = [f"mv_{word}" for word in ("cart", "form_start", "form_step1", "pricing", "scroll90", "video", "wish", "pdf")]
MORE = [f"mv_more_{number}" for number in range(8)]
MACRO = ["purchase", "Brochure request", "資料請求", "Kontakt – Ärzte"]
STRAYS = ["Purchase 2019", "mvp_signup", "MV_cart", "電話", "newsletter", "a|b\n*c*\x1b[31m"]
CATEGORIES = ("add_to_cart", "page_view", "purchase", "submit_lead_form", "contact")
names = st.sampled_from([*MICRO, *MACRO])
amounts = st.sampled_from([0.0, 1.0, 100.0, 500.0, 0.1, 1234.56, 1_000_000.0])


@dataclass(frozen=True)
class World:
    """A config with what is live in its accounts.

    `goals` are goals at every level with the campaigns; `site` is what GA4 keeps beside key events.
    """

    client: Client
    actions: tuple[Live, ...]
    key_events: tuple[Live, ...]
    goals: tuple[Live, ...] = ()
    site: tuple[Live, ...] = ()

    @property
    def live(self) -> tuple[Live, ...]:
        return (*self.actions, *self.key_events, *self.goals, *self.site)

    @property
    def readings(self) -> tuple[Reading, Reading]:
        return ads(*self.actions, *self.goals), ga4(*self.key_events, *self.site)

    def holding(self, live: Iterable[Live]) -> World:
        """The same config with other live objects."""
        found = list(live)
        return World(
            self.client,
            tuple(item for item in found if item.address.type == ACTION),
            tuple(item for item in found if item.address.type == KEY_EVENT),
            tuple(item for item in found if item.address.provider == "google_ads" and item.address.type != ACTION),
            tuple(item for item in found if item.address.provider == "ga4" and item.address.type != KEY_EVENT),
        )


@st.composite
def values(draw: st.DrawFn, source: str | None) -> Value | None:
    """Unset, no value, a fixed one, or the event's own with a default (not for calls)."""
    if draw(st.booleans()):
        return None
    from_event = source not in CALLS and draw(st.booleans())
    amount = draw(amounts if from_event else st.none() | amounts)
    return Value(amount, "JPY", from_event)


@st.composite
def conversions(draw: st.DrawFn, name: str, sources: tuple[str | None, ...], previously: tuple[str, ...]) -> Conversion:
    """A conversion that the config's checks accept. Its event, where it has one, is made of its name, so is unique."""
    source = draw(st.sampled_from(sources))
    settings: dict[str, Scalar] = {}
    if source not in {None, GA4_IMPORT}:
        settings["category"] = draw(st.sampled_from(CATEGORIES))
        optional = {
            "counting": st.sampled_from(["one_per_click", "many_per_click"]),
            "google_ads.click_through_lookback_window_days": st.integers(1, 60),
        }
        if source in CALLS:
            optional["google_ads.phone_call_duration_seconds"] = st.sampled_from([0, 60, 10_000])
        else:
            optional["google_ads.view_through_lookback_window_days"] = st.integers(1, 30)
        settings |= {key: draw(value) for key, value in optional.items() if draw(st.booleans())}
    if source == "google_play_download":
        settings["google_ads.app_id"] = f"com.example.app{[*MICRO, *MACRO, *MORE].index(name)}"  # one action an app
    event = event_of(name) if source in {None, GA4_IMPORT} or draw(st.booleans()) else None
    if event is not None and draw(st.booleans()):
        settings["ga4.counting"] = draw(st.sampled_from(["once_per_event", "once_per_session"]))
    value = draw(values(source))
    return Conversion(
        name=name,
        kind=ConversionKind.MICRO if name.startswith("mv_") else ConversionKind.MACRO,
        role=draw(st.sampled_from(Role)),
        source=source,
        event=event,
        value=value,
        event_value=event is None or value is None or draw(st.booleans()),
        settings=FrozenDict(settings),
        previously=previously if source not in {None, GA4_IMPORT} else (),
        protect=draw(st.booleans()),
        purpose=draw(st.sampled_from(["", "なぜ: 'x' # 1"])),
    )


def event_of(name: str) -> str:
    """The GA4 event of a conversion: its own name for a micro-conversion."""
    return name if name.startswith("mv_") else f"event_{[*MICRO, *MACRO].index(name)}"


@st.composite
def clients(
    draw: st.DrawFn,
    sources: tuple[str | None, ...] = (*SETTABLE, GA4_IMPORT, GA4_IMPORT, None),
    least: int = 0,
    most: int = 20,
) -> Client:
    """A client with `least` to `most` conversions from a small pool of names, so that renames meet live objects."""
    chosen = draw(st.lists(st.sampled_from([*MICRO, *MACRO, *MORE]), unique=True, min_size=least, max_size=most))
    free = [name for name in [*MICRO, *MACRO, *STRAYS[:2]] if name not in chosen]
    wanted = []
    for name in chosen:
        old = tuple(draw(st.lists(st.sampled_from(free), unique=True, max_size=2))) if free else ()
        free = [name for name in free if name not in old]
        wanted.append(draw(conversions(name, sources, old)))
    return client(*wanted, unlisted=draw(st.sampled_from(Unlisted)))


LIVE_KINDS = ("webpage", "webpage", "webpage", "upload_clicks", "ad_call")
IMPORT_KINDS = ("google_analytics_4_custom", "google_analytics_4_purchase")


@st.composite
def live_actions(
    draw: st.DrawFn, standings: tuple[Standing, ...] = tuple(Standing), most: int = 16
) -> tuple[Live, ...]:
    """Conversion actions of all standings; names are unique among what is neither removed nor somebody else's."""
    found: list[Live] = []
    taken: set[str] = set()
    for number in range(1, draw(st.integers(0, most)) + 1):
        standing = draw(st.sampled_from(standings))
        live = draw(_live_action(number, standing))
        if standing not in {Standing.REMOVED, Standing.OTHER_OWNER}:
            if taken & {live.address.name, live.identity}:
                continue
            taken |= {live.address.name, live.identity}
        found.append(live)
    return tuple(draw(st.permutations(found)))


@st.composite
def _live_action(draw: st.DrawFn, number: int, standing: Standing) -> Live:
    state: dict[str, Scalar] = {
        "category": draw(st.sampled_from(CATEGORIES)),
        "primary_for_goal": draw(st.booleans()),
        "counting_type": draw(st.sampled_from(["one_per_click", "many_per_click"])),
        "value_settings__default_value": draw(amounts),
        "click_through_lookback_window_days": draw(st.integers(1, 60)),
    }
    if standing is Standing.IMPORTED or (standing in {Standing.HIDDEN, Standing.REMOVED} and draw(st.booleans())):
        event = event_of(draw(names))
        name = draw(st.sampled_from([f"Aoi (web) {event}", event]))
        return imported(event, number, standing, name=name, **{"type": draw(st.sampled_from(IMPORT_KINDS)), **state})
    kind = "webpage_codeless" if standing is Standing.FIXED else draw(st.sampled_from(LIVE_KINDS))
    return action(draw(names | st.sampled_from(STRAYS)), number, standing, **{"type": kind, **state})


@st.composite
def live_key_events(draw: st.DrawFn) -> tuple[Live, ...]:
    """Key events of a property; names are unique."""
    pool = [event_of(name) for name in [*MICRO, *MACRO]] + ["purchase", "mv_old", "close_convert_lead"]
    chosen = draw(st.lists(st.sampled_from(pool), unique=True, max_size=10))
    return tuple(
        key_event(
            name,
            number,
            counting_method=draw(st.sampled_from(["once_per_event", "once_per_session"])),
            default_value=draw(st.none() | st.builds(Money, amounts, st.sampled_from(["JPY", "USD"]))),
            deletable=name.startswith(("mv_", "event_")) and draw(st.booleans()),
        )
        for number, name in enumerate(chosen, start=1)
    )


worlds = st.builds(World, clients(), live_actions(), live_key_events())
