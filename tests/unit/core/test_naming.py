"""The `mv_` rule and what GA4 reserves."""

from __future__ import annotations

import pytest

from microconv.core import naming
from microconv.core.naming import NameProblem

RULE = (
    "{!r} does not follow the rule for micro-conversions: 'mv_', then lower-case words of letters and digits joined "
    "by single underscores"
)


@pytest.mark.parametrize("name", ["mv_a", "mv_add_to_cart", "mv_form_step1", "mv_a1_2", "mv_scroll_90"])
def test_names_that_follow_the_rule(name: str) -> None:
    assert naming.check_micro(name, "mv_") == []


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("mv_", ""),
        ("mv_1st", "mv_st"),
        ("mv_Cart", "mv_cart"),
        ("mv_addToCart", "mv_add_to_cart"),
        ("mv__cart", "mv_cart"),
        ("mv_cart_", "mv_cart"),
        ("mv_add-to-cart", "mv_add_to_cart"),
        ("mv_cart\n", "mv_cart"),
        ("add_to_cart", "mv_add_to_cart"),
        ("MV_cart", "mv_cart"),
        ("mv_カート", ""),
        ("mv_AñadirAlCarrito", "mv_anadir_al_carrito"),
        ("mv_ﬁn", "mv_fin"),
    ],
)
def test_names_that_break_the_rule(name: str, suggestion: str) -> None:
    hint = f"write {suggestion!r}" if suggestion else ""
    assert naming.check_micro(name, "mv_") == [NameProblem("micro-name", RULE.format(name), hint)]


def test_a_suggestion_follows_the_rule_itself() -> None:
    for name in ("mv_1st", "Add To Cart!", "mv_é_x", "99 bottles", "mv_a__b"):
        suggestion = naming.suggest_micro(name, "mv_")
        assert naming.check_micro(suggestion, "mv_") == []


def test_the_prefix_is_taken_literally() -> None:
    assert naming.check_micro("m.v_cart", "m.v_") == []
    assert [problem.code for problem in naming.check_micro("mxv_cart", "m.v_")] == ["micro-name"]


def test_a_prefix_alone_makes_it_micro_well_formed_or_not() -> None:
    assert naming.is_micro("mv_Bad Name", "mv_")
    assert not naming.is_micro("MV_cart", "mv_")
    assert not naming.is_micro("mvp_signup", "mv_")


@pytest.mark.parametrize("name", ["purchase", "mv_" + "a" * 35, "generate_lead", "カート", "A1_b"])
def test_events_that_ga4_reports(name: str) -> None:
    assert naming.check_event(name) == []


def test_an_event_of_39_characters_is_not_reported_as_a_key_event() -> None:
    name = "mv_" + "a" * 36
    assert naming.check_event(name) == [
        NameProblem(
            "event-name-length",
            f"{name!r} has 39 characters; a key event's name has at most 38",
            "GA4 appends `_c` to key events and does not report names that then exceed 40 characters",
        )
    ]


@pytest.mark.parametrize("name", ["1st", "add-to-cart", "add to cart", "cart\n", "", "é.x"])
def test_events_with_characters_that_ga4_refuses(name: str) -> None:
    text = f"{name!r} is not a GA4 event name: a letter first, then letters, digits and underscores"
    assert naming.check_event(name) == [NameProblem("event-name-characters", text)]


@pytest.mark.parametrize("prefix", ["firebase_", "ga_", "google_"])
def test_prefixes_that_ga4_keeps(prefix: str) -> None:
    text = f"'{prefix}x' starts with {prefix!r}, which GA4 keeps for itself"
    assert naming.check_event(f"{prefix}x") == [NameProblem("event-name-reserved", text)]


def test_every_problem_of_an_event_is_named_at_once() -> None:
    codes = [problem.code for problem in naming.check_event("_" + "-" * 40)]
    assert codes == ["event-name-length", "event-name-characters", "event-name-reserved"]


def test_events_that_ga4_collects_itself_can_be_marked_but_not_made() -> None:
    text = "'form_submit' is an event that GA4 collects itself"
    assert naming.check_event("form_submit") == [NameProblem("event-name-reserved", text)]
    assert naming.check_event("form_submit", collected_by_ga4=True) == []
