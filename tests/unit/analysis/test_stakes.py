"""The order of findings by what is at stake: spend, conversions, results, values."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from microconv.analysis.evidence import Evidence
from microconv.analysis.stakes import NO_STAKE, Stake, Stakes
from microconv.analysis.subject import Subject
from microconv.audit.result import Audit
from microconv.audit.run import audit
from microconv.core.context import CampaignBidding, Context
from microconv.core.conversion import GA4_IMPORT
from microconv.core.kinds import ACCOUNT_GOAL, CUSTOM_GOAL
from microconv.core.measures import Counted
from microconv.core.resource import Address, Live
from microconv.core.text import NO_TEXT
from tests.strategies import (
    action,
    campaign,
    campaign_goal,
    client,
    conversion,
    custom_goal,
    goal,
    imported,
    key_event,
    rule,
)
from tests.unit.audit.cases import account


def tag(name: str, number: int, category: str = "purchase", **state: object) -> Live:
    given = {"category": category, "primary_for_goal": True, **state}
    return action(name, number, **given)  # type: ignore[arg-type]


SALE, LEAD = tag("Sale", 1), tag("Lead", 2, "submit_lead_form")
SCROLL, CART = tag("Scroll", 3, "engagement"), tag("Cart", 4, "add_to_cart")
SHOP, LEADS = campaign("Shop", 71), campaign("Leads", 72, own=True)
OPEN = (campaign_goal(LEADS, "submit_lead_form~website"), campaign_goal(LEADS, "engagement~website"))
COUNTS = {
    "Sale": Counted(bid=40, bid_value=40, all=45),
    "Lead": Counted(bid=4, bid_value=36_000, all=4),
    "Scroll": Counted(bid=356, bid_value=712, all=356),
    "Cart": Counted(all=90),
}
SPENT = {"71": 90_000.0, "72": 1_000.0}
GOALS = (
    goal("purchase~website"),
    goal("engagement~website"),
    *(goal(f"{category}~website", biddable=False) for category in ("submit_lead_form", "add_to_cart")),
)


def world(*more: Live, counts: Mapping[str, Counted] | None = COUNTS, **said: object) -> Subject:
    """Shop learns from sales and scrolls, Leads from leads and scrolls; the cart's goal is not there."""
    given = {"spend": SPENT, **said}
    return account(SALE, LEAD, SCROLL, CART, SHOP, LEADS, *OPEN, *GOALS, *more, counts=counts, **given)  # type: ignore[arg-type]


def about(subject: Subject, *objects: Live) -> Stake:
    return Stakes(subject).of([subject.of(item, NO_TEXT) for item in objects])


def test_all_that_campaigns_spend_rests_on_a_result_that_they_learn_from() -> None:
    subject = world()
    assert about(subject, SALE) == Stake(90_000, 396, True, 40, 45)
    assert about(subject, LEAD) == Stake(1_000, 360, True, 36_000, 4)


def bidding_for(strategy: str) -> Context:
    return Context(campaigns=(CampaignBidding("Shop", strategy, "enabled"), CampaignBidding("Leads", "x", "enabled")))


def test_where_a_campaign_bids_for_value_a_step_has_its_share_of_the_value() -> None:
    by_number, by_value = (
        about(world(context=bidding_for(strategy)), SCROLL) for strategy in ("target_cpa", "target_roas")
    )
    assert by_number.spend == pytest.approx(90_000 * 356 / 396 + 1_000 * 356 / 360)
    assert by_value.spend == pytest.approx(90_000 * 712 / 752 + 1_000 * 356 / 360)
    nothing = {name: replace(item, bid_value=0.0) for name, item in COUNTS.items()}
    assert about(world(counts=nothing, context=bidding_for("target_roas")), SCROLL).spend == by_number.spend


def test_on_a_step_rests_its_share_of_what_each_campaign_learns_from() -> None:
    spent = pytest.approx(90_000 * 356 / 396 + 1_000 * 356 / 360)
    assert about(world(), SCROLL) == Stake(spent, 356, False, 712, 356)


def test_what_bidding_does_not_use_has_its_count_alone() -> None:
    assert about(world(), CART) == Stake(0, 0, False, 0, 90)


def test_several_together_count_once() -> None:
    subject = world()
    assert about(subject, SALE, SCROLL, SALE) == Stake(pytest.approx(90_000 + 1_000 * 356 / 360), 396, True, 752, 401)
    assert about(subject, SALE, LEAD).spend == 91_000


def test_a_result_where_none_is_counted_weighs_all_that_is_spent() -> None:
    """Observed, or never counted: the campaigns spend without a result."""
    silent = {**COUNTS, "Sale": Counted(), "Lead": Counted()}
    observed = tag("Booking", 9, "book_appointment", primary_for_goal=False)
    assert about(world(observed), observed).spend == 0
    assert about(world(observed, counts=silent), observed) == Stake(91_000, 356, True, 0, 0)
    assert about(world(counts=silent), CART).spend == 0


def test_where_nothing_is_counted_a_step_has_an_equal_part() -> None:
    nothing = world(counts={})
    assert about(nothing, SCROLL).spend == 90_000 / 2 + 1_000 / 2
    assert about(nothing, SALE).spend == 91_000  # Leads learns from no result that counted either


def test_what_nobody_read_is_not_zero() -> None:
    assert about(world(counts=None), SALE) == Stake(None, None, True, None, 0)
    assert about(world(spend={}), SALE) == Stake(None, 396, True, 40, 45)
    assert about(world(missing={"spend": "refused"}), SALE).spend is None
    assert about(world(missing={"conversions": "refused"}), SALE) == Stake(90_000, None, True, None, 45)


def test_without_campaigns_the_account_is_one_place() -> None:
    subject = account(SALE, SCROLL, *GOALS, counts={name: COUNTS[name] for name in ("Sale", "Scroll")})
    assert about(subject, SALE) == Stake(None, 396, True, 40, 45)
    assert about(subject, SCROLL).conversions == 356


def test_where_goals_could_not_be_read_primary_actions_share_all_that_is_spent() -> None:
    subject = world(account__warning="no")
    assert about(subject, LEAD).spend == about(subject, SALE).spend == 91_000
    assert about(subject, CART).conversions == COUNTS["Cart"].bid


def test_the_account_is_everything() -> None:
    subject = world()
    of_account = subject.of_account("google_ads", NO_TEXT)
    assert Stakes(subject).of([of_account, subject.of(CART, NO_TEXT)]) == Stake(91_000, 400, True, 36_752, 495)


def test_goals_and_campaigns_stand_for_what_learns_from_them() -> None:
    subject = world(custom_goal("Scrolls", 5, SCROLL), campaign("Videos", 73, custom=5), spend={**SPENT, "73": 10.0})
    assert about(subject, GOALS[0]) == about(subject, SALE) == Stake(90_010, 396, True, 40, 45)
    assert about(subject, LEADS) == Stake(1_000, 360, True, 36_712, 0)
    assert about(subject, OPEN[1]) == about(subject, LEADS)
    custom = Evidence(str(Address(CUSTOM_GOAL, "Scrolls")), "Scrolls", NO_TEXT)
    assert Stakes(subject).of([custom]).spend == 10
    of_goal = Evidence(str(Address(ACCOUNT_GOAL, "purchase~website")), "", NO_TEXT, SALE.id, others=(LEAD.id,))
    assert Stakes(subject).of([of_goal]).spend == 91_010


def test_conversions_of_the_config_and_events_stand_for_their_actions() -> None:
    bought = imported("buy", 8, category="purchase", primary_for_goal=True, name="Aoi buy")
    counts = {**COUNTS, "Aoi buy": Counted(bid=4, all=5)}
    said = client(conversion("buy", source=GA4_IMPORT, event="buy"), conversion("Lead"))
    subject = world(bought, key_event("buy"), key_event("call", 2), rule("buy"), counts=counts, client=said,
                    events={"call": 7, "generate_lead": 9})  # fmt: skip
    whole = Stake(90_000, 400, True, 0, 5)
    for item in (subject.key_events[0], rule("buy")):
        assert about(subject, item) == whole
    assert Stakes(subject).of([subject.of_conversion(said.conversions[0], NO_TEXT)]) == whole
    assert Stakes(subject).of([subject.of_conversion(said.conversions[1], NO_TEXT)]).spend == 1_000
    assert Stakes(subject).of([subject.of_account("ga4", NO_TEXT)]) == whole
    assert about(subject, subject.key_events[1]) == Stake(0, 0, True, 0, 7)
    lead = Evidence('ga4.key_event["generate_lead"]', "generate_lead", NO_TEXT)
    assert Stakes(subject).of([lead]) == Stake(0, 0, True, 0, 9)
    other = Evidence('ga4.key_event["scrolled"]', "scrolled", NO_TEXT)
    assert Stakes(subject).of([other]) == Stake(0, 0, False, 0, 0)


def test_what_has_no_number_has_no_stake() -> None:
    subject = world(client=client(owner=""))
    assert Stakes(subject).of([subject.of_client(NO_TEXT)]) == NO_STAKE
    assert Stakes(subject).of([]) == NO_STAKE
    assert Stakes(account(google_ads=False, property_=False)).of([subject.of(SALE, NO_TEXT)]) == NO_STAKE


def audited(subject: Subject) -> Audit:
    return audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv")


def ones() -> tuple[Live, ...]:
    """Three actions that always count 1: a sale, a scroll that is counted 25 times as often, and an observed one."""
    fixed = {"value_settings__default_value": 1.0, "value_settings__always_use_default_value": True}
    return (
        tag("a cart", 1, "add_to_cart", **fixed),
        tag("b observed", 2, "add_to_cart", primary_for_goal=False, **fixed),
        tag("c sale", 3, counting_type="many_per_click", **fixed),
        SHOP,
    )


ONES = {"a cart": Counted(bid=900, bid_value=900, all=900), "b observed": Counted(all=5_000),
        "c sale": Counted(bid=36, bid_value=36, all=36)}  # fmt: skip


@pytest.mark.parametrize("spend", [{"71": 5_000.0}, {}], ids=["with costs", "without"])
def test_a_primary_final_at_value_one_stands_above_a_step(spend: Mapping[str, float]) -> None:
    found = audited(account(*ones(), counts=ONES, spend=spend))
    left = [item.evidence.name for item in found.findings if item.rule.id == "values-default-one"]
    assert left == ["c sale", "a cart", "b observed"]
    rules = [item.rule.id for item in found.failed if item.rule.level.value == "warning"]
    assert rules[:2] == ["roles-steps-dominate", "values-default-one"]  # the account, then the sale
    assert set(rules) > {"roles-micro-enough"}


def test_the_order_does_not_rest_on_the_order_of_what_was_read() -> None:
    orders = set()
    for seed in range(6):
        live = [SALE, LEAD, SCROLL, CART, SHOP, LEADS, *OPEN, *GOALS]
        random.Random(seed).shuffle(live)
        findings = audited(account(*live, counts=COUNTS, spend=SPENT)).findings
        orders.add(tuple((item.rule.id, item.evidence.object, item.stake) for item in findings))
    assert len(orders) == 1


def test_audits_with_as_many_findings_go_by_the_conversions_at_stake() -> None:
    less = {name: Counted(bid=one.bid / 2, bid_value=one.bid_value, all=one.all) for name, one in ONES.items()}
    more, fewer = (audited(account(*ones(), counts=counts, spend={"71": 9.0})) for counts in (ONES, less))
    assert more.weight[:3] == fewer.weight[:3]
    assert more.weight > fewer.weight
