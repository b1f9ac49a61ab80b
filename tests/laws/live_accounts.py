"""Accounts as somebody may have left them: strategies for live states that an import meets, hostile names included.

Names are unique among what is neither removed nor somebody else's, as in Google Ads; nothing else is promised.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from microconv.core.resource import Live, Reading, Standing, frozen
from microconv.core.value import Money, Scalar
from tests.strategies import (
    CALLS,
    CATEGORIES,
    SETTABLE,
    action,
    ads,
    campaign,
    campaign_goal,
    custom_goal,
    ga4,
    goal,
    imported,
    key_event,
    link,
    measurement,
    rule,
)

TAME = (
    *(
        "mv_cart",
        "mv_form_step1",
        "purchase",
        "Purchase",
        "PURCHASE",
        "contact",
        "資料請求",
        "Ärzte – Kontakt",
    ),
    *(
        "on",
        "No",
        "null",
        "~",
        "1",
        "1e3",
        "0x1F",
        "2026-11-01",
        "12:30:00",
        ".5",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#",
        "%",
    ),
    *("[a]", "{a: b}", "*a", "&a", "!a", "|", ">", "@a", "`a`", "'", '"', '\\"', "a'b\"c", "<<", "=", "?", "? a", ","),
    *("e\u0301", "👍🏽", "a\u202eb", "\u200fعربي", "a\u200bb", "\ufeffa", "x" * 100, "ｶﾅ", "\u3164", "a  b"),
)
"""Names that a config can hold, most of which YAML would take for something else."""

WILD = (
    *(
        "mv_Foo",
        "mv_",
        "mv__a",
        "mv_2go",
        "mv_カート",
        " a",
        "a ",
        "",
        "a\nb: c",
        "a\r\n- name: b",
        "\x1b[31m",
        "\x00",
        "a\u2028b",
    ),
    *("\x85", "\ud800", "a\uffff", "\u3000a"),
)
"""Names that no config can hold."""

SHARED = ("mv_cart", "mv_form_step1", "purchase", "contact")
"""Names that actions and events often have in common."""

EVENTS = (
    "mv_cart",
    "mv_form_step1",
    "mv_Foo",
    "purchase",
    "contact",
    "generate_lead",
    "page_view",
    "scroll",
    "mv_extra",
)
BAD_EVENTS = ("ga_own", "x" * 39, "with blank", "_a")
CURRENCIES = ("JPY", "USD", "")
AMOUNTS = (0.0, 1.0, 500.0, 0.1, 1234.56, 1e16, 3e-07)
PAIRS = tuple(f"{category}~{origin}" for category in CATEGORIES for origin in ("website", "call_from_ads"))
_CONDITIONS = (
    "page_location contains /thanks",
    "page_location regular_expression ^https?://[^/?#]+/form/step1/?([?#].*)?$",
    "page_location regular_expression_case_insensitive ^/(a|b)",
    "percent_scrolled greater_than_or_equal 90",
    "value not less_than 0.5",
    "title equals_case_insensitive a: b #c",
)
_WILD_CONDITIONS = ("value less_than 090", "title contains  x ", "event_name contains form", "x regular_expression (")
_PARAMETERS = ("currency = JPY", "value = 500", "plan = on", "from = [[form_id]]", "text = [[a]] and [[b]]")


@st.composite
def live_actions(draw: st.DrawFn, *, wild: bool) -> list[Live]:
    pool = TAME + WILD if wild else TAME
    found: list[Live] = []
    for number, name in enumerate(
        draw(st.lists(st.sampled_from(SHARED) | st.sampled_from(pool), unique=True, max_size=8)), start=1
    ):
        standings = tuple(Standing) if wild else (Standing.NORMAL, Standing.NORMAL, Standing.REMOVED, Standing.SYSTEM)
        standing = draw(st.sampled_from(standings))
        if standing is Standing.IMPORTED:
            standing = Standing.NORMAL
        found.append(action(name, number, standing, **draw(_state(wild=wild))))
    events = draw(st.lists(st.sampled_from(EVENTS), unique=True, max_size=5))
    for number, event in enumerate(events, start=101):
        hidden = draw(st.booleans()) and draw(st.booleans())
        standing = Standing.HIDDEN if hidden else Standing.IMPORTED
        name = draw(st.sampled_from([f"Aoi (web) {event}", f"Aoi (web) {event}\u202e"]))
        live = imported(event, number, standing, name=name, primary_for_goal=draw(st.booleans()))
        if wild and draw(st.integers(0, 4)) == 0:
            live = replace(live, identity=f"ga4:999/{event}")
        found.append(live)
    return draw(st.permutations(found))


@st.composite
def _state(draw: st.DrawFn, *, wild: bool) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(set(SETTABLE.values()))))
    if kind == "google_play_download":
        kind = "webpage"  # one action an app: told apart in the unit tests
    call = kind in CALLS
    state: dict[str, Any] = {
        "type": kind,
        "category": draw(st.sampled_from(CATEGORIES)),
        "primary_for_goal": draw(st.booleans()),
        "counting_type": draw(st.sampled_from(["one_per_click", "many_per_click"])),
        "value_settings__default_value": draw(st.sampled_from(AMOUNTS)),
        "value_settings__default_currency_code": draw(st.sampled_from(CURRENCIES[:2])),
        "value_settings__always_use_default_value": True if call else draw(st.booleans()),
        "click_through_lookback_window_days": draw(st.integers(1, 60 if call else 90)),
    }
    if call:
        state["phone_call_duration_seconds"] = draw(st.integers(0, 10_000))
    else:
        state["view_through_lookback_window_days"] = draw(st.integers(1, 30))
    if wild:
        odd: dict[str, list[Scalar]] = {
            "type": ["unknown_77", "floodlight_action"],
            "status": ["unknown_9", None],
            "category": ["unknown_5", None, "download"],
            "primary_for_goal": [None],
            "counting_type": [None, "unknown_4"],
            "value_settings__default_value": [None, -1.0, float("inf")],
            "value_settings__default_currency_code": ["", "yen", None],
            "value_settings__always_use_default_value": [None, not state["value_settings__always_use_default_value"]],
            "click_through_lookback_window_days": [None, 0, 91, 61],
            "attribution_model_settings__attribution_model": ["external", "unknown_3", None],
        }
        for key in draw(st.lists(st.sampled_from(sorted(odd)), unique=True, max_size=2)):
            state[key] = draw(st.sampled_from(odd[key]))
    return state


@st.composite
def live_key_events(draw: st.DrawFn, needed: list[str], *, wild: bool) -> list[Live]:
    pool = EVENTS + BAD_EVENTS if wild else EVENTS
    chosen = [*needed, *draw(st.lists(st.sampled_from(pool), unique=True, max_size=6))]
    worth = st.none() | st.builds(Money, st.sampled_from(AMOUNTS), st.sampled_from(CURRENCIES[: 3 if wild else 2]))
    counting = st.sampled_from(["once_per_event", "once_per_session", *([None, "unknown_8"] if wild else [])])
    return [
        key_event(name, number, default_value=draw(worth), counting_method=draw(counting))
        for number, name in enumerate(dict.fromkeys(chosen), start=1)
    ]


@st.composite
def live_rules(draw: st.DrawFn, events: list[str], *, wild: bool) -> list[Live]:
    """Rules for some events, key events or not, several for some; tame ones start from events that no rule makes."""
    made = [*(one for one in events if one not in {"page_view", "scroll"}), "deep_scroll", "mv_reader"]
    chosen = draw(st.lists(st.sampled_from(made), max_size=4))
    found = []
    for number, event in enumerate(chosen, start=1):
        start = draw(st.sampled_from(["scroll", "page_view", *(["purchase"] if wild else [])]))
        conditions = draw(st.lists(st.sampled_from(_CONDITIONS + (_WILD_CONDITIONS if wild else ())), unique=True))
        state: dict[str, Scalar] = {
            "event_conditions": tuple(sorted([f"event_name equals {start}", *conditions])),
            "source_copy_parameters": draw(st.booleans()),
            "parameter_mutations": tuple(sorted(draw(st.lists(st.sampled_from(_PARAMETERS), unique=True)))),
        }
        found.append(rule(event, number, **state))
    return found


@st.composite
def live_goals(draw: st.DrawFn, actions: list[Live], *, wild: bool) -> list[Live]:
    found = [
        goal(pair, draw(st.booleans())) for pair in draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=4))
    ]
    members = [item for item in actions if item.standing in {Standing.NORMAL, Standing.IMPORTED} or wild]
    customs: list[Live] = []
    lists: set[tuple[str, ...]] = set()
    for number in range(1, draw(st.integers(0, 2)) + 1):
        listed = draw(st.lists(st.sampled_from(members), unique_by=lambda item: item.id, max_size=3)) if members else []
        made = custom_goal(draw(st.sampled_from(["Learning", "on", "a: b"])) + str(number), number, *listed)
        if wild or (listed and made.state["conversion_actions"] not in lists):
            lists.add(tuple(sorted(item.id for item in listed)))
            customs.append(made)
    names = ["Brand*", "P-MAX?", "一般: 検索", "#1", *([" lead", "a\nb"] if wild else [])]
    for number, name in enumerate(draw(st.lists(st.sampled_from(names), unique=True, max_size=3)), start=1):
        custom = draw(st.sampled_from([0, *(int(item.id.rpartition("/")[2]) for item in customs)]))
        made = campaign(name, number, own=draw(st.booleans()), custom=custom)
        found.append(made)
        chosen = draw(st.lists(st.sampled_from(PAIRS), unique=True, max_size=3))
        found += [campaign_goal(made, pair, draw(st.booleans())) for pair in chosen]
    return [*found, *customs]


@st.composite
def accounts(draw: st.DrawFn, *, wild: bool) -> tuple[Reading, Reading]:
    """The readings of an account and its property. Tame ones can be expressed whole; wild ones hold anything."""
    actions = draw(live_actions(wild=wild))
    needed = [item.identity.rpartition("/")[2] for item in actions if item.standing is Standing.IMPORTED]
    key_events = [
        _agreeing(item, actions) if draw(st.booleans()) else item
        for item in draw(live_key_events(needed if not wild else [], wild=wild))
    ]
    site = draw(live_rules([item.address.name for item in key_events], wild=wild))
    site += [link(personalization=draw(st.booleans()))] if draw(st.booleans()) else []
    site += [measurement("scrolls")] if draw(st.booleans()) else []
    currency = draw(st.sampled_from(("JPY", "JPY", "EUR")))
    return (
        ads(*actions, *draw(live_goals(actions, wild=wild)), customer__currency_code=currency),
        ga4(*key_events, *site),
    )


def _agreeing(event: Live, actions: list[Live]) -> Live:
    """The key event with the value of the action of its name, so that the config declares it too."""
    for item in actions:
        amount, currency = (item.state[f"value_settings.default_{name}"] for name in ("value", "currency_code"))
        if item.address.name == event.address.name and isinstance(amount, float):
            worth = Money(amount, str(currency)) if amount else None
            return replace(event, state=frozen({**event.state, "default_value": worth}))
    return event
