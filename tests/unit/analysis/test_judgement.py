"""The kind of an action: which sign decides, how sure it is, and what is said of it."""

from __future__ import annotations

import pytest

from microconv.analysis.judgement import LITTLE, MANY, Judgement, Surety, Traits, judge, judgements
from microconv.core.conversion import ConversionKind
from microconv.core.measures import COUNTS, Counted
from tests.strategies import action, client, conversion, imported, key_event, rule
from tests.unit.audit.cases import account

CERTAIN, LIKELY, GUESS = Surety.CERTAIN, Surety.LIKELY, Surety.GUESS
MICRO, MACRO = ConversionKind.MICRO, ConversionKind.MACRO

TABLE = [
    (Traits("Page view", category="page_view", decided=MACRO), False, CERTAIN, "kind: macro", "page_view", False),
    (Traits("Order complete", category="purchase", decided=MICRO), True, CERTAIN, "kind: micro", "purchase", False),
    (Traits("mv_lead", category="purchase", prefixed=True), True, LIKELY, "prefix", "purchase", False),
    (Traits("x", category="page_view"), True, LIKELY, "category page_view", "page_view", False),
    (Traits("x", category="purchase"), False, LIKELY, "category purchase", "purchase", False),
    (Traits("Page view", category="page_view"), True, LIKELY, "category page_view", "page_view", False),
    (Traits("Page view", category="default"), True, LIKELY, '"page view"', "page_view", True),
    (Traits("Order complete", category="default"), False, LIKELY, '"order complete"', "purchase", True),
    (Traits("Page view", category="purchase"), True, GUESS, '"page view"', "page_view", True),
    (Traits("Order complete", category="page_view"), False, GUESS, '"order complete"', "purchase", True),
    (Traits("Newsletter signup", category="purchase"), False, LIKELY, '"newsletter signup"', "signup", True),
    (Traits("Add to cart", category="page_view"), True, LIKELY, '"add to cart"', "add_to_cart", True),
    (Traits("Contact form sent", category="qualified_lead"), False, LIKELY, "qualified_lead", "qualified_lead", False),
    (Traits("x", category="default", type="ad_call"), False, LIKELY, "type ad_call", "default", False),
    (Traits("x", category="default", type="webpage"), False, GUESS, "neither", "default", False),
    (Traits("Thank you page", category="page_view"), False, GUESS, '"thank", category page_view', "page_view", False),
    (Traits("サンクスページ", category="page_view"), False, GUESS, '"サンクス"', "page_view", False),
    (Traits("予約完了ページ", category="page_view"), False, GUESS, '"完了ページ"', "page_view", False),
    (Traits("Página de gracias", category="page_view"), False, GUESS, '"gracias"', "page_view", False),
    (Traits("Thank you button click", category="page_view"), True, LIKELY, "category page_view", "page_view", False),
    (Traits("Thank you video", category="engagement"), True, LIKELY, "category engagement", "engagement", False),
    (Traits("予約ボタンクリック", category="default"), True, GUESS, '"ボタン", category default', "default", False),
    (Traits("Order button", category="default"), True, GUESS, '"button"', "default", False),
    (Traits("OrderButtonClick", category="default"), True, GUESS, '"button"', "default", False),
    (Traits("Clic en reservar", category="default"), True, GUESS, '"clic"', "default", False),
    (Traits("電話ボタンタップ", category="default"), False, GUESS, "neither", "default", False),
    (Traits("Phone click", category="default"), False, GUESS, "neither", "default", False),
    (Traits("LINE追加ボタン", category="default"), False, GUESS, "neither", "default", False),
    (Traits("Order button", category="purchase"), False, GUESS, '"button", category purchase', "purchase", False),
    (Traits("Book now button", category="book_appointment"), False, GUESS, '"button"', "book_appointment", False),
    (
        Traits("応募フォーム到達", category="submit_lead_form"),
        False,
        GUESS,
        '"フォーム到達"',
        "submit_lead_form",
        False,
    ),
    (Traits("Application started", category="signup"), False, GUESS, '"application started"', "signup", False),
    (Traits("Contact button", category="contact"), False, LIKELY, "category contact", "contact", False),
    (Traits("送信ボタンクリック", category="submit_lead_form"), False, LIKELY, "category", "submit_lead_form", False),
    (Traits("Submit button click", category="submit_lead_form"), False, LIKELY, "category", "submit_lead_form", False),
    (Traits("予約完了ボタン", category="book_appointment"), False, LIKELY, "category", "book_appointment", False),
    (Traits("Chat button", category="request_quote"), False, LIKELY, "category", "request_quote", False),
    (Traits("Trial started", category="signup"), False, LIKELY, "category signup", "signup", False),
    (Traits("Offline clicks", category="purchase", type="upload_clicks"), False, LIKELY, "purchase", "purchase", False),
    (Traits("Click Shop (web) buy", "buy", category="purchase"), False, LIKELY, "purchase", "purchase", False),
    (Traits("Click Shop (web) won", "won", category="default"), False, GUESS, "neither", "default", False),
    (Traits("Button", category="default", type="ad_call"), False, LIKELY, "type ad_call", "default", False),
    (Traits("Subscription cancelled", category="default"), True, GUESS, '"cancelled", category', "default", False),
    (
        Traits("Aoi (web) disqualify_lead", "disqualify_lead", category="default"),
        True,
        GUESS,
        '"disqualify"',
        "default",
        False,
    ),
    (Traits("Closed lost", category="default", type="upload_clicks"), True, GUESS, '"lost"', "default", False),
    (Traits("定期便解約", category="default"), True, GUESS, '"解約"', "default", False),
    (Traits("Free cancellation", category="book_appointment"), False, LIKELY, "category", "book_appointment", False),
    (
        Traits("App first_open", category="download", type="firebase_ios_first_open"),
        False,
        LIKELY,
        "type firebase",
        "download",
        False,
    ),
    (Traits("Añadir al carrito", category="purchase"), True, GUESS, '"anadir al carrito"', "add_to_cart", True),
    (
        Traits("Formulario enviado", category="page_view"),
        False,
        GUESS,
        '"formulario enviado"',
        "submit_lead_form",
        True,
    ),
    (Traits("お申し込み完了", category="purchase"), False, LIKELY, "category purchase", "purchase", False),
    (Traits("Restart", category="default"), False, GUESS, "neither", "default", False),
    (Traits("page_view_pricing", "page_view_pricing"), True, LIKELY, 'event says "page view"', "page_view", False),
    (Traits("lead", "lead", addresses=("/contact/thanks",)), False, LIKELY, '"lead"', "submit_lead_form", False),
    (Traits("x", "x", addresses=("/contact/thanks",)), False, LIKELY, "address says", "submit_lead_form", False),
]


@pytest.mark.parametrize(("traits", "step", "sure", "why", "act", "astray"), TABLE)
def test_one_by_itself(traits: Traits, step: bool, sure: Surety, why: str, act: str, astray: bool) -> None:
    judged = judge(traits)
    assert (judged.step, judged.sure, judged.act, judged.hint is not None) == (step, sure, act, astray)
    assert why in judged.why.en
    assert judged.why.ja != judged.why.en
    assert judged.known is (sure is not GUESS)


def beside(open_: Traits, *others: Traits) -> Judgement:
    """The judgement of one action among others."""
    return judgements(dict(enumerate((open_, *others))))[0]


SALE = Traits("Sale", category="purchase", value=1000.0, count=4.0)
OPEN = Traits("x", category="default")


@pytest.mark.parametrize(
    ("value", "count", "others", "step"),
    [
        (LITTLE * 1000, None, (SALE,), True),
        (LITTLE * 1000 + 1, None, (SALE,), False),
        (LITTLE * 1000, None, (), False),
        (LITTLE * 1000, None, (OPEN,), False),
        (None, MANY * 4, (SALE,), True),
        (None, MANY * 4 - 1, (SALE,), False),
        (None, 40.0, (), False),
        (None, 40.0, (Traits("Sale", category="purchase", count=0.0),), False),
        (None, None, (SALE,), False),
        (LITTLE * 1000, None, (Traits("mv_x", prefixed=True, value=1000.0),), False),
    ],
)
def test_where_nothing_else_tells_value_and_number_do(
    value: float | None, count: float | None, others: tuple[Traits, ...], step: bool
) -> None:
    judged = beside(Traits("x", category="default", value=value, count=count), *others)
    assert (judged.step, judged.sure) == (step, GUESS)


BUTTON = Traits("予約ボタン", category="book_appointment", value=1000.0, count=1.0)


@pytest.mark.parametrize(
    ("beside_it", "step"),
    [
        (Traits("予約完了", category="book_appointment"), True),
        (Traits("お問い合わせ完了", category="submit_lead_form"), True),
        (Traits("購入完了", category="purchase"), True),
        (Traits("Store visits", category="store_visit"), False),
        (Traits("Book now button", category="book_appointment"), False),
        (Traits("mv_book", category="book_appointment", prefixed=True), False),
    ],
)
def test_the_way_to_a_result_is_a_step_where_the_result_is_counted(beside_it: Traits, step: bool) -> None:
    judged = judgements({0: BUTTON, 1: beside_it})[0]
    assert (judged.step, judged.sure, judged.by_numbers) == (step, GUESS, False)
    assert ("another action counts the result" in judged.text.en) is step


def test_a_sign_goes_before_value_and_number() -> None:
    for traits in (
        Traits("Order complete", category="page_view", value=1.5, count=900.0),
        Traits("x", category="purchase", value=1.5, count=900.0),
    ):
        assert not beside(traits, SALE).step


def test_an_account_tells_the_traits_of_what_it_holds() -> None:
    live = (
        action("Sale", 1, category="purchase", value_settings__default_value=1000.0),
        action("Other", 2, category="default"),
        imported("view_item", 3, name="Order complete (web) view_item", category="default"),
        key_event("done"),
        rule("done", event_conditions=("event_name equals page_view", "page_path contains /order/thanks")),
    )
    subject = account(*live, counts={"Sale": Counted(all=2), "Other": Counted(all=20)})
    assert [subject.judged(item).step for item in live[:4]] == [False, True, True, False]
    assert subject.judged(live[1]).why.en == "counted 20 times, and all results 2 times"
    assert not account(*live).micro(live[1])
    assert not account(*live, counts={"Other": Counted(all=20)}, missing={COUNTS: "403"}).micro(live[1])


@pytest.mark.parametrize(
    "condition",
    [
        "page_path not contains /order/thanks",
        "page_path regular_expression /order/thanks",
        "title contains order thanks",
    ],
)
def test_only_an_address_that_the_rule_wants_tells(condition: str) -> None:
    live = (key_event("done"), rule("done", event_conditions=("event_name equals page_view", condition)))
    assert account(*live).judged(live[0]).sure is GUESS


def test_a_value_that_nobody_chose_and_one_in_another_currency_tell_nothing() -> None:
    sale = action("Sale", 1, category="purchase", value_settings__default_value=1000.0)
    for state in (
        {"value_settings__default_value": 1.0},
        {"value_settings__default_value": 5.0, "value_settings__default_currency_code": "USD"},
        {"value_settings__default_value": 0.0},
    ):
        other = action("Other", 2, category="default", **state)
        assert not account(sale, other, customer__currency_code="JPY").micro(other)
    other = action("Other", 2, category="default", value_settings__default_value=5.0)
    assert account(sale, other, customer__currency_code="JPY").micro(other)


def test_what_nobody_decided_is_judged_as_if_no_config_spoke_of_it() -> None:
    live = action("Page view", 1, category="page_view")
    for kind, step in ((ConversionKind.UNDECIDED, True), (MACRO, False)):
        assert account(live, client=client(conversion("Page view", kind=kind))).micro(live) is step
