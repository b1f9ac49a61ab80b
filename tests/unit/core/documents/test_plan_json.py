"""Plans as JSON: without loss, and refused where they cannot be trusted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from strategies import action, client, conversion, imported, key_event, plan_of

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.documents.change_json import scalar_from_json, scalar_to_json
from microconv.core.errors import PlanFileError
from microconv.core.plan import Action, AttributeChange, Change, Plan
from microconv.core.resource import Address, Standing
from microconv.core.value import Money

NEW = "make a new one with `microconv plan PATH --out FILE`"


def full_plan() -> Plan:
    """A plan with something in every field."""
    yen = Value(500.0, "JPY")
    wanted = client(
        conversion("mv_cart", event="mv_cart", value=yen, role=Role.PRIMARY, protect=True),
        conversion("mv_type"),
        conversion("mv_wait", source=GA4_IMPORT, event="mv_wait"),
        unlisted=Unlisted.REMOVE,
        digest="abc",
    )
    return plan_of(
        wanted,
        action("mv_cart", 1),
        action("mv_type", 2, type="ad_call"),
        action("mv_old", 3),
        action("資料請求", 4),
        action("mv_removed", 5, Standing.REMOVED),
        imported("mv_cart", 6),
        key_event("mv_cart", default_value=Money(300.0, "JPY")),
        emulated=True,
    )


def broken(**changed) -> str:
    data = json.loads(full_plan().to_json())
    data.update(changed)
    return json.dumps(data)


def refused(text: str) -> PlanFileError:
    with pytest.raises(PlanFileError) as caught:
        Plan.from_json(text)
    return caught.value


def test_nothing_is_lost() -> None:
    plan = full_plan()
    assert plan.conflicts
    assert plan.waiting
    assert plan.unmanaged
    assert plan.warnings
    assert {change.action for change in plan.changes} == {Action.CREATE, Action.UPDATE, Action.REMOVE}
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.fingerprint == plan.fingerprint


def test_the_text_is_for_people_too() -> None:
    text = full_plan().to_json()
    assert text.endswith("}\n")
    assert "資料請求" in text
    assert json.loads(text)["summary"] == {
        "create": 1,
        "update": 2,
        "demote": 0,
        "remove": 1,
        "unchanged": 0,
        "not_ours": 3,
        "waiting": 1,
        "conflicts": 1,
        "read_calls": 3,
        "apply_calls": 3,
    }


@pytest.mark.parametrize("value", [None, True, False, 0, 1, 0.5, "", "a", Money(0.1, "JPY"), 1e300])
def test_values_survive(value) -> None:
    back = scalar_from_json(json.loads(json.dumps(scalar_to_json(value))))
    assert back == value
    assert type(back) is type(value)


def test_whole_amounts_have_one_fingerprint_before_and_after() -> None:
    """`Money(500, …)` and `Money(500.0, …)` are equal, so their plans must be."""
    change = Change(Action.CREATE, Address("ga4.key_event", "x"), (), (AttributeChange("v", None, Money(500, "JPY")),))
    plan = Plan("aoi", (), (change,))
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize("text", ["", "{", "not json", '{"format": 1,}', "\ufeff{}"])
def test_not_json(text: str) -> None:
    error = refused(text)
    assert str(error).startswith("this is not a plan: it is not JSON (")
    assert error.hint == NEW


def test_json_that_would_break_the_reader() -> None:
    assert str(refused("[" * 100_000)).startswith("this is not a plan: it is not JSON (")
    assert str(refused('{"format": 1' + "0" * 5000 + "}")).startswith("this is not a plan: it is not JSON (")


@pytest.mark.parametrize("text", ["[]", "null", "1", '"plan"', "{}", '{"kind": "microconv snapshot"}'])
def test_not_a_plan(text: str) -> None:
    error = refused(text)
    assert str(error) == "this is not a plan: it has no format number"
    assert error.hint == NEW


@pytest.mark.parametrize(("number", "shown"), [(3, "3"), (1, "1"), (0, "0"), ("2", "'2'"), (None, "None")])
def test_another_format_is_refused_never_guessed_at(number, shown: str) -> None:
    error = refused(broken(format=number))
    assert str(error) == f"the plan has format {shown}; this version of microconv reads format 2"
    assert error.hint == "use the version of microconv that made it, or make a new plan"


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"changes": None}, "the plan is broken: TypeError: 'NoneType' object is not iterable"),
        ({"changes": [{}]}, "the plan is broken: KeyError: 'action'"),
        ({"summary": {}}, "the plan is broken: KeyError: 'unchanged'"),
        ({"accounts": [1]}, "the plan is broken: TypeError: 'int' object is not subscriptable"),
        (
            {"warnings": [{"span": None, "severity": "loud"}]},
            "the plan is broken: ValueError: 'loud' is not a valid Severity",
        ),
    ],
)
def test_broken(changed: dict, text: str) -> None:
    error = refused(broken(**changed))
    assert str(error) == text
    assert error.hint == NEW


def test_a_missing_part_is_broken_not_empty() -> None:
    data = json.loads(full_plan().to_json())
    for key in ("client", "accounts", "changes", "conflicts", "waiting", "unmanaged", "warnings", "managed", "summary"):
        text = json.dumps({name: value for name, value in data.items() if name != key})
        assert str(refused(text)) == f"the plan is broken: KeyError: '{key}'"


def test_an_unknown_action_is_broken() -> None:
    data = json.loads(full_plan().to_json())
    data["changes"][0]["action"] = "delete"
    assert str(refused(json.dumps(data))) == "the plan is broken: ValueError: 'delete' is not a valid Action"


CHANGED = "the plan was changed after it was made: its fingerprint does not fit its content"


def test_changed_by_hand() -> None:
    data = json.loads(full_plan().to_json())
    data["changes"][0]["attributes"][0]["after"] = False
    error = refused(json.dumps(data))
    assert str(error) == CHANGED
    assert error.hint == NEW


@pytest.mark.parametrize("changed", [{"fingerprint": ""}, {"fingerprint": None}, {"client": "other"}, {"accounts": []}])
def test_changed_by_hand_elsewhere(changed: dict) -> None:
    assert str(refused(broken(**changed))) == CHANGED


def test_half_a_character_is_refused_not_a_crash() -> None:
    data = json.loads(full_plan().to_json())
    data["client"] = "\ud800"
    with pytest.raises(PlanFileError):
        Plan.from_json(json.dumps(data))


def test_a_plan_with_other_words_for_nothing_is_not_equal() -> None:
    plan = full_plan()
    assert Plan.from_json(replace(plan, config_digest="").to_json()) != plan


def test_a_conflict_taken_out_by_hand_is_refused() -> None:
    """The fingerprint covers what would be written; the checksum covers the rest of the file too."""
    data = json.loads(full_plan().to_json())
    assert data["conflicts"]
    data["conflicts"] = []
    assert (
        str(refused(json.dumps(data)))
        == "the plan was changed after it was made: its checksum does not fit its content"
    )
