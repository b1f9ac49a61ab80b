"""Stale plans: the changes since, from what to what, and what does not matter."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from strategies import (
    action,
    campaign,
    campaign_goal,
    client,
    conversion,
    custom_goal,
    goal,
    key_event,
    link,
    measurement,
    plan_of,
    rule,
)

from microconv.core.client import CampaignGoals, Client, CustomGoal, Goals, GoalSetting, Unlisted
from microconv.core.conversion import Role, Value
from microconv.core.errors import Refusal
from microconv.core.event_rule import Condition, EventRule
from microconv.core.plan import Plan
from microconv.core.planning.out_of_date import stale
from microconv.core.planning.stale import moved
from microconv.core.resource import Live, Standing
from microconv.core.value import Money

CART = conversion("mv_cart", value=Value(500.0, "JPY"))
VALUE = "value_settings__default_value"
FIXED = {"value_settings__always_use_default_value": True}


def told(wanted: Client, before: list[Live], after: list[Live]) -> list[str]:
    """The differences between the plan for `before` and the plan for `after`."""
    return [str(item) for item in moved(plan_of(wanted, *before), plan_of(wanted, *after), after)]


def moves(wanted: Client, before: list[Live], after: list[Live]) -> list[str]:
    """The same, where nothing has moved as long as nothing is different."""
    assert plan_of(wanted, *before).changes != ()
    assert told(wanted, before, before) == []
    return told(wanted, before, after)


# ---- conversion actions and key events


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ({VALUE: 400.0}, "value: was 300, is 400"),
        ({VALUE: 500.0}, "value: was 300, is 500"),  # somebody did it already
    ],
)
def test_a_value_that_somebody_changed(now: dict[str, float], line: str) -> None:
    before = action("mv_cart", **{VALUE: 300.0}, **FIXED)
    after = action("mv_cart", **now, **FIXED)
    assert moves(client(CART), [before], [after]) == [f'conversion "mv_cart" {line}']


def test_every_field_that_moved_is_named() -> None:
    wanted = client(replace(CART, role=Role.PRIMARY))
    before = action("mv_cart", **{VALUE: 300.0}, **FIXED)
    after = action("mv_cart", primary_for_goal=True, **{VALUE: 301.0}, **FIXED)
    place = 'conversion "mv_cart"'
    assert moves(wanted, [before], [after]) == [
        f"{place} role: was secondary, is primary",
        f"{place} value: was 300, is 301",
    ]


@pytest.mark.parametrize(
    ("after", "now"),
    [([], "gone"), ([action("mv_cart", 1, Standing.REMOVED)], "removed")],
)
def test_an_object_that_is_gone(after: list[Live], now: str) -> None:
    before = action("mv_cart", **{VALUE: 300.0}, **FIXED)
    line = f'conversion "mv_cart": was there, is {now}'
    assert moves(client(CART), [before], after) == [line]


def test_an_object_that_somebody_made_meanwhile() -> None:
    assert moves(client(CART), [], [action("mv_cart", **{VALUE: 300.0})]) == [
        'conversion "mv_cart": was not there, is there'
    ]


@pytest.mark.parametrize("standing", [Standing.REMOVED, Standing.OTHER_OWNER])
def test_what_does_not_count_as_there(standing: Standing) -> None:
    assert moves(client(CART), [], [action("mv_cart", 1, standing)]) == []


def test_an_object_that_was_renamed_by_hand() -> None:
    before = action("mv_cart", **{VALUE: 300.0}, **FIXED)
    after = action("Cart 2", **{VALUE: 300.0}, **FIXED)
    place = 'conversion "mv_cart"'
    assert moves(client(CART), [before], [after]) == [
        f"{place} name: was mv_cart, is Cart 2",
        f"{place} value: was to become 500, is planned otherwise",
    ]


def test_a_rename_whose_object_somebody_renamed() -> None:
    wanted = client(replace(CART, name="mv_new", previously=("mv_old",)))
    before = action("mv_old", **{VALUE: 500.0}, **FIXED)
    after = replace(action("mv_older", **{VALUE: 500.0}, **FIXED))
    assert moves(wanted, [before], [after]) == ['conversion "mv_new" name: was mv_old, is mv_older']


def test_a_key_event() -> None:
    wanted = client(
        conversion("mv_cart", source=None, event="mv_cart", value=Value(5.0, "JPY"), settings={"category": None})
    )
    after = [key_event("mv_cart", default_value=Money(4.0, "JPY"))]
    assert moves(wanted, [key_event("mv_cart")], after) == ['key event "mv_cart" value: was (empty), is 4 JPY']
    assert moves(wanted, [], [key_event("mv_cart")]) == ['key event "mv_cart": was not there, is there']


def test_a_demote_and_a_removal() -> None:
    live = action("mv_old", primary_for_goal=True)
    off = action("mv_old", primary_for_goal=False)
    place = 'conversion "mv_old"'
    assert moves(client(), [live], [off]) == [f"{place} role: was primary, is secondary"]
    assert moves(client(unlisted=Unlisted.REMOVE), [live], []) == [f"{place}: was there, is gone"]


def test_a_removal_whose_object_is_another_than_it_was() -> None:
    """Somebody gave it a value since: it was shown with its old values, so it is not removed unseen."""
    live, now = action("mv_old", **{VALUE: 1.0}), action("mv_old", **{VALUE: 999.0})
    assert moves(client(unlisted=Unlisted.REMOVE), [live], [now]) == ['conversion "mv_old" value: was 1, is 999']


# ---- goals, rules, links, enhanced measurement


def with_goals(**goals: object) -> Client:
    return client(conversion("mv_cart"), goals=Goals(**goals))  # type: ignore[arg-type]


def test_a_goal_of_the_account() -> None:
    wanted = with_goals(account=(GoalSetting("add_to_cart", biddable=False),))
    kept = action("mv_cart")
    now = [kept, goal("add_to_cart~website", biddable=False)]
    assert moves(wanted, [kept, goal("add_to_cart~website")], now) == [
        "goal add_to_cart (website) biddable: was true, is false"
    ]


def test_a_goal_of_a_campaign() -> None:
    setting = GoalSetting("add_to_cart", biddable=False)
    wanted = with_goals(campaigns=(CampaignGoals("Brand", goals=(setting,)),))
    brand = campaign("Brand", own=True)
    others = [action("mv_cart"), goal("add_to_cart~website"), brand]
    pair = "add_to_cart~website"
    found = moves(wanted, [*others, campaign_goal(brand, pair)], [*others, campaign_goal(brand, pair, biddable=False)])
    assert found == ['campaign "Brand": goal add_to_cart (website) biddable: was true, is false']


def test_what_a_campaign_uses() -> None:
    wanted = with_goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))
    cart = action("mv_cart")
    others = [cart, goal("add_to_cart~website"), custom_goal("Learning", 7, cart), custom_goal("Other", 8, cart)]
    found = moves(wanted, [*others, campaign("Brand")], [*others, campaign("Brand", custom=8)])
    place = 'campaign "Brand"'
    assert f"{place} custom goal: was (empty), is Other" in found
    assert all(line.startswith(place) for line in found)


def test_what_a_custom_goal_lists_is_told_by_names() -> None:
    wanted = with_goals(custom=(CustomGoal("Learning", ("mv_cart",)),))
    cart, other, third = action("mv_cart", 1), action("Other", 2), action("Third", 3)
    others = [cart, other, third, goal("add_to_cart~website")]
    found = moves(
        wanted, [*others, custom_goal("Learning", 7, other)], [*others, custom_goal("Learning", 7, other, third)]
    )
    (line,) = found
    assert line.startswith('custom goal "Learning" conversions: was ')
    before, _, now = line.partition(", is ")
    assert "Other" in before
    assert "Third" not in before
    assert "Third" in now
    assert "customers/" not in line


def test_an_event_rule() -> None:
    made = EventRule((Condition("event_name", "equals", "page_view"),), None, ())
    wanted = client(
        conversion("mv_cart", source=None, event="mv_cart", settings={"category": None}, rules=(made,)), customer_id=""
    )
    others = [key_event("mv_cart"), measurement()]
    now = [*others, rule("mv_cart", event_conditions=("event_name equals click",))]
    assert moves(wanted, [*others, rule("mv_cart")], now) == [
        'event rule "mv_cart" when: was event_name equals scroll, is event_name equals click'
    ]


def test_a_link() -> None:
    wanted = client(conversion("mv_cart"), link_google_ads=True, ads_personalization=False)
    cart = action("mv_cart")
    assert moves(wanted, [cart, link()], [cart, link(personalization=False)]) == [
        "link to Google Ads 123-456-7890 ads personalization: was true, is false"
    ]
    assert moves(wanted, [cart], [cart, link()]) == ["link to Google Ads 123-456-7890: was not there, is there"]


def test_enhanced_measurement() -> None:
    wanted = client(conversion("mv_cart"), enhanced_measurement={"scrolls": False})
    cart = action("mv_cart")
    assert moves(wanted, [cart, measurement()], [cart, measurement("scrolls")]) == [
        'enhanced measurement of "web stream" scrolls: was true, is false'
    ]


# ---- what does not matter, and plans that were made otherwise


def test_what_the_plan_does_not_touch_may_move() -> None:
    """A field that the config does not name, an object that is not ours, one more that somebody made."""
    before = [action("mv_cart", 1, **{VALUE: 300.0}, **FIXED), action("Purchase 2019", 2), goal("contact~website")]
    after = [
        action("mv_cart", 1, counting_type="one_per_click", **{VALUE: 300.0}, **FIXED),
        action("Purchase 2020", 2, primary_for_goal=True),
        action("New by hand", 3),
        goal("contact~website", biddable=False),
    ]
    assert moves(client(CART), before, after) == []


def test_a_change_that_came_up_since_does_not_refuse_the_ones_that_were_shown() -> None:
    """It is not carried out either: the next run shows it."""
    before = [action("mv_cart", 1, **{VALUE: 300.0}, **FIXED)]
    assert moves(client(CART), before, [*before, action("mv_stray", 2, primary_for_goal=True)]) == []


def test_what_is_planned_otherwise_now() -> None:
    """The same account, but another plan for it."""
    live = [action("mv_cart", **{VALUE: 300.0}, **FIXED)]
    pinned = plan_of(client(CART), *live)
    now = plan_of(client(replace(CART, value=Value(700.0, "JPY"))), *live)
    assert [str(item) for item in moved(pinned, now, live)] == [
        'conversion "mv_cart" value: was to become 500, is planned otherwise'
    ]
    new, other = plan_of(client(CART)), plan_of(client(replace(CART, value=Value(700.0, "JPY"))))
    for others in ([], [action("mv_cart", 1, Standing.OTHER_OWNER)], [action("mv_cart", 1, Standing.REMOVED)]):
        assert [str(item) for item in moved(new, other, others)] == [
            'conversion "mv_cart" value: was to become 500, is to become 700'
        ]


def test_an_empty_plan_never_moves() -> None:
    live = [action("mv_cart", 1)]
    assert moved(plan_of(client(conversion("mv_cart")), *live), plan_of(client(CART), *live), live) == ()


# ---- age and config

MADE = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(hours=24)
NEW_ONE = "make a new one with `microconv plan PATH --out FILE`"


def made(text: str = "2026-11-23T09:00:00+00:00", digest: str = "d1") -> Plan:
    return replace(plan_of(client(CART)), made=text, config_digest=digest)


def of_digest(digest: str) -> Client:
    return replace(client(CART), digest=digest)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (datetime.timedelta(0), True),
        (DAY, True),
        (DAY + datetime.timedelta(seconds=1), False),
    ],
)
def test_how_old_a_plan_may_be(age: datetime.timedelta, fresh: bool) -> None:
    found = stale(made(), of_digest("d1"), MADE + age, DAY)
    if fresh:
        assert found == ()
        return
    (refusal,) = found
    assert refusal == Refusal(
        "stale",
        "the plan was made at 2026-11-23T09:00:00+00:00, 24.0 hours ago; it may be 24.0 hours old",
        f"{NEW_ONE}, or allow more with `--max-age HOURS`",
    )


def test_without_a_limit_age_does_not_matter() -> None:
    assert stale(made("2001-01-01T00:00:00+00:00"), of_digest("d1"), MADE, None) == ()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-23T09:00:00"])
def test_a_plan_that_does_not_say_when_it_was_made(text: str) -> None:
    (refusal,) = stale(made(text), of_digest("d1"), MADE, DAY)
    assert (refusal.code, refusal.hint) == ("stale", NEW_ONE)
    assert refusal.summary == f"the plan does not say when it was made ({text!r})"


def test_another_config() -> None:
    assert stale(made(), of_digest("d2"), MADE + 2 * DAY, DAY) == (
        Refusal("stale", "the config was changed after the plan was made", NEW_ONE),
        Refusal(
            "stale",
            "the plan was made at 2026-11-23T09:00:00+00:00, 48.0 hours ago; it may be 24.0 hours old",
            f"{NEW_ONE}, or allow more with `--max-age HOURS`",
        ),
    )
