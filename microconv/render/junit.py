"""Audits as JUnit XML, for Jenkins, CircleCI and GitLab: a suite for each client, a case for each rule.

The form is the one that these read (github.com/testmoapp/junitxml, read in copies, 2026-11-30): a case fails, was
skipped, or has nothing in it. What could not be checked is skipped with its reason, and never passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from microconv.audit.result import Audit, Finding, RuleResult
from microconv.audit.rule import Level, Status
from microconv.core.text import Language
from microconv.render.safe import safe

_SKIPPED = frozenset({Status.NOT_APPLICABLE, Status.UNKNOWN})


def junit(audits: Sequence[Audit], *, least: Level | None = Level.ERROR, language: Language = Language.EN) -> str:
    """All audits of a run as one document with a final newline.

    A rule fails where one of its findings counts and is of weight `least` or more, with None never. Lighter ones stand
    in the case as its output.
    """
    top = Element("testsuites", name="microconv audit")
    for audit in audits:
        suite = SubElement(top, "testsuite", name=safe(audit.label), timestamp=audit.made)
        world = SubElement(SubElement(suite, "properties"), "property", name="emulated")
        world.set("value", str(audit.emulated).lower())
        failed = [_case(suite, audit, one, least, language) for one in audit.results]
        suite.set("tests", str(len(audit.results)))
        suite.set("failures", str(sum(failed)))
        suite.set("skipped", str(sum(one.status in _SKIPPED for one in audit.results)))
        suite.set("errors", "0")
    indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(top, encoding="unicode")}\n'


def _case(suite: Element, audit: Audit, result: RuleResult, least: Level | None, language: Language) -> bool:
    """Add the case of one rule; true where it failed."""
    rule = result.rule
    case = SubElement(suite, "testcase", classname=safe(audit.label), name=rule.id, time="0")
    if result.status in _SKIPPED:
        reason = result.reason.of(language) if result.reason else result.status.value
        SubElement(case, "skipped", message=safe(reason))
        return False
    counting = [one for one in result.findings if one.counts]
    if not counting:
        return False
    text = "\n".join(_line(one, language) for one in counting)
    if least is None or rule.level.weight < least.weight:
        SubElement(case, "system-out").text = text
        return False
    failure = SubElement(case, "failure", message=safe(rule.title.of(language)), type=rule.level.value)
    failure.text = text
    return True


def _line(finding: Finding, language: Language) -> str:
    evidence = finding.evidence
    return safe(f"{evidence.name}: {evidence.seen.of(language)}")
