"""Has every result a value where campaigns bid for value? And of which actions is a value asked at all?"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.analysis.subject import Subject
from microconv.audit.rules.value_bidding import values_not_bid_for
from microconv.audit.rules.values import values_default_one, values_missing, values_same
from microconv.core.context import CampaignBidding, Context
from microconv.core.conversion import ConversionKind
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.strategies import action, campaign, client, conversion, goal
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes

BRAND, GENERIC = campaign("Brand", 1), campaign("Generic", 2)


def primary(name: str, number: int, value: float, standing: Standing = Standing.NORMAL, /, **state: Scalar) -> Live:
    """A primary action that always counts one value."""
    made: dict[str, Scalar] = {"category": "purchase", "value_settings__always_use_default_value": True}
    given = {**made, "primary_for_goal": True, "value_settings__default_value": value, **state}
    return action(name, number, standing, **given)


def bidding(*live: Live, counts: Mapping[str, Counted] | None = None, **strategies: str) -> Subject:
    """Two campaigns with these strategies, by name."""
    said = tuple(CampaignBidding(name, strategy, "enabled") for name, strategy in strategies.items())
    return account(*live, BRAND, GENERIC, counts=counts or {}, context=Context(campaigns=said), property_=False)


SENT: dict[str, Scalar] = {"value_settings__always_use_default_value": False}
SALE, FREE = primary("Sale", 1, 500), primary("Order", 2, 0)
LOGIN = primary("マイページログイン", 4, 0, category="default")
TEN, NINE = Counted(all=10), Counted(all=9.9)
CALLS: dict[str, Scalar] = {"type": "smart_campaign_tracked_calls", "category": "phone_call_lead"}
LOOK = action("mv_look", 3, category="page_view", value_settings__always_use_default_value=True)
DECLARED = client(conversion("mv_look"))
UNDECIDED = client(conversion("mv_look", kind=ConversionKind.UNDECIDED))
ASIDE: dict[str, Scalar] = {"primary_for_goal": False}

CASES = [
    fails(values_not_bid_for, bidding(SALE, FREE, Brand="target_roas"), "Order", seen=("[Brand]",)),
    fails(values_not_bid_for, bidding(FREE, Brand="maximize_conversion_value", Generic="target_roas"), "Order",
          seen=("[Brand, Generic]",)),
    fails(values_not_bid_for, bidding(primary("Sale", 1, 0, **SENT), counts={"Sale": TEN}, Brand="target_roas"),
          "Sale", about="its tag sends none"),
    passes(values_not_bid_for, bidding(primary("Sale", 1, 0, **SENT), counts={"Sale": NINE}, Brand="target_roas"),
           "too few to tell"),
    passes(values_not_bid_for, bidding(SALE, Brand="target_roas")),
    passes(values_not_bid_for, bidding(SALE, LOGIN, Brand="target_roas"), "what may be no result: values-missing"),
    does_not_apply(values_not_bid_for, bidding(LOGIN, Brand="target_roas"), about="nothing that is known to be one"),
    fails(values_missing, bidding(SALE, LOGIN, Brand="target_roas"), "マイページログイン"),
    passes(values_not_bid_for, bidding(SALE, primary("mv_cart", 2, 0), Brand="target_roas"), "a step: values-missing"),
    does_not_apply(values_not_bid_for, bidding(primary("mv_cart", 2, 0), Brand="target_roas"), about="steps alone"),
    does_not_apply(values_not_bid_for, bidding(FREE, Brand="target_cpa"), about="by number"),
    does_not_apply(values_not_bid_for, bidding(primary("Order", 2, 0, **ASIDE), Brand="target_roas"), about="observed"),
    does_not_apply(values_not_bid_for, bidding(FREE, goal("purchase~website", False), Brand="target_roas")),
    does_not_apply(values_not_bid_for, bidding(primary("Calls", 2, 0, Standing.FIXED, **CALLS), Brand="target_roas"),
                   about="nobody can set it"),
    cannot_tell(values_not_bid_for, account(FREE, counts={}, context=Context(campaigns=()), account__warning="no"),
                "no"),
    cannot_tell(values_not_bid_for, account(FREE, counts={}), about="an older snapshot"),
    does_not_apply(values_not_bid_for, account(google_ads=False)),
    # Told once: as an error where campaigns bid for value.
    passes(values_missing, bidding(FREE, Brand="target_roas"), "values-not-bid-for tells"),
    fails(values_missing, bidding(FREE, Brand="target_cpa"), "Order", about="by number"),
    fails(values_missing, bidding(primary("mv_cart", 2, 0), Brand="target_roas"), "mv_cart", about="a step"),
    # Of these nobody is asked for a value.
    does_not_apply(values_default_one, account(primary("Calls", 1, 1, Standing.FIXED, **CALLS)), about="Google's"),
    does_not_apply(values_missing, account(primary("Calls", 1, 0, Standing.FIXED, **CALLS)), about="Google's"),
    does_not_apply(values_default_one, account(primary("予約キャンセル", 1, 1, **ASIDE)), about="a cancellation"),
    does_not_apply(values_missing, account(primary("Refund", 1, 0)), about="a refund"),
    does_not_apply(values_default_one, account(primary("Page view", 1, 1, category="page_view")), about="is to leave"),
    does_not_apply(values_default_one, account(primary("Page view", 1, 1, category="page_view", **ASIDE)),
                   about="observed, and nobody listed it"),
    does_not_apply(values_missing, account(LOOK), about="observed, and nobody listed it"),
    does_not_apply(values_missing, account(LOOK, client=UNDECIDED), about="an import listed it"),
    fails(values_missing, account(LOOK, client=DECLARED), "mv_look", about="somebody listed it"),
    does_not_apply(values_same, account(*(primary(f"Calls {n}", n, 1, Standing.FIXED, **{**CALLS, **SENT})
                                          for n in (1, 2)))),
    fails(values_same, account(primary("Sale", 1, 1, **SENT),
                               primary("Calls", 2, 1, Standing.FIXED, **{**CALLS, **SENT})), "Sale"),
]  # fmt: skip
