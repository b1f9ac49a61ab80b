"""The category that names, events and addresses speak for: what is sure, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from microconv.analysis.act_names import astray, begun, fits, hint, misplaced, undone
from microconv.analysis.act_words import ENGLISH, JAPANESE, RESULT_EVENTS, SPANISH, WHOLE
from microconv.config.presets import PRESETS
from microconv.core.categories import RESULTS, STEPS

SHIPPED = Path(__file__).parents[3] / "microconv" / "emulator" / "seeds" / "agency.yaml"

SAID = [
    ("Page view", "page_view"),
    ("Landing page view", "page_view"),
    ("Pageviews - all", "page_view"),
    ("ProductView", "page_view"),
    ("page_view_pricing", "page_view"),
    ("Scroll 90%", "engagement"),
    ("Video played", "engagement"),
    ("Outbound click", "outbound_click"),
    ("Get directions", "get_directions"),
    ("AddToCart", "add_to_cart"),
    ("checkout_started", "begin_checkout"),
    ("Initiate checkout", "begin_checkout"),
    ("Order complete", "purchase"),
    ("Completed order (2026)", "purchase"),
    ("Purchase", "purchase"),
    ("Newsletter signup", "signup"),
    ("Newsletter Sign-Up", "signup"),
    ("Contact form submitted", "submit_lead_form"),
    ("Booking confirmed", "book_appointment"),
    ("Quote request", "request_quote"),
    ("ページ閲覧", "page_view"),
    ("LP 閲覧", "page_view"),
    ("９０％スクロール", "engagement"),
    ("経路検索", "get_directions"),
    ("カートに追加", "add_to_cart"),
    ("購入手続き開始", "begin_checkout"),
    ("購入完了", "purchase"),
    ("メルマガ登録", "signup"),
    ("お問い合わせ送信完了", "submit_lead_form"),
    ("資料請求完了", "submit_lead_form"),
    ("来店予約完了", "book_appointment"),
    ("見積もり依頼完了", None),
    ("Google Shopping App Add Payment Info", "begin_checkout"),
    ("Google Shopping App View Item", "page_view"),
    ("Añadir al carrito", "add_to_cart"),
    ("Compra finalizada", "purchase"),
    ("Suscripción a la newsletter", "signup"),
    ("Formulario enviado", "submit_lead_form"),
    ("Cita confirmada", "book_appointment"),
    ("見積依頼完了", "request_quote"),
]
UNSAID = [
    *("", "Lead form page", "Aoi", "Order button click", "Order complete page view", "Thank you page view"),
    *(
        "Purchase page view and order complete",
        "Newsletter signup button",
        "Checkout",
        "View pricing",
        "Signup started",
    ),
    *(
        "Repurchase",
        "Preorder",
        "Borderline",
        "Test order complete",
        "Order complete - cancelled",
        "Danke",
        "reserva",
        "Sales",
    ),
    *(
        "購入ボタンクリック",
        "購入完了ページ",
        "サンクスページ到達",
        "電話タップ",
        "資料請求（旧サイト）",
        "フォーム到達",
    ),
    *("問い合わせ完了前の離脱", "資料請求ページ閲覧完了"),
    *("Clic en botón: compra finalizada", "Compra cancelada", "Vista de página de gracias", "Reserva completada"),
]


@pytest.mark.parametrize(("name", "category"), SAID)
def test_a_name_speaks_for_a_category(name: str, category: str | None) -> None:
    said = hint(name)
    assert (said.category if said else None) == category


@pytest.mark.parametrize("name", UNSAID)
def test_a_name_that_is_not_sure_says_nothing(name: str) -> None:
    assert hint(name) is None


def test_an_event_goes_before_the_name_that_google_made_of_it() -> None:
    said = hint("Order complete (web) view_item", "view_item")
    assert said is not None
    assert (said.category, said.words, said.where) == ("page_view", "view_item", "event")
    assert hint("Order complete (web) mv_x", "mv_x") is None
    assert hint("Aoi (web) form_submit", "form_submit") is None


@pytest.mark.parametrize(
    ("addresses", "category"),
    [
        (["/contact/thanks"], "submit_lead_form"),
        (["https://example.com/order/complete.html"], "purchase"),
        (["/yoyaku/kanryo"], "book_appointment"),
        (["/contact/confirm"], None),
        (["/thanks"], None),
        (["/contact/"], None),
        (["/contact/order/thanks"], None),
        (["/contact/thanks", "/order/thanks"], None),
    ],
)
def test_the_address_of_an_event_rule_tells_what_ends_there(addresses: list[str], category: str | None) -> None:
    said = hint("reached", "reached", addresses)
    assert (said.category if said else None) == category
    assert said is None or said.where == "address"


def test_a_name_and_an_address_that_disagree_say_nothing() -> None:
    assert hint("Order complete", "", ["/contact/thanks"]) is None
    said = hint("Order complete", "", ["/order/thanks"])
    assert said is not None
    assert said.where == "name"


@pytest.mark.parametrize(
    ("category", "name", "expected"),
    [
        ("purchase", "signup", True),
        ("default", "page_view", True),
        ("page_view", "purchase", True),
        ("submit_lead_form", "signup", False),
        ("qualified_lead", "submit_lead_form", False),
        ("engagement", "add_to_cart", False),
        ("page_view", "add_to_cart", True),
        ("purchase", "purchase", False),
        ("purchase", "book_appointment", False),
        ("book_appointment", "purchase", True),
        ("store_visit", "purchase", False),
        ("download", "page_view", False),
        ("", "page_view", False),
    ],
)
def test_only_a_category_that_the_name_rules_out_is_wrong(category: str, name: str, expected: bool) -> None:
    assert misplaced(category, name) is expected


@pytest.mark.parametrize(("name", "category", "expected"), [
    ("定期コース申込完了", "purchase", False),
    ("お申し込みフォーム送信完了", "purchase", False),
    ("お申し込み完了", "subscribe_paid", False),
    ("お申し込み完了", "page_view", True),
    ("受講登録完了", "purchase", False),
    ("Course registration completed", "purchase", False),
    ("Order form submitted", "purchase", False),
    ("問い合わせ完了", "purchase", True),
    ("会員登録完了", "purchase", True),
    ("購入手続き開始", "purchase", True),
    ("Checkout page view", "begin_checkout", False),
    ("Cart page view", "add_to_cart", False),
    ("Page view", "begin_checkout", True),
    ("Checkout page view", "purchase", True),
])  # fmt: skip
def test_an_application_may_be_a_sale_and_a_look_at_the_checkout_its_beginning(
    name: str, category: str, expected: bool
) -> None:
    said = hint(name)
    assert said is not None
    assert astray(name, category, said) is expected


@pytest.mark.parametrize(("name", "word"), [
    ("注文キャンセル", "キャンセル"),
    ("Subscription cancelled", "cancelled"),
    ("Reembolso", "reembolso"),
    ("キャンセル待ち登録完了", ""),
    ("キャンセル料無料プラン", ""),
    ("Tattoo removal booked", ""),
])  # fmt: skip
def test_what_takes_a_result_back_is_told_by_a_word(name: str, word: str) -> None:
    assert undone(name) == word


@pytest.mark.parametrize(("name", "expected"), [
    ("Aoi (web) form_start", True),
    ("FormStarted", True),
    ("入会フォーム開始", True),
    ("資料請求フォーム 入力開始", True),
    ("Inicio de formulario", True),
    ("フォーム到達", False),
    ("フォーム入力画面", False),
    ("Form page view", False),
    ("Video started", False),
])  # fmt: skip
def test_a_form_that_was_begun_is_near(name: str, expected: bool) -> None:
    assert bool(begun(name)) is expected


def test_the_words_are_of_categories_that_there_are() -> None:
    assert {*ENGLISH, *JAPANESE, *SPANISH, *WHOLE.values(), *RESULT_EVENTS.values()} <= STEPS | RESULTS
    assert all(phrase == phrase.lower() for phrases in ENGLISH.values() for phrase in phrases)
    assert all(fits(category, category) for category in ENGLISH)


def test_nothing_in_the_shipped_world_stands_in_a_wrong_category() -> None:
    seed = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    actions = [one for customer in seed["google_ads"]["customers"] for one in customer.get("conversion_actions", ())]
    assert len(actions) > 40
    wrong = {}
    for one in actions:
        event = one.get("google_analytics_4_settings", {}).get("event_name", "")
        said = hint(one["name"], event)
        if said is not None and misplaced(str(one.get("category", "default")).lower(), said.category):
            wrong[one["name"]] = said.category
    assert wrong == {}


def test_nothing_in_a_preset_stands_in_a_wrong_category() -> None:
    wrong = [
        (item.name, item.category)
        for preset in PRESETS.values()
        for item in (preset.result, *preset.steps)
        for text in (item.name, item.label.en, item.label.ja)
        if (said := hint(text)) is not None and misplaced(item.category, said.category)
    ]
    assert wrong == []
