"""Names of one act that differ by a word, and of acts that are told apart by it."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.analysis import near_names
from microconv.analysis.near_names import near, of_later, words
from tests.unit.audit.mutants import Rulebook

NEAR = [
    ("reserva_completada", "reserva_completada_directa"),
    ("Reserva completada", "reservaCompletada Directa"),
    ("mv_form_sent", "form sent"),
    ("generate_lead", "GA4 - Generate Lead"),
    ("Réservation confirmée", "reservation_confirmee_web"),
    ("lead", "lead_form"),
    ("予約完了", "予約完了_直接"),
    ("予約完了", "予約完了直接"),
    ("Web予約完了", "予約完了"),
    ("お問い合わせ", "お問い合わせ完了"),
    ("ｐｕｒｃｈａｓｅ", "purchase (tag)"),
    ("sent form", "form sent"),
    ("presupuesto_enviado", "presupuesto enviado (formulario)"),
    ("resérvation", "RESERVATION"),
    ("予約_完了", "予約完了"),
    ("予約", "予約済み"),
    ("予約完了", "予約完了フォーム"),
    ("signup", "newsletter signup"),
]
OTHER_ACTS = [
    ("lead", "lead_qualified"),
    ("purchase", "purchase_refund"),
    ("purchase", "PurchaseRefunded"),
    ("予約", "予約キャンセル"),
    ("購入", "購入_返金"),
    ("reserva", "reserva_cancelada"),
    ("compra", "compra_devolución"),
    ("lead", "MQL lead"),
]
OTHER_STEPS = [
    ("checkout", "checkout_start"),
    ("form", "form_view"),
    ("予約", "予約開始"),
    ("資料請求", "資料請求ページ"),
    ("reserva", "reserva_inicio"),
    ("phone", "phone_click"),
    ("purchase", "first_purchase"),
    ("電話", "電話タップ"),
]
UNLIKE = [
    ("form_step1", "form_step2"),
    ("video_25", "video_50"),
    ("form", "form sent by mail"),
    ("form", "form sent mail"),
    ("contact_form", "recruit_form"),
    ("yoyaku_kanryo", "予約完了"),
    ("purchase", "購入"),
    ("問い合わせ", "資料請求"),
    ("予約", "予約した人へのアンケート"),
    ("", "lead"),
    ("🎉", "lead"),
]


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_names_of_one_act(one: str, other: str) -> None:
    mine, theirs = words(one, "mv_"), words(other, "mv_")
    assert near(mine, theirs)
    assert near(theirs, mine)
    assert of_later(mine) is of_later(theirs)


@pytest.mark.parametrize(("one", "other"), [*OTHER_ACTS, *OTHER_STEPS, *UNLIKE])
def test_names_of_two_acts(one: str, other: str) -> None:
    mine, theirs = words(one, "mv_"), words(other, "mv_")
    assert not near(mine, theirs)
    assert not near(theirs, mine)


@pytest.mark.parametrize(("one", "other"), OTHER_ACTS)
def test_what_becomes_of_an_act_is_apart_from_it(one: str, other: str) -> None:
    assert (of_later(words(one)), of_later(words(other))) == (False, True)


def test_two_names_of_what_became_of_an_act_are_not_apart() -> None:
    assert near(words("lead_qualified"), words("lead_qualified_crm"))
    assert of_later(words("purchase_refund")) is of_later(words("Refund of a purchase")) is True


def test_a_name_of_nothing_but_measurement_keeps_its_words() -> None:
    assert words("GA4 conversion") == ("ga4", "conversion")
    assert words("mv_", "mv_") == ("mv",)
    assert words("GA4 conversion lead") == ("lead",)


SAME = {"near: len(set(one)) >= len(set(other)) -> len(set(one)) > len(set(other))"}
"""Of two names with as many words it does not matter which comes first."""


def test_every_condition_is_pinned_by_the_pairs_above() -> None:
    book = Rulebook(near_names)
    assert _tells(book.built({}, None))
    changes = list(book.mutants())
    assert len(changes) > 30
    assert {change.about for change in changes if _tells(book.built({}, change))} == SAME


def _tells(module: dict[str, Any]) -> bool:
    """True if a module, as names with their values, judges all pairs as they are listed."""
    split, close, later = module["words"], module["near"], module["of_later"]
    expected = [(pair, True) for pair in NEAR] + [(pair, False) for pair in (*OTHER_ACTS, *OTHER_STEPS, *UNLIKE)]
    for (one, other), same in expected:
        mine, theirs = split(one, "mv_"), split(other, "mv_")
        if (close(mine, theirs), close(theirs, mine)) != (same, same):
            return False
    plain = split("GA4 conversion"), split("mv_", "mv_"), split("GA4 conversion lead")
    return plain == (("ga4", "conversion"), ("mv",), ("lead",)) and all(
        (later(split(one)), later(split(other))) == (False, True) for one, other in OTHER_ACTS
    )
