"""Rollbacks of changed and removed event rules: conditions and parameters come back in the order that they had."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.contract.ga4_site import condition, seeded, web

pytestmark = pytest.mark.usefixtures("environment", "state")

CONDITIONS = [condition("page_location", "CONTAINS", "/thanks"), condition("event_name", "EQUALS", "page_view")]
PARAMETERS = [
    {"parameter": name, "parameter_value": value}
    for name, value in (("value", "5"), ("currency", "JPY"), ("affiliation", "[[page_title]]"))
]


@pytest.fixture
def rules(world, agency):
    """The event rules that the property has, without their ids; it starts with one."""
    seed = copy.deepcopy(agency)
    site = seed["ga4"]["accounts"][0]["properties"][0]
    rule = seeded("mv_thanks", event_conditions=CONDITIONS, parameter_mutations=PARAMETERS)
    site["data_streams"] = [web(event_create_rules=[rule])]
    world.reset(seed)

    def found() -> Any:
        streams = world.dump()["ga4"]["accounts"][0]["properties"][0]["data_streams"]
        return [
            {key: value for key, value in one.items() if key != "id"}
            for one in streams[0].get("event_create_rules", [])
        ]

    return found


CASES: dict[str, tuple[Any, list[str]]] = {
    "changed": (
        {
            "event": "page_view",
            "where": [{"parameter": "page_title", "contains": "x"}],
            "set": [{"parameter": "a", "to": "1"}],
        },
        [],
    ),
    "without parameters": (
        {"event": "page_view", "where": [{"parameter": "page_location", "contains": "/thanks"}]},
        [],
    ),
    "removed": (False, ["--allow", "remove"]),
}


@pytest.mark.parametrize("case", CASES)
def test_everything_comes_back_in_its_order(run, write_config, rules, newest, case):
    when, allow = CASES[case]
    before = rules()
    assert before[0]["parameter_mutations"] == PARAMETERS
    config = write_config(
        {"name": "mv_thanks", "role": "secondary", "google_ads": False, "ga4": {"event": "mv_thanks", "when": when}},
        unlisted="keep",
    )
    done = run("sync", config, "--yes", *allow)
    assert done.code == 0, done.out + done.err
    assert rules() != before
    done = run("rollback", newest(), "--yes", "--allow", "remove")
    assert done.code == 0, done.out + done.err
    assert rules() == before


def test_another_order_is_no_change(run, write_config, rules):
    before = rules()
    when = {
        "event": "page_view",
        "where": [{"parameter": "page_location", "contains": "/thanks"}],
        "set": [
            {"parameter": "affiliation", "from": "page_title"},
            {"parameter": "currency", "to": "JPY"},
            {"parameter": "value", "to": "5"},
        ],
    }
    config = write_config(
        {"name": "mv_thanks", "role": "secondary", "google_ads": False, "ga4": {"event": "mv_thanks", "when": when}},
        unlisted="keep",
    )
    planned = run("plan", config, "--format", "json")
    changes = json.loads(planned.out)["plans"][0]["changes"]
    assert "event_create_rule" not in json.dumps(changes), changes
    assert changes
    assert rules() == before
