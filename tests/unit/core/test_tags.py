"""The tags that a website needs."""

from __future__ import annotations

import sys
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from strategies import action, ads, client, conversion, ga4, key_event, rule

from microconv.core.conversion import Conversion, Value
from microconv.core.event_rule import Condition, EventRule
from microconv.core.resource import Live, Standing
from microconv.core.tags.make import snippets, tagged_actions
from microconv.core.tags.snippet import Moment, Snippet
from microconv.core.tags.snippet import Standing as State
from microconv.providers import TYPES
from microconv.render.snippets import snippet_files

if TYPE_CHECKING:
    from _typeshed import TraceFunction

CART = "mv_add_to_cart"
TARGET = "AW-1/label"


def tags(wanted: Conversion, *live: Live, stream: str = "G-A1") -> tuple[tuple[str, ...], list[Snippet]]:
    what = client(wanted)
    split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
    facts = {"stream__measurement_id": stream} if stream else {}
    reading = ga4(*split[1], **{name.replace("__", "."): value for name, value in facts.items()})
    targets = {item.id: TARGET for item in split[0]}
    found = snippets(TYPES, what, [ads(*split[0]), reading], targets, what.conversions, 3)
    return found.ids, list(found.items)


@pytest.mark.parametrize(
    ("name", "category", "moment"),
    [
        ("mv_x", "add_to_cart", Moment.CLICK),
        ("mv_x", "submit_lead_form", Moment.LOAD),
        ("mv_x", "page_view", Moment.LOAD),
        ("mv_x", "engagement", Moment.CLICK),
        ("Done", "contact", Moment.LOAD),
        ("Done", "outbound_click", Moment.CLICK),
    ],
)
def test_when_it_is_sent(name: str, category: str, moment: Moment) -> None:
    _, (found,) = tags(conversion(name, settings={"category": category}), action(name, 1))
    assert (found.moment, found.page_view) == (moment, category == "page_view")


def test_the_category_of_the_account_where_the_config_has_none() -> None:
    wanted = conversion(CART, settings={"category": ""})
    _, (found,) = tags(wanted, action(CART, 1, category="purchase"))
    assert [item.name for item in found.parameters] == ["send_to", "transaction_id"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        (Value(None, "JPY"), []),
        (Value(0.0, "JPY"), [("value", 0.0), ("currency", "JPY")]),
        (Value(2.5, ""), [("value", 2.5)]),
        (Value(None, "JPY", from_event=True), [("value", None), ("currency", "JPY")]),
    ],
)
def test_what_it_is_worth(value: Value | None, expected: list[tuple[str, object]]) -> None:
    _, (found,) = tags(conversion(CART, value=value), action(CART, 1))
    assert [(item.name, item.value) for item in found.parameters[1:]] == expected


@pytest.mark.parametrize(
    ("value", "ads_value", "ga4_value"),
    [
        (None, [], []),
        (Value(500.0, "JPY"), [("value", 500.0), ("currency", "JPY")], []),
        (
            Value(500.0, "JPY", from_event=True),
            [("value", 500.0), ("currency", "JPY")],
            [("value", None), ("currency", "JPY")],
        ),
    ],
)
def test_an_amount_that_is_not_for_the_key_event_does_not_get_there_by_its_tag(
    value: Value | None, ads_value: list[tuple[str, object]], ga4_value: list[tuple[str, object]]
) -> None:
    _, (tag, event) = tags(conversion(CART, event=CART, value=value, event_value=False), action(CART, 1))
    assert [(item.name, item.value) for item in tag.parameters[1:]] == ads_value
    assert [(item.name, item.value) for item in event.parameters] == ga4_value
    _, (tag, event) = tags(conversion(CART, event=CART, value=value), action(CART, 1))
    assert event.parameters == tag.parameters[1:]


def test_an_event_that_a_rule_of_the_account_makes() -> None:
    wanted = conversion(CART, source=None, event=CART)
    _, (found,) = tags(wanted, key_event(CART), rule(CART))
    assert (found.standing, found.why) == (
        State.NOT_NEEDED,
        "GA4 makes the event itself: the web stream has a rule for it",
    )
    both = tuple(EventRule((Condition("event_name", "equals", one),)) for one in ("click", "scroll"))
    _, (found,) = tags(conversion(CART, source=None, event=CART, rules=both), key_event(CART), rule(CART))
    for event in ("click", "scroll"):
        assert f"GA4 makes the event itself, out of {event}, by a rule (event_name equals {event})" in found.why
    _, (found,) = tags(conversion(CART, source=None, event=CART, no_rule=True), key_event(CART), rule(CART))
    assert found.standing is State.READY


@pytest.mark.parametrize("stream", ["", "UA-1", "G-1');alert(1)//", "g-abc"])
def test_what_is_no_measurement_id_is_not_placed(stream: str) -> None:
    ids, (found,) = tags(conversion(CART, source=None, event=CART), key_event(CART), stream=stream)
    assert ids == ()
    assert found.why == "the measurement id for the global tag is not known: GA4 gives none"


def test_a_removed_action_has_no_tag() -> None:
    _, (found,) = tags(conversion(CART), action(CART, 1, Standing.REMOVED))
    assert found.standing is State.NOT_CREATED


def test_a_conversion_that_is_nowhere_is_named() -> None:
    _, (found,) = tags(conversion(CART, source=None))
    assert (found.standing, found.why) == (State.NOT_NEEDED, "it is in neither Google Ads nor GA4, by the config")


def lines_run(count: int) -> int:
    """The number of lines that Python runs for a client with `count` conversions, each of them live."""
    names = [f"mv_{number:04}" for number in range(count)]
    what = client(*(conversion(name, source="ga4" if name[-1] == "7" else "website", event=name) for name in names))
    readings = [ads(*(action(name, number + 1) for number, name in enumerate(names))), ga4(*map(key_event, names))]
    targets = {item.id: TARGET for item in readings[0].resources}
    run = 0

    def count_lines(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal run
        run += event == "line"
        return count_lines

    before = sys.gettrace()
    sys.settrace(count_lines)
    try:
        tagged_actions(TYPES, what, readings)
        found = snippets(TYPES, what, readings, targets, what.conversions, 3)
        snippet_files([found])
    finally:
        sys.settrace(before)
    assert len(found.items) == 2 * count
    return run


def test_the_work_grows_with_the_conversions_and_not_with_their_square() -> None:
    lines_run(1)
    few, many = lines_run(20), lines_run(160)
    assert many < 10 * few


def test_tags_come_in_the_order_of_the_config() -> None:
    what = client(*(conversion(name) for name in ("purchase", "mv_b", "mv_a")))
    found = snippets(TYPES, what, [ads(), ga4()], {}, what.conversions, 3)
    assert [item.conversion for item in found.items] == ["purchase", "mv_b", "mv_a"]
