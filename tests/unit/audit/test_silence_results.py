"""Do the results that bidding learns from still arrive?"""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.proof import no_result
from microconv.audit.result import Standpoint
from microconv.audit.rule import Status
from microconv.audit.rules.learning import upkeep_amounts
from microconv.audit.rules.roles_in_effect import roles_nothing_counted
from microconv.audit.rules.silence import silence_month, silence_quarter, silence_week
from microconv.audit.rules.silence_results import silence_result
from microconv.audit.rules.silence_seen import silence_not_ads
from microconv.core.context import CampaignBidding, Context, Upload
from microconv.core.measures import SPEND, Counted
from microconv.core.resource import Live, Standing
from tests.strategies import action, campaign, goal
from tests.unit.audit.cases import TODAY, Case, account, cannot_tell, does_not_apply, fails, passes

SALE = action("Sale", 1, category="purchase", primary_for_goal=True)
LEAD = action("Lead", 2, category="submit_lead_form", primary_for_goal=True)
STEP = action("mv_cart", 3, primary_for_goal=True)
DEAL = action("Deal", 4, Standing.FIXED, type="salesforce", category="converted_lead", primary_for_goal=True)
STORE = action("Store", 5, Standing.SYSTEM, category="store_visit", origin="store", primary_for_goal=True)
BRAND = campaign("Brand", 1)
GONE, GOOD = "no_recent_upload", "good"


def ago(days: int, count: float = 30.0, *, asked: int | None = None) -> Counted:
    """Counted last so many days before the audit; its tag was asked `asked` days ago, as long ago unless told."""
    last = TODAY - datetime.timedelta(days=days)
    seen = TODAY - datetime.timedelta(days=days if asked is None else asked)
    return Counted(bid=count, all=count, last=last, asked=f"{seen} 00:00:00")


def one(counted: Counted, item: Live = SALE, *more: Live, **said: Any) -> Subject:
    return account(item, BRAND, *more, counts={item.address.name: counted}, **said)


def uploaded(*states: str, counts: dict[str, Counted] | None = None, live: tuple[Live, ...] = (DEAL,)) -> Subject:
    """Deals whose uploads Google judges so, one judgement for each way in which they come."""
    uploads = tuple(Upload("4", f"way_{number}", state) for number, state in enumerate(states))
    return account(*live, BRAND, counts=counts or {"Deal": ago(2)}, context=Context(uploads=uploads))


CASES = [
    fails(silence_result, one(ago(12)), "Sale", seen=("2026-11-11", "11", "30 ")),
    fails(silence_result, one(ago(8)), "Sale", about="7 full days"),
    passes(silence_result, one(ago(7)), "6 full days"),
    fails(silence_result, one(ago(30)), "Sale", about="29 full days"),
    passes(silence_result, one(ago(31)), "a month: silence-30"),
    passes(silence_result, one(ago(12, 8.0)), "fewer than three to be expected"),
    passes(silence_result, one(ago(12, asked=2)), "its tag works: silence-not-ads"),
    does_not_apply(silence_result, one(ago(12), STEP), about="a step"),
    does_not_apply(silence_result, one(ago(12), SALE, goal("purchase~website", False)), about="not used"),
    does_not_apply(silence_result, one(ago(12), STORE, goal("store_visit~store")), about="Google made it"),
    does_not_apply(silence_result, one(ago(12), action("UA", 5, type="universal_analytics_goal", category="purchase",
                                                       primary_for_goal=True)), about="it has ended"),
    does_not_apply(silence_result, one(ago(12), spend={"1": 0.0}), "0", about="campaigns are paused"),
    fails(silence_result, one(ago(12), spend={"1": 0.0}, missing={SPEND: "refused"}), "Sale"),
    fails(silence_result, one(ago(12), spend={"1": 0.0, "2": 0.1}), "Sale", about="one campaign spends"),
    Case(silence_result, Status.NOT_APPLICABLE, account(SALE, counts={}), unseen=("30",), about="nothing, ever"),
    cannot_tell(silence_result, account(SALE)),
    cannot_tell(silence_result, one(ago(12), account__warning="no goals"), "no goals"),
    does_not_apply(silence_result, account(google_ads=False)),
    # The other rules on silence leave it what it tells of, and none judges an account that spends nothing.
    does_not_apply(silence_week, one(ago(12)), about="silence-result tells"),
    fails(silence_week, one(ago(12), account__warning="no goals"), "Sale", about="what bidding uses is not known"),
    *(does_not_apply(rule, one(ago(days), spend={"1": 0.0}), "0")
      for rule, days in ((silence_week, 12), (silence_month, 40), (silence_quarter, 100))),
    does_not_apply(silence_not_ads, one(ago(12, asked=2), spend={"1": 0.0}), "0"),
    does_not_apply(roles_nothing_counted, one(Counted(), spend={"1": 0.0}), "0", about="campaigns are paused"),
    does_not_apply(upkeep_amounts, one(Counted(), spend={"1": 0.0}, context=Context(
        campaigns=(CampaignBidding("Brand", "target_cpa", "enabled"),))), "0", about="campaigns are paused"),
]  # fmt: skip


def lacking(subject: Subject) -> tuple[str, Standpoint] | None:
    lack = no_result(subject)
    return None if lack is None else (lack.why.en, lack.at_best)


PROOFS: dict[str, tuple[Subject, tuple[str, Standpoint] | None]] = {
    "a result that stopped": (
        one(ago(12)),
        (
            "final conversions have stopped arriving: Sale (last conversion on 2026-11-11, 11 full days ago)",
            Standpoint.PARTLY,
        ),
    ),
    "a result that goes on": (one(ago(2)), None),
    "one of two results": (account(SALE, LEAD, BRAND, counts={"Sale": ago(12), "Lead": ago(1)}), None),
    "a result beside one that counts nothing": (
        account(SALE, LEAD, BRAND, counts={"Sale": ago(12), "Lead": Counted()}),
        (
            "final conversions have stopped arriving: Sale (last conversion on 2026-11-11, 11 full days ago)",
            Standpoint.PARTLY,
        ),
    ),
    "an upload that stopped": (
        uploaded(GONE),
        ("final conversions have stopped arriving: Deal (nothing is uploaded any more)", Standpoint.PARTLY),
    ),
    "an upload that stopped beside forms": (
        uploaded(GONE, live=(DEAL, LEAD), counts={"Deal": ago(2), "Lead": ago(1)}),
        ("final conversions have stopped arriving: Deal (nothing is uploaded any more)", Standpoint.PARTLY),
    ),
    "an upload that goes on in another way": (uploaded(GONE, GOOD), None),
    "an upload that goes on": (uploaded(GOOD), None),
    "campaigns that are paused": (
        one(ago(70), spend={"1": 0.0}),
        ("the campaigns spent nothing in 30 days: no ad could bring a conversion", Standpoint.UNKNOWN),
    ),
}


@pytest.mark.parametrize("about", PROOFS)
def test_what_a_yes_lacks(about: str) -> None:
    subject, lack = PROOFS[about]
    assert lacking(subject) == lack
