"""Answers of a sitting as JSON: every field, under a version."""

from __future__ import annotations

import json
from dataclasses import fields

from microconv.render.review.document import document
from microconv.render.review.written import Written
from microconv.review.model import Evidence, ValueResult
from microconv.sitting.model import RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer
from tests.unit.render.review.made import roles_answer, sizes_answer, suggest_answer, values_answer


def names(kind: type) -> set[str]:
    return {one.name for one in fields(kind)}


def test_every_field_of_every_answer_is_there() -> None:
    kinds = {
        ValuesAnswer: ("values", values_answer()),
        RolesAnswer: ("roles", roles_answer()),
        SuggestAnswer: ("suggestions", suggest_answer()),
        SizesAnswer: ("tests", sizes_answer()),
    }
    for kind, (word, answer) in kinds.items():
        made = json.loads(document(word, [answer]))
        assert (made["format"], made["kind"], made["written"]) == (1, f"microconv {word}", [])
        assert set(made["clients"][0]) == names(kind)


def test_values_with_their_evidence() -> None:
    made = json.loads(document("values", [values_answer()]))["clients"][0]
    _, cart, *_, zero = made["review"]["results"]
    assert set(cart) == names(ValueResult)
    assert set(cart["evidence"]) == names(Evidence)
    assert (cart["evidence"]["reached"], cart["evidence"]["users"]) == (96, 3210)
    assert cart["proposal"] == {
        "conversion": "mv_add_to_cart", "currency": "JPY", "now": 1000, "value": 500, "capped": True,
    }  # fmt: skip
    assert (zero["proposal"], zero["reasons"]) == (None, ["few"])
    assert made["ground"]["today"] == "2026-11-23"
    assert made["ground"]["past_sources"][0]["why"] == {"en": "no journal is here", "ja": "実行記録がありません"}
    assert made["paid"]["mv_add_to_cart"]["source"] == "funnels"
    roles = json.loads(document("roles", [roles_answer()]))["clients"][0]
    assert roles["enough"] == {
        "finals": 30, "days": 30, "back_below": 15, "reviews": 2, "source": roles_answer().enough.source,
    }  # fmt: skip


def test_what_was_written() -> None:
    answer = values_answer()
    made = json.loads(document("values", [answer], [Written("aoi-store", "a.yaml", answer.proposals[1:])]))
    assert made["written"] == [
        {
            "client": "aoi-store",
            "file": "a.yaml",
            "changes": [
                {"conversion": "mv_add_to_cart", "value": 500, "role": None},
                {"conversion": "mv_begin_checkout", "value": 1300, "role": None},
                {"conversion": "mv_zero", "value": None, "role": "secondary"},
            ],
            "declined": [],
            "reviewed": None,
        }
    ]
