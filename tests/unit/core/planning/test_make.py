"""From a config and readings to one plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import (
    action,
    ads,
    campaign,
    campaign_goal,
    client,
    conversion,
    ga4,
    goal,
    imported,
    key_event,
    plan_of,
)

from microconv.core.client import CustomGoal, Goals, GoalSetting
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.event_page import page_reached
from microconv.core.event_rule import EventRule
from microconv.core.plan import Action, Bidding, Conflict, Managed, Plan
from microconv.core.planning.make import make_plan
from microconv.core.planning.steps import steps
from microconv.core.resource import Address, Standing
from microconv.core.value import Scalar
from microconv.providers import TYPES


def test_what_was_not_read_is_left_out() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart"))
    plan = make_plan(TYPES, wanted, [ga4()])
    assert [str(change.address) for change in plan.changes] == ['ga4.key_event["mv_cart"]']
    assert plan.accounts == (("ga4", "345678901"),)
    assert [item.type for item in plan.managed] == [kind.name for kind in TYPES if kind.provider == "ga4"]


def test_of_an_account_only_the_types_that_were_read_are_planned() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart"), link_google_ads=True)
    reading = replace(ga4(), types=frozenset({"ga4.key_event"}))
    plan = make_plan(TYPES, wanted, [reading])
    assert [str(change.address) for change in plan.changes] == ['ga4.key_event["mv_cart"]']
    assert plan.managed == (Managed("ga4.key_event", 0),)


def test_the_plan_adds_up_its_parts() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart"), conversion("mv_same"), digest="d1")
    plan = plan_of(wanted, action("mv_same", 1), action("mv_old", 2), key_event("mv_other"))
    assert plan.client == "aoi-store"
    assert plan.accounts == (("google_ads", "123-456-7890"), ("ga4", "345678901"))
    assert plan.unchanged == 3
    assert plan.reads == 3
    assert plan.config_digest == "d1"
    assert [item for item in plan.managed if item.count] == [
        Managed("google_ads.conversion_action", 2),
        Managed("ga4.key_event", 1),
    ]
    assert plan.emulated is False


def test_calls_are_one_mutate_for_the_account_and_one_for_each_key_event() -> None:
    wanted = client(*(conversion(f"mv_{name}", event=f"mv_{name}") for name in "abc"))
    assert plan_of(wanted).apply_calls == 4
    assert plan_of(client()).apply_calls == 0


def test_an_emulated_account_marks_the_plan() -> None:
    assert plan_of(client(), emulated=True).emulated is True
    assert plan_of(client(), emulated=False).emulated is False


def test_an_emulated_and_a_real_account_in_one_plan_are_a_conflict() -> None:
    plan = make_plan(TYPES, client(), [ads(), ga4(emulated=True)])
    assert plan.conflicts == (
        Conflict(
            Address("client", "aoi-store"),
            "one account is emulated and google_ads 123-456-7890 is not",
            "unset what points at the emulator, or `source` the whole file that `microconv emulator --env-file` wrote",
        ),
    )


def test_another_currency_is_a_conflict() -> None:
    plan = plan_of(client(conversion("mv_cart"), path="aoi.yaml"), action("mv_cart"), customer__currency_code="USD")
    assert plan.conflicts == (
        Conflict(
            Address("google_ads.account", "123-456-7890"),
            "the config's currency is JPY, the account's is USD",
            "write `currency: USD` and check every value; a conversion that really is reported in another currency "
            "says so with `value: {currency: …}`",
            "aoi.yaml",
        ),
    )
    assert plan.changes == ()
    assert not plan.empty


def test_a_config_without_currency_has_none_to_differ() -> None:
    assert plan_of(client(currency=""), customer__currency_code="USD").empty
    assert plan_of(client(), customer__currency_code="").empty
    assert plan_of(client(), customer__currency_code="JPY").empty


OWNED = {"owner__account": "999-888-7777", "owner__managed": False}


def test_what_would_have_to_be_made_in_a_manager_account_is_a_conflict() -> None:
    theirs = action("mv_theirs", 2, Standing.OTHER_OWNER)
    goals = Goals(account=(GoalSetting("add_to_cart", False),), custom=(CustomGoal("Learning", ("mv_cart",)),))
    wanted = client(conversion("mv_cart"), path="aoi.yaml", goals=goals)
    plan = plan_of(wanted, theirs, goal("add_to_cart~website"), **OWNED)
    assert plan.conflicts == (
        Conflict(
            Address("google_ads.account", "123-456-7890"),
            "the conversions of 123-456-7890 belong to 999-888-7777 (cross-account conversion tracking), so these "
            "would have to be made or changed there: Learning, add_to_cart~website, mv_cart",
            "if every account that shares them may change, write `google_ads: {manage_owner: true}` and run "
            "`sync --allow manager`; or take them out of the config",
            "aoi.yaml",
        ),
    )
    assert [item.address.name for item in plan.unmanaged] == ["mv_theirs"]
    assert plan.owner == ""


def test_where_nothing_has_to_be_made_there_the_owner_is_no_conflict() -> None:
    plan = plan_of(client(), action("mv_theirs", 2, Standing.OTHER_OWNER), goal("add_to_cart~website"), **OWNED)
    assert plan.empty
    assert plan.owner == ""


def test_with_manage_owner_the_plan_names_the_manager_and_who_shares() -> None:
    facts = {**OWNED, "owner__managed": True, "owner__shared_with": ("111-222-3333", "123-456-7890")}
    plan = plan_of(client(conversion("mv_cart"), manage_owner=True), **facts)
    assert not plan.conflicts
    assert plan.owner == "999-888-7777"
    assert plan.shared_with == ("111-222-3333", "123-456-7890")
    assert plan.fingerprint != plan_of(client(conversion("mv_cart"))).fingerprint


def test_a_stream_that_cannot_be_told_is_a_conflict_only_for_what_needs_it() -> None:
    refusal = {"stream.refusal": "the property has two web streams"}
    plain = client(conversion("mv_cart", source=None, event="mv_cart"), path="aoi.yaml")
    assert not make_plan(TYPES, plain, [ga4(**refusal)]).conflicts
    for wanted in (
        replace(plain, enhanced_measurement={"scrolls": True}),
        client(conversion(source=None, event="mv_x", rules=(EventRule((page_reached("/a"),)),)), path="aoi.yaml"),
    ):
        assert make_plan(TYPES, wanted, [ga4(**refusal)]).conflicts == (
            Conflict(
                Address("ga4.account", "345678901"),
                "the property has two web streams",
                "event rules and enhanced measurement belong to one web stream",
                "aoi.yaml",
            ),
        )


def test_the_manager_that_was_looked_for_is_a_note() -> None:
    plan = plan_of(client(), account__found_through="999-888-7777")
    assert plan.warnings == (
        Diagnostic(
            Severity.NOTE,
            "login-found",
            "the account was reached through manager account 999-888-7777, found automatically",
            where="google_ads 123-456-7890",
            hint="write `google_ads: {login_customer_id: 999-888-7777}` to save the search",
        ),
    )
    assert plan.empty


def test_what_the_account_warns_of_does_not_stop_the_run() -> None:
    plan = plan_of(client(), account__warning="auto-tagging is off")
    assert plan.warnings == (
        Diagnostic(Severity.WARNING, "account", "auto-tagging is off", where="google_ads 123-456-7890"),
    )
    assert plan.empty


def test_a_twin_is_a_warning_in_the_plan() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart", role=Role.PRIMARY, span=Span("aoi.yaml", 9, 5)))
    live = (action("mv_cart", 1, primary_for_goal=True), imported("mv_cart", 2, primary_for_goal=True))
    plan = plan_of(wanted, *live, key_event("mv_cart"))
    assert plan.empty
    assert plan.warnings == (
        Diagnostic(
            Severity.WARNING,
            "double-counting",
            '"mv_cart" and "Aoi (web) mv_cart" count the same GA4 event mv_cart, and both are primary: bidding counts '
            "each conversion twice",
            span=Span("aoi.yaml", 9, 5),
            where='google_ads.conversion_action["Aoi (web) mv_cart"]',
            hint="make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}`",
        ),
    )


PROMOTED = conversion("mv_cart", source=GA4_IMPORT, event="mv_cart", role=Role.PRIMARY)
HIDDEN = imported("mv_cart", 1, Standing.HIDDEN)
LEARNING = Goals(custom=(CustomGoal("Learning", ("mv_cart", "mv_b"), ("Brand",)),))


REFUSED = Conflict(Address("google_ads.conversion_action", "mv_cart"), "Google refuses it", "leave it", refused=True)


def refusing(goals: Goals, *names: str) -> Plan:
    """The plan where Google lets nobody change these attributes of the hidden import."""
    brand = campaign("Brand", 1)
    live = (HIDDEN, action("mv_b", 2), goal("add_to_cart~website"), brand, campaign_goal(brand, "add_to_cart~website"))
    wanted = client(PROMOTED, conversion("mv_b"), goals=goals)
    refused = {HIDDEN.id: dict.fromkeys(names, REFUSED)}
    return make_plan(TYPES, wanted, [ads(*live), ga4(key_event("mv_cart"))], refused)


def sent(plan: Plan) -> list[tuple[str, dict[str, Scalar]]]:
    return [(item.address.name, {one.name: one.after for one in item.attributes}) for item in plan.changes]


def test_what_google_refuses_is_not_planned_and_bidding_does_not_shift() -> None:
    free = refusing(Goals())
    assert sent(free) == [("mv_cart", {"status": "enabled", "primary_for_goal": True})]
    assert [(item.action, item.bidding) for item in free.shifts] == [("Aoi (web) mv_cart", Bidding.STARTS)]

    stuck = refusing(Goals(), "primary_for_goal")
    assert sent(stuck) == [("mv_cart", {"status": "enabled"})]
    assert [item.bidding for item in stuck.changes] == [Bidding.NO_EFFECT]
    assert stuck.shifts == ()

    nothing = refusing(Goals(), "primary_for_goal", "status")
    assert (nothing.changes, nothing.conflicts) == ((), (REFUSED,))
    assert nothing.apply_calls == 0
    assert nothing.shifts == ()


def test_what_a_plan_demotes_and_google_does_not_let_it_is_not_planned_as_a_demote() -> None:
    live = imported("mv_cart", 1, primary_for_goal=True, status="hidden")
    wanted = client(replace(PROMOTED, role=Role.SECONDARY))
    readings = [ads(replace(live, standing=Standing.HIDDEN)), ga4(key_event("mv_cart"))]
    assert [item.action for item in make_plan(TYPES, wanted, readings).changes] == [Action.DEMOTE]
    stuck = make_plan(TYPES, wanted, readings, {live.id: {"primary_for_goal": REFUSED}})
    assert [item.action for item in stuck.changes] == [Action.UPDATE]
    assert sent(stuck) == [("mv_cart", {"status": "enabled"})]


def test_a_custom_goal_does_not_list_what_google_does_not_let_one_enable() -> None:
    """Google refuses a custom goal with an action that is not enabled."""

    def listed(plan: Plan) -> list[Scalar]:
        return [state["conversion_actions"] for _, state in sent(plan) if "conversion_actions" in state]

    assert listed(refusing(LEARNING)) == [("Aoi (web) mv_cart", "mv_b")]
    assert listed(refusing(LEARNING, "status")) == [("mv_b",)]
    assert listed(refusing(LEARNING, "primary_for_goal")) == [("Aoi (web) mv_cart", "mv_b")]


CLOSED = (GoalSetting("add_to_cart", False),)


@pytest.mark.parametrize(
    ("goals", "late", "calls"),
    [
        (Goals(), False, [["mv_cart"]]),
        (Goals(account=CLOSED), True, [["add_to_cart~website", "mv_cart"]]),
        (
            replace(LEARNING, account=CLOSED),  # Google takes nothing into a custom goal that is not enabled
            False,
            [["mv_cart"], ["add_to_cart~website", "Learning", "Brand/add_to_cart~website", "Brand"]],
        ),
        (
            Goals(custom=(CustomGoal("Other", ("mv_b",), ("Brand",)),)),
            True,
            [["Other", "Brand/add_to_cart~website", "Brand", "mv_cart"]],
        ),
    ],
)
def test_what_is_enabled_goes_out_last_unless_a_custom_goal_needs_it(
    goals: Goals, late: bool, calls: list[list[str]]
) -> None:
    """Before the goals are set bidding would use it as nobody wants."""
    brand, pair = campaign("Brand", 1), "add_to_cart~website"
    live = (action("mv_cart", 1, Standing.HIDDEN), action("mv_b", 2), goal(pair), brand, campaign_goal(brand, pair))
    plan = plan_of(client(conversion("mv_cart"), conversion("mv_b"), goals=goals), *live)
    assert not plan.conflicts
    assert [item.late for item in plan.changes if item.address.name == "mv_cart"] == [late]
    assert [[item.address.name for item in step.changes] for step in steps(TYPES, plan.changes)] == calls


def test_another_category_of_what_is_enabled_comes_before_the_goals_that_appear_with_it() -> None:
    brand, pair = campaign("Brand", 1), "page_view~website"
    live = (action("mv_cart", 1, Standing.HIDDEN, category="page_view"), goal(pair), brand, campaign_goal(brand, pair))
    wanted = client(conversion("mv_cart", role=Role.PRIMARY), goals=Goals(account=CLOSED))
    plan = plan_of(wanted, *live)
    out = [[(item.address.name, {one.name: one.after for one in item.attributes}) for item in step.changes]
           for step in steps(TYPES, plan.changes)]  # fmt: skip
    assert out == [
        [("mv_cart", {"category": "add_to_cart"})],
        [("add_to_cart~website", {"biddable": False}), ("mv_cart", {"status": "enabled", "primary_for_goal": True})],
    ]
    assert plan.shifts == ()


def test_account_conflicts_come_before_those_of_objects() -> None:
    wanted = client(conversion("mv_cart"))
    plan = plan_of(wanted, action("mv_cart", type="ad_call"), customer__currency_code="USD")
    assert [item.address.type for item in plan.conflicts] == ["google_ads.account", "google_ads.conversion_action"]


def test_a_reading_of_an_unknown_type_is_ignored() -> None:
    stray = action("mv_x")
    stray = replace(stray, address=Address("google_ads.label", "mv_x"))
    assert make_plan(TYPES, client(), [ads(stray), ga4()]).empty
