"""Whole accounts that only their counts tell apart: exactly these findings, in this order, and these answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.result import Audit
from microconv.audit.run import audit
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from tests.strategies import CUSTOMER, action, campaign, goal, imported, key_event, link
from tests.unit.audit.cases import TODAY, account

BRAND, GENERIC = campaign("Brand", 1), campaign("Generic", 2)
SPENT = {"1": 60_000.0, "2": 40_000.0}
SHOP = {"category": "purchase", "counting_type": "many_per_click"}
BOOKED = {"category": "book_appointment"}


def tag(name: str, number: int, value: float = 9_000.0, **state: object) -> Live:
    """A primary tag that always counts one value."""
    given = {"primary_for_goal": True, "value_settings__default_value": value,
             "value_settings__always_use_default_value": True, "counting_type": "one_per_click", **state}  # fmt: skip
    return action(name, number, **given)  # type: ignore[arg-type]


def copied(event: str, number: int, value: float = 9_000.0, **state: object) -> Live:
    """A primary import that always counts one value; its name is `Aoi (web) <event>`."""
    like = tag("x", number, value, **state).state
    names = ("category", "primary_for_goal", "counting_type", "value_settings.default_value",
             "value_settings.always_use_default_value", "origin")  # fmt: skip
    return imported(event, number, **{name.replace(".", "__"): like[name] for name in names})  # type: ignore[arg-type]


def counts(*by_day: float, value: float = 9_000.0, used: bool = True) -> Counted:
    """So many conversions on each of the last days, the last one yesterday."""
    days = {TODAY - timedelta(back): number for back, number in enumerate(reversed(by_day), start=1) if number}
    total = float(sum(by_day))
    bid, worth = (total, total * value) if used else (0.0, 0.0)
    last = max(days, default=TODAY)
    return Counted(bid, worth, total, total * value, last, f"{last} 10:00:00", {"less_than_one_day": total}, days)


DAYS = (3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 2, 4)
OTHER_DAYS = (5, 3, 1, 6, 1, 5, 2, 2, 5, 1, 6, 4)
FEWER = (3, 1, 3, 1, 5, 2, 5, 5, 3, 4, 2, 4)
STEADY = (30,) * 12

ACCOUNTS: dict[str, tuple[Subject, list[tuple[str, str]], str, str]] = {
    "counts a reservation twice, by two names that differ by a word": (
        account(tag("reserva_completada", 1, **BOOKED), copied("reserva_completada_directa", 2, category="default"),
                key_event("reserva_completada_directa"), link(CUSTOMER), BRAND, spend=SPENT,
                counts={"reserva_completada": counts(*DAYS), "Aoi (web) reserva_completada_directa": counts(*FEWER)},
                events={"reserva_completada_directa": 60}),
        [
            ("double-likely", "Aoi (web) reserva_completada_directa"),
            ("roles-default-category", "Aoi (web) reserva_completada_directa"),
        ],
        "partly",
        "yes",
    ),
    "has two acts of one category that are as many": (
        account(tag("予約完了", 1, **BOOKED), copied("chat_done", 2, 4_000.0, **BOOKED), key_event("chat_done"),
                link(CUSTOMER), BRAND, spend=SPENT, events={"chat_done": 60},
                counts={"予約完了": counts(*DAYS), "Aoi (web) chat_done": counts(*OTHER_DAYS, value=4_000.0)}),
        [],
        "yes",
        "yes",
    ),
    "uploads the enquiries that a tag has counted": (
        account(tag("Enquiry", 1, category="submit_lead_form"),
                tag("CRM", 2, type="upload_clicks", category="imported_lead"), BRAND, property_=False, spend=SPENT,
                counts={"Enquiry": counts(*DAYS), "CRM": counts(*DAYS)}),
        [("double-likely", "CRM")],
        "partly",
        "yes",
    ),
    "counts and uploads the sales of one goal": (
        account(tag("Sale", 1, **SHOP), tag("Upload", 2, type="upload_clicks", **SHOP), BRAND, property_=False,
                spend=SPENT, counts={"Sale": counts(*DAYS), "Upload": counts(*DAYS)}),
        [("double-likely", "Upload")],
        "partly",
        "yes",
    ),
    "imports leads and what became of them": (
        account(copied("generate_lead", 1, 1_000.0, category="submit_lead_form"),
                copied("generate_lead_qualified", 2, category="qualified_lead"),
                key_event("generate_lead"), key_event("generate_lead_qualified", 2), link(CUSTOMER), BRAND, spend=SPENT,
                events={"generate_lead": 60, "generate_lead_qualified": 60},
                counts={"Aoi (web) generate_lead": counts(*DAYS, value=1_000.0),
                        "Aoi (web) generate_lead_qualified": counts(*DAYS)}),
        [("roles-lead-stages", "123-456-7890")],
        "partly",
        "yes",
    ),
    "has taps in Maps that are as many as its enquiries": (
        account(copied("sent", 1, category="contact"), key_event("sent"), link(CUSTOMER), BRAND,
                action("Local actions - Other", 2, Standing.FIXED, type="google_hosted", category="contact",
                       origin="google_hosted", primary_for_goal=True, value_settings__default_value=500.0,
                       value_settings__always_use_default_value=True, counting_type="one_per_click"),
                goal("contact~google_hosted"), events={"sent": 60}, spend=SPENT,
                counts={"Aoi (web) sent": counts(*DAYS), "Local actions - Other": counts(*DAYS, value=500.0)}),
        [],
        "yes",
        "yes",
    ),
    "learns from scrolls, and hides its only result": (
        account(tag("mv_scroll", 1, 10.0, category="engagement"),
                imported("generate_lead", 2, Standing.HIDDEN, category="submit_lead_form"), key_event("generate_lead"),
                link(CUSTOMER), BRAND, GENERIC, spend=SPENT, counts={"mv_scroll": counts(*STEADY, value=10.0)},
                events={"generate_lead": 31}),
        [
            ("roles-no-final", "123-456-7890"),
            ("values-pollution", "123-456-7890"),
            ("roles-steps-dominate", "123-456-7890"),
            ("bridge-hidden-result", "Aoi (web) generate_lead"),
            ("distance-page-view", "mv_scroll"),
        ],
        "no",
        "no",
    ),
    "sends 0.99 from a default of 1 for everything": (
        account(*(tag(name, n, 1.0, category=category, counting_type=counting,
                      value_settings__always_use_default_value=False)
                  for n, (name, category, counting) in enumerate(
                      (("Sale", "purchase", "many_per_click"), ("mv_cart", "add_to_cart", "one_per_click")), start=1)),
                goal("add_to_cart~website", biddable=False), BRAND, property_=False, spend=SPENT,
                counts={"Sale": counts(*DAYS, value=0.99), "mv_cart": counts(*STEADY, value=0.99, used=False)}),
        [
            ("values-dynamic-default", "Sale"),
            ("values-dynamic-default", "mv_cart"),
            ("roles-without-effect", "mv_cart"),
        ],
        "partly",
        "no",
    ),
    "left its sale at 1, and a scroll that is counted more often": (
        account(tag("a scroll", 1, 1.0, category="engagement"), tag("z sale", 2, 1.0, **SHOP), BRAND, property_=False,
                spend=SPENT, counts={"a scroll": counts(*STEADY, value=1.0), "z sale": counts(*DAYS, value=1.0)}),
        [
            ("roles-steps-dominate", "123-456-7890"),
            ("values-default-one", "z sale"),
            ("distance-page-view", "a scroll"),
            ("naming-prefix", "a scroll"),
        ],
        "partly",
        "no",
    ),
    "counts the page after a booking as a page view": (
        account(tag("サンクスページ", 1, category="page_view"), tag("電話タップ", 2, 1_000.0, category="contact"),
                BRAND, property_=False, spend=SPENT,
                counts={"サンクスページ": counts(*DAYS), "電話タップ": counts(*OTHER_DAYS, value=1_000.0)}),
        [],
        "yes",
        "yes",
    ),
    "bids for a click on its booking button": (
        account(tag("予約完了", 1, **BOOKED), tag("予約ボタンクリック", 2, 500.0, category="default"), BRAND,
                property_=False, spend=SPENT,
                counts={"予約完了": counts(*DAYS), "予約ボタンクリック": counts(*STEADY, value=500.0)}),
        [
            ("roles-steps-dominate", "123-456-7890"),
            ("roles-default-category", "予約ボタンクリック"),
            ("roles-micro-enough", "予約ボタンクリック"),
        ],
        "partly",
        "yes",
    ),
}  # fmt: skip


def audited(subject: Subject) -> Audit:
    return audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv")


@pytest.mark.parametrize("about", ACCOUNTS)
def test_an_account_that(about: str) -> None:
    subject, findings, fits_the_goal, own_values = ACCOUNTS[about]
    found = audited(subject)
    assert [(item.rule.id, item.evidence.name) for item in found.findings] == findings
    answers = {item.id: item.answer.value for item in found.answers}
    assert (answers["goal"], answers["values"]) == (fits_the_goal, own_values)
