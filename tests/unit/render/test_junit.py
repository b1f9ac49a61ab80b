"""Audits as JUnit XML."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hostile import NAMES

from microconv.audit.rule import Level, Need
from microconv.audit.run import Choice
from microconv.render.junit import junit
from tests.strategies import action
from tests.unit.audit.cases import account
from tests.unit.audit.made import made
from tests.unit.audit.test_run import audited

ROLES, NAMING = made("roles-made", Level.ERROR), made("naming-made", Level.NOTE)


def cases(text: str) -> dict[str, list[str]]:
    """The words in each rule's case: `failure`, `skipped`, `system-out`, or nothing for one that passed."""
    (suite,) = ElementTree.fromstring(text)
    return {case.attrib["name"]: [part.tag for part in case] for case in suite.iter("testcase")}


@pytest.mark.parametrize(
    ("least", "roles", "naming"),
    [
        (Level.ERROR, ["failure"], ["system-out"]),
        (Level.NOTE, ["failure"], ["failure"]),
        (None, ["system-out"], ["system-out"]),
    ],
)
def test_a_rule_fails_from_the_weight_that_was_asked_for(least, roles, naming):
    text = junit([audited(account(action("bad", 1)), ROLES, NAMING)], least=least)
    assert cases(text) == {"roles-made": roles, "naming-made": naming}
    (suite,) = ElementTree.fromstring(text)
    failures = sum("failure" in words for words in cases(text).values())
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("2", str(failures))


def test_what_passed_has_an_empty_case():
    assert cases(junit([audited(account(action("good", 1)), ROLES)])) == {"roles-made": []}


def test_what_could_not_be_checked_is_skipped_with_its_reason():
    needs = made("roles-needs", Level.ERROR, Need.COUNTS)
    (suite,) = ElementTree.fromstring(junit([audited(account(action("bad", 1)), needs)]))
    (skipped,) = suite.iter("skipped")
    assert skipped.attrib["message"]
    assert suite.attrib["skipped"] == "1"


def test_a_known_finding_is_none():
    audit = audited(account(action("bad", 1)), ROLES)
    known = Choice(baseline=frozenset(one.fingerprint for one in audit))
    assert cases(junit([audited(account(action("bad", 1)), ROLES, choice=known)])) == {"roles-made": []}


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_stay_text(name):
    document = ElementTree.fromstring(junit([audited(account(action(f"bad {name}", 1)), ROLES)], least=Level.NOTE))
    assert {part.tag for part in document.iter()} <= {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "skipped", "system-out",
    }  # fmt: skip
