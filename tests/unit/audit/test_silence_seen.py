"""Does a tag work that counts nothing, and which days should bidding leave out?"""

from __future__ import annotations

import datetime
from typing import Any

from microconv.analysis.subject import Subject
from microconv.audit.rules.silence import silence_month, silence_quarter, silence_week
from microconv.audit.rules.silence_results import silence_result
from microconv.audit.rules.silence_seen import silence_exclusion, silence_not_ads
from microconv.audit.run import verdict
from microconv.core.context import CampaignBidding, Context
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from tests.strategies import action, campaign, goal
from tests.unit.audit.cases import TODAY, account, cannot_tell, does_not_apply, fails, passes

SALE = action("Sale", 1, category="purchase", primary_for_goal=True)
ASIDE = action("Aside", 2, category="purchase")
UPLOAD = action("Lead", 3, type="upload_clicks", category="purchase", primary_for_goal=True)


def ago(days: int, seen: int | None = None, lags: float = 0.0, **said: float) -> Counted:
    """Counted last so many days before the audit, `days` - 1 of them full ones; its tag was asked `seen` days ago."""
    asked = TODAY - datetime.timedelta(days=days if seen is None else seen)
    last = TODAY - datetime.timedelta(days=days)
    return Counted(last=last, asked=f"{asked} 00:00:00", lags={"less_than_one_day": lags}, **said)


def one(counted: Counted, item: Live = SALE, **said: Any) -> Subject:
    return account(item, counts={item.address.name: counted}, **said)


BUSY = {"all": 90.0}
NOT_ADS = [
    fails(silence_not_ads, one(ago(8, 1, **BUSY)), "Sale", seen=("2026-11-15", "7", "2026-11-22 00:00:00")),
    fails(silence_not_ads, one(ago(8, 7, **BUSY)), "Sale", about="asked a week ago"),
    passes(silence_not_ads, one(ago(9, 8, **BUSY)), "asked longer ago: its tag may be what broke"),
    passes(silence_not_ads, one(ago(7, 1, **BUSY)), "6 full days"),
    fails(silence_not_ads, one(ago(11, 1, all=9.0)), "Sale", about="3 expected by the month"),
    passes(silence_not_ads, one(ago(11, 1, all=8.9)), "fewer expected"),
    fails(silence_not_ads, one(ago(31, 1, lags=9.0)), "Sale", about="3 expected by the quarter"),
    passes(silence_not_ads, one(ago(31, 1, lags=8.9))),
    fails(silence_not_ads, one(ago(200, 1, lags=90.0)), "Sale"),
    passes(silence_not_ads, one(ago(8, 1, **BUSY), UPLOAD), "an upload has no tag"),
    passes(silence_not_ads, one(Counted(last=TODAY - datetime.timedelta(days=9), all=90.0)), "never asked, it seems"),
    does_not_apply(silence_not_ads, account(SALE, counts={}), about="nothing, ever"),
    does_not_apply(silence_not_ads, one(ago(91, 1, lags=90.0), action("T", 4, Standing.OTHER_OWNER))),
    does_not_apply(silence_not_ads, account(google_ads=False), "Google"),
    cannot_tell(silence_not_ads, account(SALE)),
]


def learned(counted: Counted, item: Live = SALE, strategy: str = "target_cpa", **said: Any) -> Subject:
    """An action that counted, and two campaigns: one that learns by a strategy, one whose bids are set by hand."""
    bidding = (CampaignBidding("Brand", strategy, "enabled"), CampaignBidding("By hand", "manual_cpc", "unavailable"))
    campaigns = (campaign("Brand", 71), campaign("By hand", 72), goal("purchase~website"))
    counts = {item.address.name: counted}
    return account(item, *campaigns, **{"counts": counts, "context": Context(campaigns=bidding), **said})


EXCLUSION = [
    fails(
        silence_exclusion,
        learned(ago(15, **BUSY)),
        "Sale",
        seen=("2026-11-09 00:00:00 – 2026-11-23 00:00:00", "[Brand]", "2026-11-08", "14"),
        about="14 full days: one exclusion",
        unseen=("By hand",),
    ),
    fails(
        silence_exclusion,
        learned(ago(30, **BUSY)),
        "Sale",
        seen=(
            "2026-10-25 00:00:00 – 2026-11-08 00:00:00, 2026-11-08 00:00:00 – 2026-11-22 00:00:00, "
            "2026-11-22 00:00:00 – 2026-11-23 00:00:00",
        ),
        unseen=("2026-11-23 00:00:00 –",),
        about="29 full days: three of them",
    ),
    fails(silence_exclusion, learned(ago(8, **BUSY)), "Sale", about="7 full days"),
    passes(silence_exclusion, learned(ago(7, **BUSY)), "6 full days"),
    fails(silence_exclusion, learned(ago(90, lags=90.0)), "Sale", about="89 full days"),
    passes(silence_exclusion, learned(ago(91, lags=90.0)), "longer than it could help"),
    passes(silence_exclusion, learned(ago(15, all=5.0)), "so rare that silence means nothing"),
    passes(silence_exclusion, learned(ago(15, **BUSY), strategy="target_spend"), "nobody learns from it"),
    does_not_apply(silence_exclusion, learned(ago(15, **BUSY), ASIDE), about="bidding does not use it"),
    does_not_apply(silence_exclusion, learned(ago(15, 1, **BUSY)), about="its tag works: silence-not-ads"),
    does_not_apply(silence_exclusion, account(google_ads=False), "Google"),
    cannot_tell(silence_exclusion, learned(ago(15, **BUSY), account__warning="no access"), "no access"),
    cannot_tell(silence_exclusion, learned(ago(15, **BUSY), context=Context()), about="an older snapshot"),
    cannot_tell(silence_exclusion, learned(ago(15, **BUSY), missing={"conversions": "DENIED: no"}), "DENIED"),
]
CASES = [*NOT_ADS, *EXCLUSION]


def test_silence_of_a_tag_that_works_is_not_told_as_broken_measurement() -> None:
    """Of the rules on silence exactly one speaks, whichever it is."""
    rules = (silence_week, silence_result, silence_month, silence_quarter, silence_not_ads)
    for days in range(8, 140):
        for seen in (1, days):
            subject = one(ago(days, seen, lags=500.0, all=500.0))
            speaking = [each for each in rules if verdict(each, subject).evidence]
            assert len(speaking) == 1, (days, seen)
            assert (speaking == [silence_not_ads]) is (seen == 1), (days, seen)
