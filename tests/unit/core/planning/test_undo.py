"""The inverse of a run: what is put back, what is left to whoever changed it since, and what cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from strategies import (
    action,
    ads,
    campaign,
    campaign_goal,
    client,
    conversion,
    custom_goal,
    ga4,
    goal,
    imported,
    key_event,
    link,
    measurement,
    plan_of,
    rule,
)

from microconv.core.client import CampaignGoals, Client, CustomGoal, Goals, GoalSetting, Level, Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.event_rule import Condition, EventRule
from microconv.core.plan import Bidding, Change, Plan
from microconv.core.planning.undo import undo
from microconv.core.resource import Live, Standing, frozen
from microconv.core.value import Money
from microconv.providers import TYPES

CART = conversion("mv_cart", value=Value(500.0, "JPY"))
FIXED = {"value_settings__always_use_default_value": True}
RUN = "20261123T000000Z-abcdef"


def done_by(wanted: Client, *live: Live) -> tuple[Change, ...]:
    """The plan of a run for this config."""
    changes = plan_of(wanted, *live).changes
    assert changes
    return changes


def back(done: Sequence[Change], *live: Live, remove: bool = False, taken_back: Sequence[Change] = ()) -> Plan:
    """The plan that takes it back from what is live now."""
    split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
    return undo(RUN, done, [ads(*split[0]), ga4(*split[1])], TYPES, "aoi-store", remove=remove, taken_back=taken_back)


def lines(plan: Plan) -> list[str]:
    """Each change as one line."""
    return [
        f"{change.action} {change.address} "
        + ", ".join(f"{item.name}: {item.before} -> {item.after}" for item in change.attributes)
        for change in plan.changes
    ]


def notes(plan: Plan) -> list[str]:
    assert {(item.code, item.severity.value) for item in plan.warnings} <= {("not-undone", "warning")}
    return [item.summary for item in plan.warnings]


def valued(amount: float, **state: object) -> Live:
    return action("mv_cart", 1, value_settings__default_value=amount, **FIXED, **state)  # type: ignore[arg-type]


NAME = 'google_ads.conversion_action["mv_cart"]'
SAID = 'conversion "mv_cart"'


# ---- fields


def test_a_field_is_put_back_by_its_id_with_a_reason() -> None:
    plan = back(done_by(client(CART), valued(300.0)), valued(500.0))
    assert lines(plan) == [f"update {NAME} value_settings.default_value: 500.0 -> 300.0"]
    (change,) = plan.changes
    assert (change.id, change.reasons) == (valued(0).id, (f"takes back what {RUN} did",))
    assert notes(plan) == []
    assert (plan.client, plan.accounts) == ("aoi-store", (("google_ads", "123-456-7890"), ("ga4", "345678901")))
    assert (plan.reads, plan.apply_calls) == (3, 1)


def test_what_somebody_changed_since_is_named_and_kept() -> None:
    done = done_by(client(replace(CART, role=Role.PRIMARY)), valued(300.0))
    plan = back(done, valued(444.0, primary_for_goal=True))
    assert lines(plan) == [f"demote {NAME} primary_for_goal: True -> False"]
    assert notes(plan) == [f"{SAID} value was changed since: 500 → 444: it is not overwritten"]


def test_what_is_as_before_again_is_neither_done_nor_told() -> None:
    plan = back(done_by(client(CART), valued(300.0)), valued(300.0))
    assert (lines(plan), notes(plan)) == ([], [])


@pytest.mark.parametrize("live", [[], [action("mv_cart", 1, Standing.REMOVED)], [action("mv_cart", 2)]])
def test_what_is_gone(live: list[Live]) -> None:
    plan = back(done_by(client(CART), valued(300.0)), *live)
    assert lines(plan) == []
    assert notes(plan) == [f"{SAID} is not there any more: nothing of it can be taken back"]


def test_a_demote_becomes_primary_again_and_bidding_is_told() -> None:
    before, now = action("mv_old", primary_for_goal=True), action("mv_old", primary_for_goal=False)
    others = [goal("add_to_cart~website"), campaign("Brand")]
    plan = back(done_by(client(), before, *others), now, *others)
    assert lines(plan) == ['update google_ads.conversion_action["mv_old"] primary_for_goal: False -> True']
    assert [(item.action, item.bidding, item.everywhere) for item in plan.shifts] == [("mv_old", Bidding.STARTS, True)]


def test_a_rename_is_undone_under_its_old_name() -> None:
    done = done_by(client(replace(CART, name="mv_new", previously=("mv_old",))), action("mv_old", **FIXED))
    now = action("mv_new", 1, value_settings__default_value=500.0, **FIXED)
    assert lines(back(done, now)) == [
        'update google_ads.conversion_action["mv_old"] '
        "name: mv_new -> mv_old, value_settings.default_value: 500.0 -> 0.0"
    ]


def test_a_key_event_whose_value_was_empty() -> None:
    wanted = conversion("mv_cart", source=None, event="mv_cart", value=Value(5.0, "JPY"), settings={"category": None})
    done = done_by(client(wanted), key_event("mv_cart"))
    assert lines(back(done, key_event("mv_cart", default_value=Money(5.0, "JPY")))) == [
        'update ga4.key_event["mv_cart"] default_value: 5 JPY -> None'
    ]


def test_an_import_does_not_go_into_hiding_again() -> None:
    wanted = conversion("mv_cart", source=GA4_IMPORT, event="cart", role=Role.PRIMARY)
    hidden = imported("cart", 5, Standing.HIDDEN)
    done = done_by(client(wanted), hidden, key_event("cart"), link())
    shown = replace(
        hidden,
        standing=Standing.IMPORTED,
        state=frozen({**hidden.state, **{i.name: i.after for change in done for i in change.attributes}}),
    )
    plan = back(done, shown, key_event("cart"), link())
    (line,) = lines(plan)
    assert line.endswith("primary_for_goal: True -> False")
    assert any(text.endswith("status was hidden: Google does not take that back") for text in notes(plan))


# ---- what was made


def made(**state: object) -> Live:
    """The action that the run made of CART, whatever else Google fills in."""
    return valued(500.0, **state)


def test_what_was_made_is_kept_and_told() -> None:
    plan = back(done_by(client(CART)), made())
    assert lines(plan) == []
    assert notes(plan) == [f"{SAID} was made: kept; `--allow remove` would remove it"]


def test_what_was_made_primary_becomes_secondary() -> None:
    plan = back(done_by(client(replace(CART, role=Role.PRIMARY))), made(primary_for_goal=True))
    assert lines(plan) == [f"demote {NAME} primary_for_goal: True -> False"]
    assert notes(plan) == [f"{SAID} was made: kept; `--allow remove` would remove it; it becomes secondary"]


def test_what_was_made_is_removed_where_that_is_allowed() -> None:
    plan = back(done_by(client(CART)), made(), remove=True)
    (change,) = plan.changes
    assert (change.action.value, change.id) == ("remove", made().id)
    assert {item.name: item.before for item in change.attributes}["value_settings.default_value"] == 500.0
    assert {item.after for item in change.attributes} == {None}
    assert notes(plan) == []


def test_what_was_made_and_changed_since_is_kept_whatever_is_allowed() -> None:
    plan = back(done_by(client(replace(CART, role=Role.PRIMARY))), made(primary_for_goal=False), remove=True)
    assert lines(plan) == []
    assert notes(plan) == [f"{SAID} was changed since (role): what the run made is kept as it is now"]


def test_what_was_made_by_somebody_elses_hand_under_the_same_name_is_not_found() -> None:
    plan = back(done_by(client(CART)), action("mv_cart", 3, Standing.OTHER_OWNER), remove=True)
    assert lines(plan) == []
    assert notes(plan) == [f"{SAID} is not there any more: nothing of it can be taken back"]


def test_a_key_event_that_ga4_does_not_let_delete() -> None:
    wanted = conversion("mv_cart", source=None, event="mv_cart", settings={"category": None})
    done = done_by(client(wanted))
    kept = back(done, key_event("mv_cart", deletable=False), remove=True)
    assert (lines(kept), len(notes(kept))) == ([], 1)
    assert [line.partition(" ")[0] for line in lines(back(done, key_event("mv_cart"), remove=True))] == ["remove"]


def test_a_link_that_was_made_is_kept() -> None:
    done = done_by(client(conversion("mv_cart"), link_google_ads=True), action("mv_cart"))
    plan = back(done, action("mv_cart"), link(), remove=True)
    assert lines(plan) == []
    assert notes(plan) == ["link to Google Ads 123-456-7890 was made: kept"]


# ---- what was removed


def test_a_removed_action_does_not_come_back() -> None:
    done = done_by(client(unlisted=Unlisted.REMOVE), action("mv_old"))
    for live in ([], [action("mv_old", 1, Standing.REMOVED)]):
        plan = back(done, *live, remove=True)
        assert lines(plan) == []
        assert notes(plan) == ['conversion "mv_old" was removed: what was removed cannot be brought back']


def test_a_removed_key_event_and_rule_are_made_again() -> None:
    live = [key_event("mv_old", default_value=Money(7.0, "JPY"), counting_method="once_per_session"), rule("mv_old")]
    done = done_by(client(unlisted=Unlisted.REMOVE, customer_id=""), *live)
    plan = back(done)
    told = {str(change.address): change for change in plan.changes}
    event = told['ga4.key_event["mv_old"]']
    assert (event.action.value, event.id) == ("create", "")
    assert {item.name: item.after for item in event.attributes} == {
        "event_name": "mv_old", "counting_method": "once_per_session", "default_value": Money(7.0, "JPY"),
    }  # fmt: skip
    made_again = {item.name: item.after for item in told['ga4.event_create_rule["mv_old"]'].attributes}
    assert made_again["event_conditions"] == ("event_name equals scroll",)
    assert sorted(notes(plan)) == [
        f'{kind} "mv_old" was removed: it is made again, with a new id; what it had counted does not come back'
        for kind in ("event rule", "key event")
    ]


def test_what_is_there_again_is_left_alone() -> None:
    done = done_by(client(unlisted=Unlisted.REMOVE, customer_id=""), key_event("mv_old"))
    plan = back(done, key_event("mv_old", 99, counting_method="once_per_session"))
    assert lines(plan) == []
    assert notes(plan) == ['key event "mv_old" is there again: it stays as it is']


# ---- goals at every level


def with_goals(**goals: object) -> Client:
    return client(conversion("mv_cart"), goals=Goals(**goals))  # type: ignore[arg-type]


PAIR = "add_to_cart~website"


def test_a_goal_of_the_account_opens_again() -> None:
    wanted = with_goals(account=(GoalSetting("add_to_cart", biddable=False),))
    done = done_by(wanted, action("mv_cart"), goal(PAIR))
    assert lines(back(done, action("mv_cart"), goal(PAIR, biddable=False))) == [
        f'update google_ads.customer_conversion_goal["{PAIR}"] biddable: False -> True'
    ]


def test_a_goal_that_google_made_with_a_new_action() -> None:
    """It has no id in the journal: it did not exist when the plan was made."""
    wanted = with_goals(account=(GoalSetting("add_to_cart", biddable=False),))
    done = done_by(wanted)
    assert [change.id for change in done] == ["", ""]
    plan = back(done, action("mv_cart"), goal(PAIR, biddable=False))
    assert lines(plan) == []
    assert any("goal add_to_cart (website) appeared with its first action" in item.summary for item in plan.warnings)


def test_a_campaign_follows_the_account_again_and_its_goals_need_no_change() -> None:
    setting = GoalSetting("add_to_cart", biddable=False)
    wanted = with_goals(campaigns=(CampaignGoals("Brand", goals=(setting,)),))
    before = campaign("Brand")
    others = [action("mv_cart"), goal(PAIR)]
    done = done_by(wanted, *others, before, campaign_goal(before, PAIR))
    assert {change.address.type.rpartition(".")[2] for change in done} == {
        "conversion_goal_campaign_config", "campaign_conversion_goal",
    }  # fmt: skip
    now = campaign("Brand", own=True)
    assert lines(back(done, *others, now, campaign_goal(now, PAIR, biddable=False))) == [
        'update google_ads.conversion_goal_campaign_config["Brand"] goal_config_level: campaign -> customer'
    ]


@pytest.mark.parametrize("biddable", [True, False], ids=["as the run left it", "with the account's since"])
def test_a_campaign_overrides_again_with_the_goals_of_its_own(biddable: bool) -> None:
    wanted = with_goals(campaigns=(CampaignGoals("Brand", level=Level.ACCOUNT),))
    before = campaign("Brand", own=True)
    others = [action("mv_cart"), goal(PAIR), goal("purchase~website")]
    own = [campaign_goal(before, PAIR, biddable=False), campaign_goal(before, "purchase~website")]
    done = done_by(wanted, *others, before, *own)
    now = campaign("Brand")
    plan = back(done, *others, now, campaign_goal(now, PAIR, biddable=biddable), campaign_goal(now, "purchase~website"))
    goals = ['update google_ads.campaign_conversion_goal["Brand/add_to_cart~website"] biddable: True -> False']
    assert lines(plan) == [
        *(goals if biddable else []),
        'update google_ads.conversion_goal_campaign_config["Brand"] goal_config_level: customer -> campaign',
    ]


def test_a_campaign_overrides_again_and_it_is_told_that_its_goals_are_not_known() -> None:
    """The journal of an older version does not tell them."""
    wanted = with_goals(campaigns=(CampaignGoals("Brand", level=Level.ACCOUNT),))
    before = campaign("Brand", own=True)
    others = [action("mv_cart"), goal(PAIR)]
    done = done_by(wanted, *others, before, campaign_goal(before, PAIR))
    now = campaign("Brand")
    plan = back(done, *others, now, campaign_goal(now, PAIR))
    assert lines(plan) == [
        'update google_ads.conversion_goal_campaign_config["Brand"] goal_config_level: customer -> campaign'
    ]
    assert notes(plan) == [
        'campaign "Brand" followed the account\'s goals since: its own start as the '
        "account's are now; what else they were is not known"
    ]


def test_a_rollback_of_a_rollback_gives_a_campaign_its_goals_again() -> None:
    """The rollback said only that the campaign follows the account; what it overrode stands in the first run."""
    setting = GoalSetting("add_to_cart", biddable=False)
    wanted = with_goals(campaigns=(CampaignGoals("Brand", goals=(setting,)),))
    before, over = campaign("Brand"), campaign("Brand", own=True)
    others = [action("mv_cart"), goal(PAIR)]
    done = done_by(wanted, *others, before, campaign_goal(before, PAIR))
    once = back(done, *others, over, campaign_goal(over, PAIR, biddable=False))
    twice = back(once.changes, *others, before, campaign_goal(before, PAIR), taken_back=done)
    assert sorted(lines(twice)) == [
        f'update google_ads.campaign_conversion_goal["Brand/{PAIR}"] biddable: True -> False',
        'update google_ads.conversion_goal_campaign_config["Brand"] goal_config_level: customer -> campaign',
    ]
    assert notes(twice) == []


def test_references_are_by_the_names_that_are_in_force_then() -> None:
    """The run renamed an action that a custom goal lists, and so does the rollback, before it sets the goal."""
    wanted = client(
        conversion("mv_cart", previously=("mv_cart_old",)), conversion("mv_up"),
        goals=Goals(custom=(CustomGoal("Learning", ("mv_up",)),)),
    )  # fmt: skip
    cart, up = action("mv_cart_old", 1), action("mv_up", 2)
    done = done_by(wanted, cart, up, goal(PAIR), custom_goal("Learning", 7, cart, up))
    now = action("mv_cart", 1)
    plan = back(done, now, up, goal(PAIR), custom_goal("Learning", 7, up))
    assert lines(plan) == [
        'update google_ads.conversion_action["mv_cart_old"] name: mv_cart -> mv_cart_old',
        'update google_ads.custom_conversion_goal["Learning"] '
        "conversion_actions: ('mv_up',) -> ('mv_cart_old', 'mv_up')",
    ]
    assert notes(plan) == []


def test_what_refers_to_something_gone_is_left_out_and_named() -> None:
    wanted = with_goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))
    cart, other = action("mv_cart", 1), action("Other", 2)
    done = done_by(wanted, cart, other, goal(PAIR), custom_goal("Learning", 7, other), campaign("Brand"))
    plan = back(done, cart, goal(PAIR), custom_goal("Learning", 7, cart), campaign("Brand", custom=7))
    assert [change.address.name for change in plan.changes] == ["Brand"]
    assert notes(plan) == [
        'custom goal "Learning" referred to Other: that is not there any more, so it is not put back'
    ]


def test_what_would_use_a_goal_that_cannot_be_made_again_is_left_out_too() -> None:
    wanted = with_goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))
    cart = action("mv_cart", 1)
    done = done_by(wanted, cart, goal(PAIR), campaign("Brand"))
    live = [cart, goal(PAIR), custom_goal("Learning", 7, cart), campaign("Brand", custom=7)]
    once = back(done, *live, remove=True)
    assert sorted(change.action.value for change in once.changes) == ["remove", "update"]
    gone = [action("mv_cart", 1, Standing.REMOVED), goal(PAIR), campaign("Brand")]
    twice = back(once.changes, *gone, taken_back=done)
    assert lines(twice) == []
    assert [text.partition(" referred to ")[2] for text in notes(twice) if " referred to " in text] == [
        "mv_cart: that is not there any more, so it is not put back",
        "Learning: that is not there any more, so it is not put back",
    ]


def test_custom_goals_and_what_campaigns_use() -> None:
    wanted = with_goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))
    cart, other = action("mv_cart", 1), action("Other", 2)
    others = [cart, other, goal(PAIR)]
    done = done_by(wanted, *others, custom_goal("Learning", 7, other), campaign("Brand"))
    plan = back(done, *others, custom_goal("Learning", 7, cart), campaign("Brand", custom=7))
    assert sorted(lines(plan)) == [
        'update google_ads.conversion_goal_campaign_config["Brand"] '
        "goal_config_level: campaign -> customer, custom_conversion_goal: Learning -> None",
        "update google_ads.custom_conversion_goal[\"Learning\"] conversion_actions: ('mv_cart',) -> ('Other',)",
    ]
    assert notes(plan) == []


def test_a_custom_goal_that_was_made_is_removed_where_that_is_allowed() -> None:
    wanted = with_goals(custom=(CustomGoal("Learning", ("mv_cart",)),))
    cart = action("mv_cart", 1)
    done = done_by(wanted, cart, goal(PAIR))
    now = [cart, goal(PAIR), custom_goal("Learning", 7, cart)]
    assert lines(back(done, *now)) == []
    (change,) = back(done, *now, remove=True).changes
    assert (change.action.value, change.address.name) == ("remove", "Learning")


# ---- rules and measurement


def test_a_rule_and_enhanced_measurement_are_put_back() -> None:
    made_of = EventRule((Condition("event_name", "equals", "page_view"),), copy_parameters=True)
    wanted = client(
        conversion("mv_cart", source=None, event="mv_cart", settings={"category": None}, rules=(made_of,)),
        customer_id="", enhanced_measurement={"scrolls": False},
    )  # fmt: skip
    done = done_by(wanted, rule("mv_cart"), key_event("mv_cart"), measurement())
    now = rule("mv_cart", event_conditions=("event_name equals page_view",), source_copy_parameters=True)
    assert lines(back(done, now, key_event("mv_cart"), measurement("scrolls"))) == [
        'update ga4.enhanced_measurement_settings["web stream"] scrolls_enabled: False -> True',
        "update ga4.event_create_rule[\"mv_cart\"] event_conditions: ('event_name equals page_view',) -> "
        "('event_name equals scroll',), source_copy_parameters: True -> False",
    ]


# ---- the whole


def test_several_steps_of_one_object_are_one_effect() -> None:
    """Sent again after an unclear outcome, or changed twice: the first before and the last after count."""
    (first,) = done_by(client(CART), valued(300.0))
    (second,) = done_by(client(replace(CART, value=Value(900.0, "JPY"))), valued(500.0))
    assert lines(back([first, first, second], valued(900.0))) == [
        f"update {NAME} value_settings.default_value: 900.0 -> 300.0"
    ]
    assert notes(back([first, second], valued(500.0))) == [
        f"{SAID} value was changed since: 900 → 500: it is not overwritten"
    ]


def test_taking_back_what_took_back_gives_the_run_again() -> None:
    forth = done_by(client(replace(CART, role=Role.PRIMARY)), valued(300.0))
    live = valued(500.0, primary_for_goal=True)
    once = back(forth, live)
    twice = back(once.changes, valued(300.0))
    assert [change.attributes for change in twice.changes] == [change.attributes for change in forth]


def test_nothing_done_is_nothing_to_undo() -> None:
    plan = back([], valued(500.0))
    assert (plan.changes, plan.warnings) == ((), ())
