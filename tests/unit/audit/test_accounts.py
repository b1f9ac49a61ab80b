"""Whole accounts, as they were found: exactly these findings, and exactly these answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from microconv.adoption.inverse import Asked, adopt
from microconv.analysis.subject import Subject
from microconv.audit.result import Audit
from microconv.audit.run import audit
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.conversion import ConversionKind
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import TYPE_OF_SOURCE
from microconv.providers.words import words
from tests.strategies import CUSTOMER, PROPERTY, action, campaign, client, conversion, goal, imported, key_event, link
from tests.unit.audit.cases import TODAY, account

BRAND = campaign("Brand", 1)
WORTH = {"value_settings__always_use_default_value": True, "counting_type": "one_per_click"}


def primary(name: str, number: int, category: str, value: float = 9000.0, **state: object) -> Live:
    """A primary tag that always counts one value."""
    given = {"value_settings__default_value": value, "primary_for_goal": True, **WORTH, **state}
    return action(name, number, category=category, **given)  # type: ignore[arg-type]


def counted(**counts: float) -> Mapping[str, Counted]:
    """So many conversions of each, the last one today."""
    return {name.replace("_", " "): Counted(bid=n, all=n, last=TODAY) for name, n in counts.items()}


def audited(subject: Subject) -> Audit:
    return audit(subject, made="2026-11-23T09:00:00+00:00", tool="microconv")


def found(subject: Subject) -> set[tuple[str, str]]:
    """The findings by rule and object, without the account's number."""
    return {(item.rule.id, item.evidence.name) for item in audited(subject)}


def answered(subject: Subject) -> dict[str, str]:
    return {item.id: item.answer.value for item in audited(subject).answers}


EIGHT = ("generate_lead", "purchase", "sign_up", "book", "call_click", "brochure", "trial", "demo")
UNIVERSAL = {"type": "universal_analytics_goal", "name": "Goal 1", "primary_for_goal": True}

CATEGORIES = ("submit_lead_form", "contact", "request_quote", "signup", "book_appointment", "message_lead")

ACCOUNTS = {
    "records nothing": (
        account(BRAND, property_=False, counts={}),
        {("roles-no-final", "123-456-7890")},
        "no",
        "unknown",
    ),
    "has a tag that counts nothing": (
        account(primary("Sale", 1, "submit_lead_form"), BRAND, property_=False, counts={}),
        {("roles-nothing-counted", "123-456-7890"), ("silence-tag", "Sale")},
        "no",
        "yes",
    ),
    "has eight key events, imports none, and no tag counts": (
        account(*(key_event(name, n) for n, name in enumerate(EIGHT)), link(CUSTOMER), BRAND, counts={}),
        {("roles-no-final", "123-456-7890"), *(("bridge-not-imported", name) for name in EIGHT)},
        "no",
        "unknown",
    ),
    "has only a goal of Universal Analytics": (
        account(imported("x", 1, category="submit_lead_form", **UNIVERSAL, **WORTH,
                         value_settings__default_value=500.0), BRAND, property_=False, counts={}),
        {
            ("roles-no-final", "123-456-7890"),
            ("roles-nothing-counted", "123-456-7890"),
            ("silence-universal", "Goal 1"),
        },
        "no",
        "unknown",
    ),
    "has only a goal of Universal Analytics, and key events": (
        account(action("Goal 1", 1, Standing.FIXED, category="submit_lead_form", type="universal_analytics_goal",
                       primary_for_goal=True, value_settings__default_value=500.0, **WORTH),
                BRAND, link(CUSTOMER), key_event("generate_lead", 1), counts={}, events={"generate_lead": 40}),
        {
            ("roles-no-final", "123-456-7890"),
            ("roles-nothing-counted", "123-456-7890"),
            ("silence-universal", "Goal 1"),
            ("bridge-not-imported", "generate_lead"),
        },
        "no",
        "unknown",
    ),
    "has only a store visit of Google's": (
        account(action("Store visits", 1, Standing.SYSTEM, type="store_visits", category="store_visit", origin="store",
                       primary_for_goal=True), goal("store_visit~store"), BRAND, property_=False,
                counts=counted(Store_visits=40)),
        {("roles-no-final", "123-456-7890")},
        "no",
        "unknown",
    ),
    "has six actions, all worth 1": (
        account(
            *(primary(f"Lead {n}", n, CATEGORIES[n - 1], 1.0, value_settings__always_use_default_value=False)
              for n in range(1, 7)),
            BRAND, property_=False, counts=counted(**{f"Lead_{n}": 4 + n / 2 for n in range(1, 7)}),
        ),
        {("values-same", f"Lead {n}") for n in range(1, 7)},
        "yes",
        "no",
    ),
    "has a newsletter among the purchases": (
        account(primary("Sale", 1, "purchase", counting_type="many_per_click"),
                action("Newsletter signup", 2, category="purchase", value_settings__default_value=100.0,
                       value_settings__always_use_default_value=True),
                BRAND, property_=False, counts=counted(Sale=9, Newsletter_signup=3)),
        {("roles-category", "Newsletter signup")},
        "partly",
        "yes",
    ),
    "bids for a landing page in DEFAULT": (
        account(primary("Sale", 1, "purchase", counting_type="many_per_click"),
                primary("Landing page view", 2, "default", 10.0), BRAND,
                property_=False, counts=counted(Sale=4, Landing_page_view=97)),
        {
            ("roles-category", "Landing page view"),
            ("roles-steps-dominate", "123-456-7890"),
            ("distance-page-view", "Landing page view"),
            ("naming-prefix", "Landing page view"),
        },
        "partly",
        "yes",
    ),
    "counts orders in DEFAULT": (
        account(primary("Order complete", 1, "default", counting_type="many_per_click"), BRAND, property_=False,
                counts=counted(Order_complete=40)),
        {("roles-category", "Order complete")},
        "partly",
        "yes",
    ),
    "has a page view as its key event": (
        account(key_event("page_view_pricing"), key_event("purchase", 2), google_ads=False),
        {("distance-key-event", "page_view_pricing")},
        "partly",
        "unknown",
    ),
    "has directions of Google's that bidding does not use": (
        account(primary("Sale", 1, "purchase", counting_type="many_per_click"),
                action("Local actions - Directions", 2, Standing.FIXED, type="google_hosted", category="get_directions",
                       origin="google_hosted", primary_for_goal=True),
                BRAND, property_=False, counts=counted(Sale=40)),
        set(),
        "yes",
        "yes",
    ),
    "has directions of Google's that bidding uses": (
        account(primary("Sale", 1, "purchase", counting_type="many_per_click"),
                action("Directions", 2, Standing.FIXED, type="google_hosted", category="get_directions",
                       origin="google_hosted", primary_for_goal=True, value_settings__default_value=5.0, **WORTH),
                goal("get_directions~google_hosted"), BRAND, property_=False, counts=counted(Sale=20, Directions=3)),
        {("distance-page-view", "Directions")},
        "partly",
        "yes",
    ),
    "has a primary page view whose goal is closed": (
        account(primary("Sale", 1, "purchase", counting_type="many_per_click"),
                primary("mv_view", 2, "page_view", 10.0), goal("page_view~website", biddable=False), BRAND,
                property_=False, counts={**counted(Sale=40), "mv_view": Counted(all=9, last=TODAY)}),
        {("roles-without-effect", "mv_view")},
        "partly",
        "yes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("about", ACCOUNTS)
def test_an_account_that(about: str) -> None:
    subject, findings, fits_the_goal, own_values = ACCOUNTS[about]
    assert found(subject) == findings
    answers = answered(subject)
    assert (answers["goal"], answers["values"]) == (fits_the_goal, own_values)
    assert {answers["reviewed"], answers["shared"]} == {"unknown"}


def test_advice_for_what_google_runs_is_its_goal() -> None:
    subject = ACCOUNTS["has directions of Google's that bidding uses"][0]
    for item in audited(subject):
        assert item.evidence.lines.startswith(
            "goals:\n  account:\n    - {category: get_directions, origin: google_host"
        )
        assert "role: secondary" not in item.evidence.lines


MESSY = (
    primary("Sale", 1, "purchase", counting_type="many_per_click"),
    primary("Page view", 2, "page_view", 20000.0),
    primary("Landing page view", 3, "default", 1.0),
    primary("Newsletter signup", 4, "purchase", 100.0, counting_type="many_per_click"),
    action("Cart", 5, category="add_to_cart", value_settings__default_value=1.0,
           value_settings__always_use_default_value=True),
)  # fmt: skip


def imported_config(subject: Subject) -> Client:
    """The config that an import writes of an account."""
    sources = {kind: source for source, kind in TYPE_OF_SOURCE.items()}
    asked = Asked(Accounts(CUSTOMER, property_id=PROPERTY), sources=sources, words=words)
    return adopt(TYPES, subject.readings, asked).client


def test_an_import_hides_no_finding() -> None:
    counts = counted(Sale=4, Page_view=60, Landing_page_view=90, Newsletter_signup=9, Cart=3)
    before = account(*MESSY, BRAND, link(CUSTOMER), counts=counts)
    config = imported_config(before)
    assert {item.kind for item in config.conversions} == {ConversionKind.UNDECIDED}
    after = replace(before, client=config)
    told = found(before)
    assert {rule for rule, _ in told} >= {
        "roles-category",
        "distance-page-view",
        "naming-prefix",
        "values-step-as-final",
        "values-default-one",
    }
    assert told - found(after) == set()
    assert {("upkeep-undecided", name) for name in config.by_name} <= found(after)


def test_what_a_person_wrote_stays() -> None:
    page = primary("Page view", 2, "page_view", 20000.0)
    said = client(conversion("Page view", kind=ConversionKind.MACRO, settings={"category": "page_view"}))
    told = found(account(page, BRAND, client=said, counts=counted(Page_view=60)))
    assert not any(rule.startswith(("distance-page", "naming-", "roles-micro", "upkeep-undecided")) for rule, _ in told)
