"""Accounts as an agency meets them, one for each trade: exactly these findings, and exactly these answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.run import audit
from microconv.core.context import CampaignBidding, Context, Upload
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.strategies import CUSTOMER, action, campaign, imported, key_event, link
from tests.unit.audit.cases import TODAY, account

BRAND = campaign("指名", 1)
SPENT = {"1": 300_000.0}
FIXED: dict[str, Scalar] = {
    "value_settings__always_use_default_value": True,
    "counting_type": "one_per_click",
    "primary_for_goal": True,
}


def tag(
    name: str, number: int, category: str, value: float, standing: Standing = Standing.NORMAL, /, **state: Scalar
) -> Live:
    """A primary action with a value of its own."""
    given = {"category": category, **FIXED, "value_settings__default_value": value, **state}
    return action(name, number, standing, **given)


def aside(name: str, number: int, category: str, value: float) -> Live:
    return tag(name, number, category, value, primary_for_goal=False)


def counted(count: float, value: float, ago: int = 1, used: bool = True) -> Counted:
    """So many conversions in 30 days, the last one so many days ago."""
    last = TODAY - timedelta(ago)
    bid, worth = (count, count * value) if used else (0.0, 0.0)
    return Counted(bid, worth, count, count * value, last, f"{last} 10:00:00", {"less_than_one_day": count * 3})


def bidding(strategy: str, *uploads: Upload) -> Context:
    return Context((CampaignBidding("指名", strategy, "enabled"),), (), (), uploads, ())


EVERY = imported("form_submit", 2, category="submit_lead_form",
                 **{**FIXED, "value_settings__default_value": 5_000.0})  # fmt: skip
DEAL: dict[str, Scalar] = {"type": "salesforce"}

ACCOUNTS: dict[str, tuple[Subject, list[tuple[str, str]], str, str]] = {
    "real estate: every form beside the enquiry": (
        account(tag("来場予約完了", 1, "book_appointment", 30_000.0), EVERY, key_event("form_submit"), link(CUSTOMER),
                aside("物件ページ閲覧", 3, "page_view", 1.0), BRAND, spend=SPENT, context=bidding("target_cpa"),
                events={"form_submit": 210},
                counts={"来場予約完了": counted(41, 30_000.0), "Aoi (web) form_submit": counted(190, 5_000.0),
                        "物件ページ閲覧": counted(9_000, 1.0, used=False)}),
        [("roles-every-form", "Aoi (web) form_submit"), ("naming-prefix", "物件ページ閲覧")], "partly", "yes",
    ),
    "clinic: the booking tag was lost 11 days ago": (
        account(tag("予約完了", 1, "book_appointment", 12_000.0), BRAND, property_=False, spend=SPENT,
                context=bidding("target_cpa"), counts={"予約完了": counted(48, 12_000.0, ago=12)}),
        [("silence-result", "予約完了"), ("silence-exclusion", "予約完了")], "partly", "yes",
    ),
    "school: requests for brochures and visits, all is well": (
        account(tag("資料請求完了", 1, "request_quote", 3_000.0),
                tag("オープンキャンパス予約完了", 2, "book_appointment", 9_000.0),
                aside("mv_form_start", 3, "engagement", 100.0), BRAND, property_=False, spend=SPENT,
                context=bidding("target_cpa"),
                counts={"資料請求完了": counted(60, 3_000.0), "オープンキャンパス予約完了": counted(22, 9_000.0),
                        "mv_form_start": counted(300, 100.0, used=False)}),
        [], "yes", "yes",
    ),
    "shop: bids for value, and purchases have none": (
        account(tag("購入完了", 1, "purchase", 0.0, counting_type="many_per_click"),
                tag("mv_cart", 2, "add_to_cart", 500.0),
                BRAND, property_=False, spend=SPENT, context=bidding("target_roas"),
                counts={"購入完了": counted(35, 0.0), "mv_cart": counted(400, 500.0)}),
        [("values-not-bid-for", "購入完了"), ("roles-steps-dominate", "123-456-7890"),
         ("roles-micro-enough", "mv_cart")], "partly", "no",
    ),
    "software: forms, qualified leads and deals of Salesforce that stopped": (
        account(tag("資料請求完了", 1, "submit_lead_form", 5_000.0),
                tag("MQL", 2, "qualified_lead", 20_000.0, type="upload_clicks"),
                tag("商談", 3, "converted_lead", 100_000.0, Standing.FIXED, **DEAL), BRAND,
                property_=False, spend=SPENT,
                context=bidding("target_cpa", Upload("2", "google_ads_api", "good", 20, 20),
                                Upload("3", "ads_data_connector", "no_recent_upload")),
                counts={"資料請求完了": counted(50, 5_000.0),
                        "MQL": counted(20, 20_000.0),
                        "商談": counted(3, 100_000.0, ago=20)}),
        [("roles-lead-stages", "123-456-7890"), ("silence-uploads", "商談")], "partly", "yes",
    ),
    "calls: a Smart campaign's calls, and calls from the site": (
        account(tag("Calls from Smart Campaign Ads", 1, "phone_call_lead", 1.0, Standing.FIXED,
                    type="smart_campaign_tracked_calls", origin="website"),
                tag("サイトからの電話", 2, "phone_call_lead", 4_000.0, type="website_call"), BRAND, property_=False,
                spend=SPENT, context=bidding("maximize_conversions"),
                counts={"Calls from Smart Campaign Ads": counted(12, 1.0), "サイトからの電話": counted(33, 4_000.0)}),
        [], "yes", "yes",
    ),
    "franchise: the manager's conversions": (
        account(tag("全店共通_予約完了", 1, "book_appointment", 8_000.0, Standing.OTHER_OWNER), BRAND, property_=False,
                spend=SPENT, context=bidding("target_cpa"), counts={"全店共通_予約完了": counted(40, 8_000.0)}),
        [], "yes", "yes",
    ),
    "app: installs": (
        account(tag("First open", 1, "download", 300.0, Standing.FIXED,
                    type="firebase_android_first_open", origin="app"),
                BRAND, property_=False, spend=SPENT, context=bidding("target_cpa"),
                counts={"First open": counted(900, 300.0)}),
        [], "yes", "yes",
    ),
    "brand-new: nothing counted, nothing spent": (
        account(tag("お問い合わせ完了", 1, "submit_lead_form", 5_000.0), BRAND, property_=False, spend={"1": 0.0},
                context=bidding("maximize_conversions"), counts={}),
        [("silence-tag", "お問い合わせ完了")], "unknown", "yes",
    ),
    "paused for 60 days": (
        account(tag("購入完了", 1, "purchase", 6_000.0, counting_type="many_per_click"), BRAND, property_=False,
                spend={"1": 0.0}, context=bidding("target_cpa"), counts={"購入完了": counted(0, 6_000.0, ago=61)}),
        [], "unknown", "yes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("about", ACCOUNTS)
def test_an_account_of(about: str) -> None:
    subject, findings, fits_the_goal, own_values = ACCOUNTS[about]
    found = audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv")
    assert [(item.rule.id, item.evidence.name) for item in found.findings] == findings
    answers = {item.id: item.answer.value for item in found.answers}
    assert (answers["goal"], answers["values"]) == (fits_the_goal, own_values)
