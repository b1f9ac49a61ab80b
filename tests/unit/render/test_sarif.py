"""Audits as SARIF."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hostile import NAMES, harmful

from microconv.audit.rule import Level
from microconv.audit.run import Choice
from microconv.core.client import AuditSettings, Ignored
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import Language
from microconv.render.sarif import sarif
from tests.strategies import action, client, conversion
from tests.unit.audit.cases import account
from tests.unit.audit.made import DAY, made
from tests.unit.audit.test_run import audited

ROLES, NAMING = made("roles-made", Level.ERROR), made("naming-made", Level.NOTE)
PROBLEM = Diagnostic(
    Severity.WARNING, "no-effect", "a key has no effect", "why", Span("c d.yaml", 3, 9), hint="drop it"
)


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    return dict(log["runs"][0])


def test_findings_and_problems_stand_at_their_place() -> None:
    config = client(conversion("bad", span=Span("クライアント/c.yaml", 7, 5)), path="クライアント/c.yaml")
    audit = audited(account(action("bad", 1), action("else", 2), client=config), ROLES)
    run = run_of(sarif([audit], [PROBLEM], version="0.1.0"))
    rules = run["tool"]["driver"]["rules"]
    assert [(item["id"], item.get("defaultConfiguration")) for item in rules] == [
        ("config-no-effect", None), ("roles-made", {"level": "error"}),
    ]  # fmt: skip
    problem, declared, other = run["results"]
    assert problem == {
        "ruleId": "config-no-effect",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "a key has no effect; why; drop it"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "c%20d.yaml"},
                    "region": {"startLine": 3, "startColumn": 9},
                }
            }
        ],
    }
    place = {"uri": "%E3%82%AF%E3%83%A9%E3%82%A4%E3%82%A2%E3%83%B3%E3%83%88/c.yaml"}
    assert declared["locations"][0]["physicalLocation"] == {
        "artifactLocation": place, "region": {"startLine": 7, "startColumn": 5},
    }  # fmt: skip
    assert declared["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": 'aoi-store/google_ads.conversion_action["bad"]', "kind": "object"}
    ]
    assert (declared["ruleId"], declared["ruleIndex"], declared["level"]) == ("roles-made", 1, "error")
    assert declared["message"]["text"] == 'google_ads.conversion_action["bad"]: Bad by roles-made: is bad'
    assert declared["partialFingerprints"] == {"microconvFinding/v1": audit.findings[0].fingerprint}
    assert other["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1}
    assert "baselineState" not in declared
    assert run["columnKind"] == "unicodeCodePoints"


def test_without_a_config_there_is_no_file_to_point_at() -> None:
    (result,) = run_of(sarif([audited(account(action("bad", 1)), ROLES)], [], version="0"))["results"]
    assert "physicalLocation" not in result["locations"][0]


def test_japanese() -> None:
    run = run_of(sarif([audited(account(action("bad", 1)), ROLES)], [], version="0", language=Language.JA))
    assert run["language"] == "ja"
    assert run["tool"]["driver"]["rules"][0]["shortDescription"] == {"text": "roles-made に反しています"}
    assert "名前: bad" in run["results"][0]["message"]["text"]


def test_with_a_baseline_results_say_whether_they_are_new() -> None:
    old = audited(account(action("a", 1)), ROLES)
    choice = Choice(baseline=frozenset(item.fingerprint for item in old))
    new = audited(account(action("a", 1), action("b", 2)), ROLES, choice=choice)
    results = run_of(sarif([new], [], version="0", compared=True))["results"]
    assert [item["baselineState"] for item in results] == ["unchanged", "new"]


def test_what_the_config_accepts_is_suppressed_with_its_reason() -> None:
    config = client(audit=AuditSettings(ignore=(Ignored("roles-made", "agreed\x1b[31m", DAY),)))
    (result,) = run_of(sarif([audited(account(action("bad", 1), client=config), ROLES)], [], version="0"))["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "until 2026-11-23: agreed\\x1b[31m"}]


def test_each_rule_stands_there_once_however_many_clients() -> None:
    audits = [audited(account(action("bad", 1)), NAMING, ROLES) for _ in range(3)]
    run = run_of(sarif(audits, [], version="0"))
    assert [item["id"] for item in run["tool"]["driver"]["rules"]] == ["naming-made", "roles-made"]
    assert {(item["ruleId"], item["ruleIndex"]) for item in run["results"]} == {("roles-made", 1), ("naming-made", 0)}


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_shown_as_escapes(name: str) -> None:
    results = run_of(sarif([audited(account(action(name, 1)), ROLES)], [], version="0"))["results"]
    told = [results[0]["message"]["text"], results[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]]
    assert not any(harmful(text) for text in told)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a/b.yaml", "a/b.yaml"),
        ("/abs/c.yaml", "file:///abs/c.yaml"),
        ("../up.yaml", "../up.yaml"),
        ("javascript:alert(1).yaml", "./javascript:alert%281%29.yaml"),
        ("a\nb#c?.yaml", "a%0Ab%23c%3F.yaml"),
        ("win\\dir.yaml", "win/dir.yaml"),
    ],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    problem = Diagnostic(Severity.ERROR, "x", "y", span=Span(path, 1, 1))
    (result,) = run_of(sarif([], [problem], version="0"))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}
