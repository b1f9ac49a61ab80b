"""Event rules: create rules make events of those that come in, edit rules change them; reports count the outcome."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from microconv.emulator import Emulator, World
from tests.emulator.google_ads.test_collection import STREAM, content, report

__all__ = ["content", "report"]

THANKS = {"field": "page_location", "comparison_type": "CONTAINS", "value": "/thanks"}
VIEW = {"field": "event_name", "comparison_type": "EQUALS", "value": "page_view"}


@pytest.fixture
def world(emulator: Emulator) -> World:
    return emulator.world


@pytest.fixture
def start(emulator: Emulator, content: dict[str, Any]):
    """Starts a world whose web stream has rules; gives its control plane."""

    def begin(*rules: dict[str, Any], **policies: str) -> Any:
        seed = copy.deepcopy(content)
        [stream] = seed["ga4"]["accounts"][0]["properties"][0]["data_streams"]
        stream["event_create_rules"] = [{"id": 900 + index, **rule} for index, rule in enumerate(rules)]
        emulator.world.reset(seed)
        for name, value in policies.items():
            emulator.world.policies.set(name, value)
        return emulator.control

    return begin


def _rule(*conditions: dict[str, Any], makes: str = "mv_form", **more: Any) -> dict[str, Any]:
    return {"destination_event": makes, "event_conditions": list(conditions), **more}


def _events(emulator: Emulator) -> list[tuple[str, float | None]]:
    return [(hit.event, hit.value) for hit in emulator.world.ga4.property(345678901).hits]


def test_an_event_that_meets_every_condition_makes_another(start, emulator, report) -> None:
    control = start(_rule(VIEW, THANKS))
    receipt = control.send_event(STREAM, "page_view", page="https://aoi.example/thanks?x=1")
    assert receipt["reason"] == "an event of properties/345678901; a rule made 'mv_form' of it, a key event"
    control.send_event(STREAM, "page_view", page="https://aoi.example/form")
    control.send_event(STREAM, "scroll", page="https://aoi.example/thanks")
    assert [name for name, _ in _events(emulator)] == ["page_view", "mv_form", "page_view", "scroll"]
    assert ("mv_form", "1", "1") in report("eventName", "eventCount keyEvents")


def test_rules_do_not_act_on_what_rules_made(start, emulator) -> None:
    second = {"field": "event_name", "comparison_type": "EQUALS", "value": "mv_form"}
    control = start(_rule(VIEW), _rule(second, makes="mv_visit"))
    control.send_event(STREAM, "page_view")
    assert [name for name, _ in _events(emulator)] == ["page_view", "mv_form"]
    control.send_event(STREAM, "mv_form")
    assert [name for name, _ in _events(emulator)][2:] == ["mv_form", "mv_visit"]


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({}, None),
        ({"source_copy_parameters": True}, 500.0),
        ({"parameter_mutations": [{"parameter": "value", "parameter_value": "70"}]}, 70.0),
        ({"parameter_mutations": [{"parameter": "value", "parameter_value": "[[price]]"}]}, 80.0),
        ({"parameter_mutations": [{"parameter": "value", "parameter_value": "[[no]]"}]}, None),
    ],
)
def test_parameters_are_copied_and_set(start, emulator, more: dict[str, Any], value: float | None) -> None:
    control = start(_rule(VIEW, **more))
    control.send_event(STREAM, "page_view", value=500, currency="JPY", parameters={"price": 80})
    assert _events(emulator) == [("page_view", 500.0), ("mv_form", value)]


def test_a_value_in_another_currency_is_not_collected(start, emulator) -> None:
    mutations = [{"parameter": "value", "parameter_value": "5"}, {"parameter": "currency", "parameter_value": "EUR"}]
    control = start(_rule(VIEW, parameter_mutations=mutations))
    receipt = control.send_event(STREAM, "page_view")
    assert receipt["counted"]
    assert "send the value in JPY, not in EUR" in receipt["reason"]
    assert _events(emulator) == [("page_view", None)]


@pytest.mark.parametrize(
    ("comparison", "wanted", "yes", "no"),
    [
        ("EQUALS", "Pro", "Pro", "pro"),
        ("EQUALS_CASE_INSENSITIVE", "Pro", "pRO", "pros"),
        ("CONTAINS", "r", "pro", "a"),
        ("CONTAINS_CASE_INSENSITIVE", "R", "pro", "a"),
        ("STARTS_WITH", "p", "pro", "xp"),
        ("STARTS_WITH_CASE_INSENSITIVE", "P", "pro", "xp"),
        ("ENDS_WITH", "o", "pro", "ox"),
        ("ENDS_WITH_CASE_INSENSITIVE", "O", "pro", "ox"),
        ("GREATER_THAN", "5", "6", "5"),
        ("GREATER_THAN_OR_EQUAL", "5", "5.0", "x"),
        ("LESS_THAN", "5", "-1", "5"),
        ("LESS_THAN_OR_EQUAL", "5", "5", "6"),
        ("REGULAR_EXPRESSION", "p.o", "pro", "Pro"),
        ("REGULAR_EXPRESSION_CASE_INSENSITIVE", "p.o", "Pro", "pr"),
    ],
)
@pytest.mark.parametrize("negated", [False, True])
def test_comparisons(start, emulator, comparison: str, wanted: str, yes: str, no: str, negated: bool) -> None:
    condition = {"field": "plan", "comparison_type": comparison, "value": wanted, "negated": negated}
    control = start(_rule(condition))
    control.send_event(STREAM, "a", parameters={"plan": no if negated else yes})
    control.send_event(STREAM, "b", parameters={"plan": yes if negated else no})
    control.send_event(STREAM, "c")
    assert [name for name, _ in _events(emulator)] == ["a", "mv_form", "b", "c"]


@pytest.mark.parametrize(("policy", "made"), [("never", 0), ("as empty", 1)])
def test_a_parameter_that_the_event_does_not_carry(start, emulator, policy: str, made: int) -> None:
    condition = {"field": "plan", "comparison_type": "EQUALS", "value": "pro", "negated": True}
    start(_rule(condition), rule_on_missing_parameter=policy).send_event(STREAM, "a")
    assert len(_events(emulator)) == 1 + made


@pytest.mark.parametrize(("policy", "made"), [("whole", 0), ("part", 1)])
def test_a_regular_expression_that_matches_a_part(start, emulator, policy: str, made: int) -> None:
    condition = {"field": "page_location", "comparison_type": "REGULAR_EXPRESSION", "value": "/thanks"}
    control = start(_rule(condition), rule_regular_expressions=policy)
    control.send_event(STREAM, "a", page="https://aoi.example/thanks")
    assert len(_events(emulator)) == 1 + made


def _editing(control: Any, *rules: dict[str, Any], create: tuple[dict[str, Any], ...] = ()) -> None:
    seed = control.dump_seed()
    [stream] = seed["ga4"]["accounts"][0]["properties"][0]["data_streams"]
    stream["event_create_rules"] = [{"id": 900 + index, **rule} for index, rule in enumerate(create)]
    stream["event_edit_rules"] = [
        {"id": 950 + index, "display_name": f"Edit {index}", "processing_order": index + 1, **rule}
        for index, rule in enumerate(rules)
    ]
    control.load_seed(seed)


def _edit(condition: dict[str, Any], **values: str) -> dict[str, Any]:
    mutations = [{"parameter": name, "parameter_value": value} for name, value in values.items()]
    return {"event_conditions": [condition], "parameter_mutations": mutations}


FORM = {"field": "event_name", "comparison_type": "EQUALS", "value": "form_sent"}
RENAMED = {"field": "event_name", "comparison_type": "EQUALS", "value": "mv_form"}


def test_edit_rules_change_the_event_that_comes_in(start, emulator, report) -> None:
    control = start()
    _editing(control, _edit(FORM, event_name="mv_form", value="70"))
    receipt = control.send_event(STREAM, "form_sent", value=5)
    assert receipt["reason"] == "a key event of properties/345678901; changed by the rule 'Edit 0'"
    assert _events(emulator) == [("mv_form", 70.0)]
    assert ("mv_form", "1", "1") in report("eventName", "eventCount keyEvents")


def test_edit_rules_run_in_their_order_and_each_sees_what_the_last_left(start, emulator) -> None:
    control = start()
    _editing(
        control, _edit(RENAMED, value="[[price]]"), _edit(FORM, event_name="mv_form"), _edit(RENAMED, value="[[plan]]")
    )
    control.send_event(STREAM, "form_sent", parameters={"price": 80, "plan": "90"})
    assert _events(emulator) == [("mv_form", 90.0)], "the first rule met the event before it had its name"


def test_create_rules_see_what_edit_rules_left_and_edit_rules_not_what_create_rules_made(start, emulator) -> None:
    control = start()
    _editing(
        control, _edit(FORM, event_name="mv_form"), create=(_rule(FORM, makes="a"), _rule(RENAMED, makes="form_sent"))
    )
    control.send_event(STREAM, "form_sent")
    assert [name for name, _ in _events(emulator)] == ["mv_form", "form_sent"]


def test_edit_rules_that_are_stored_alone(start, emulator) -> None:
    control = start()
    _editing(control, _edit(FORM, event_name="mv_form"))
    control.set_policies(event_edit_rules="not_carried_out")
    control.send_event(STREAM, "form_sent")
    assert [name for name, _ in _events(emulator)] == ["form_sent"]


def test_a_name_that_no_event_can_have_counts_nothing(start, emulator) -> None:
    control = start()
    _editing(control, _edit(FORM, event_name="1 form"))
    receipt = control.send_event(STREAM, "form_sent")
    assert (receipt["counted"], _events(emulator)) == (False, [])
    assert receipt["reason"] == "'1 form' is no name of an event; changed by the rule 'Edit 0'"


def test_a_parameter_that_is_not_there_takes_the_value_away(start, emulator) -> None:
    control = start()
    _editing(control, _edit(FORM, value="[[price]]"))
    control.send_event(STREAM, "form_sent", value=5)
    assert _events(emulator) == [("form_sent", None)]
