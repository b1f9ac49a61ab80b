"""Accounts rebuilt from public reports of setups gone wrong: exactly these findings, and exactly these answers.

The reports are audits that agencies describe (clicktrends.com, spiltmedia.com, seomonkey.co.nz, diligent.biz, adsx.com,
bluefroganalytics.com, cruxiy.com, ecomwith.com, goen-marke.com, nitijou.jp; read 2026-11-29). Names and numbers are not
theirs.
"""

from __future__ import annotations

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.run import audit
from microconv.core.context import Upload
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.strategies import CUSTOMER, action, goal, imported, key_event, link
from tests.unit.audit.cases import account
from tests.unit.audit.containers import ALL_PAGES, ads_tag, content, google_tag, sent_to, with_container
from tests.unit.audit.test_accounts_agency import BRAND, FIXED, SPENT, bidding, counted, tag

SENT: dict[str, Scalar] = {"value_settings__always_use_default_value": False, "counting_type": "many_per_click"}
APP = "Google Shopping App"


def hosted(name: str, number: int, category: str, value: float) -> Live:
    """The actions that Google counts on its own pages."""
    given = {"type": "google_hosted", "origin": "google_hosted", "category": category, "primary_for_goal": True}
    return action(name, number, Standing.FIXED, **given, value_settings__default_value=value)  # type: ignore[arg-type]


ACCOUNTS: dict[str, tuple[Subject, list[tuple[str, str]], str, str]] = {
    "recruiting: the form's page and the button count as applications": (
        account(tag("応募完了", 1, "submit_lead_form", 20_000.0),
                tag("応募フォーム到達", 2, "submit_lead_form", 20_000.0),
                tag("応募ボタンクリック", 3, "submit_lead_form", 20_000.0), BRAND, property_=False, spend=SPENT,
                context=bidding("target_cpa"),
                counts={"応募完了": counted(38, 20_000.0), "応募フォーム到達": counted(150, 20_000.0),
                        "応募ボタンクリック": counted(260, 20_000.0)}),
        [("values-pollution", "123-456-7890"), ("roles-steps-dominate", "123-456-7890"),
         *(("values-same", name) for name in ("応募完了", "応募ボタンクリック", "応募フォーム到達")),
         ("roles-micro-enough", "応募ボタンクリック"), ("roles-micro-enough", "応募フォーム到達")],
        "partly", "no",
    ),
    "hotel: clicks to the booking engine, whose confirmation was lost": (
        account(tag("Book now button", 1, "book_appointment", 120.0),
                tag("Booking confirmation", 2, "purchase", 90.0, **SENT), BRAND, property_=False, spend=SPENT,
                context=bidding("target_roas"),
                counts={"Book now button": counted(800, 120.0), "Booking confirmation": counted(0, 0.0, ago=45)}),
        [("values-pollution", "123-456-7890"), ("roles-steps-dominate", "123-456-7890"),
         ("silence-30", "Booking confirmation"), ("roles-micro-primary", "Book now button")],
        "no", "no",
    ),
    "brochures: nothing but the button": (
        account(tag("資料請求ボタンクリック", 1, "request_quote", 3_000.0), BRAND, property_=False, spend=SPENT,
                context=bidding("target_cpa"), counts={"資料請求ボタンクリック": counted(88, 3_000.0)}),
        [], "unknown", "yes",
    ),
    "salon: taps on the number and on LINE, as many by chance": (
        account(tag("LINE友だち追加ボタン", 1, "contact", 800.0), tag("電話タップ", 2, "contact", 1_500.0), BRAND,
                property_=False, spend=SPENT, context=bidding("target_cpa"),
                counts={"LINE友だち追加ボタン": counted(80, 800.0), "電話タップ": counted(95, 1_500.0)}),
        [], "yes", "yes",
    ),
    "software: five stages of HubSpot, and a newsletter": (
        account(tag("Demo Request", 1, "request_quote", 100.0), tag("Newsletter", 2, "signup", 2.0),
                tag("HubSpot - Marketing Qualified Lead", 3, "qualified_lead", 400.0, type="upload_clicks"),
                tag("HubSpot - Closed Won", 4, "purchase", 9_000.0, type="upload_clicks"), BRAND, property_=False,
                spend=SPENT, context=bidding("target_cpa"),
                counts={"Demo Request": counted(44, 100.0), "Newsletter": counted(80, 2.0),
                        "HubSpot - Marketing Qualified Lead": counted(25, 400.0),
                        "HubSpot - Closed Won": counted(2, 9_000.0)}),
        [("roles-lead-stages", "123-456-7890")], "partly", "yes",
    ),
    "shop: the log-in has no value, and campaigns bid for value": (
        account(tag("購入完了", 1, "purchase", 8_000.0, **SENT), tag("マイページログイン", 2, "default", 0.0), BRAND,
                property_=False, spend=SPENT, context=bidding("target_roas"),
                counts={"購入完了": counted(52, 8_430.0), "マイページログイン": counted(90, 0.0)}),
        [("roles-default-category", "マイページログイン"), ("values-missing", "マイページログイン")],
        "partly", "partly",
    ),
    "restaurant: what Google counts in Maps": (
        account(hosted("Local actions - Directions", 1, "get_directions", 1.0),
                hosted("Clicks to call", 2, "contact", 1.0), tag("Table booked", 3, "book_appointment", 30.0),
                *(goal(pair) for pair in ("get_directions~google_hosted", "contact~google_hosted")),
                BRAND, property_=False, spend=SPENT, context=bidding("maximize_conversions"),
                counts={"Local actions - Directions": counted(30, 1.0), "Clicks to call": counted(90, 1.0),
                        "Table booked": counted(42, 30.0)}),
        [("distance-page-view", "Local actions - Directions")], "partly", "unknown",
    ),
    "shop: the app's purchase beside the import": (
        account(tag(f"{APP} Purchase", 1, "purchase", 1.0, **SENT), tag(f"{APP} Add To Cart", 2, "add_to_cart", 3.0),
                imported("purchase", 3, type="google_analytics_4_purchase", category="purchase", primary_for_goal=True,
                         value_settings__always_use_default_value=False), key_event("purchase"),
                link(CUSTOMER), BRAND, spend=SPENT,
                context=bidding("target_roas"), events={"purchase": 300},
                counts={f"{APP} Purchase": counted(20, 64.2), f"{APP} Add To Cart": counted(19, 3.0),
                        "Aoi (web) purchase": counted(18, 65.1)}),
        [("double-purchase", f"{APP} Purchase"), ("double-purchase", "Aoi (web) purchase"),
         ("roles-micro-primary", f"{APP} Add To Cart"), ("naming-prefix", f"{APP} Add To Cart")], "no", "yes",
    ),
    "lead forms, and uploads of which most were refused": (
        account(action("Lead form - Submit", 1, Standing.FIXED, type="lead_form_submit", category="submit_lead_form",
                       origin="google_hosted", **{**FIXED, "value_settings__default_value": 20.0}),
                tag("Qualified lead (offline)", 2, "qualified_lead", 300.0, type="upload_clicks"), BRAND,
                property_=False, spend=SPENT,
                context=bidding("maximize_conversions", Upload("2", "google_ads_api", "needs_attention", 20, 2)),
                counts={"Lead form - Submit": counted(90, 20.0), "Qualified lead (offline)": counted(11, 300.0)}),
        [("roles-lead-stages", "123-456-7890"), ("silence-uploads", "Qualified lead (offline)")], "partly", "yes",
    ),
    "cosmetics: subscriptions and single orders": (
        account(tag("定期購入完了", 1, "purchase", 6_000.0, counting_type="many_per_click"),
                tag("都度購入完了", 2, "purchase", 4_000.0, counting_type="many_per_click"), BRAND, property_=False,
                spend=SPENT, context=bidding("target_roas"),
                counts={"定期購入完了": counted(60, 6_000.0), "都度購入完了": counted(52, 4_000.0)}),
        [], "yes", "yes",
    ),
    "app: starts of sessions count": (
        account(action("MyApp (iOS) purchase", 1, Standing.IMPORTED, type="firebase_ios_in_app_purchase", origin="app",
                       category="purchase", primary_for_goal=True, **SENT),
                action("MyApp (iOS) session_start", 2, Standing.IMPORTED, type="firebase_ios_custom", origin="app",
                       category="engagement", primary_for_goal=True), BRAND, property_=False, spend=SPENT,
                context=bidding("target_cpa"),
                counts={"MyApp (iOS) purchase": counted(200, 9.0), "MyApp (iOS) session_start": counted(9_000, 0.0)}),
        [("roles-steps-dominate", "123-456-7890"), ("distance-page-view", "MyApp (iOS) session_start")],
        "partly", "yes",
    ),
    "agency of the past: the enquiry's tag is on all pages": (
        with_container(
            account(tag("お問い合わせ完了", 1, "submit_lead_form", 5_000.0), BRAND, property_=False, spend=SPENT,
                    context=bidding("target_cpa"), counts={"お問い合わせ完了": counted(2_400, 5_000.0)},
                    labels__send_tos=(sent_to("AbC"),)),
            content(google_tag(), ads_tag(1, "AbC", ALL_PAGES, _name="CV計測タグ"))),
        [("tags-early", "CV計測タグ")], "partly", "yes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("about", ACCOUNTS)
def test_an_account_of(about: str) -> None:
    subject, findings, fits_the_goal, own_values = ACCOUNTS[about]
    found = audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv")
    assert [(item.rule.id, item.evidence.name) for item in found.findings] == findings
    answers = {item.id: item.answer.value for item in found.answers}
    assert (answers["goal"], answers["values"]) == (fits_the_goal, own_values)
