"""Audit findings as text, Markdown and JSON."""

from __future__ import annotations

import json
import re

import click
import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.audit.rule import Finding, Level
from microconv.render.audit import audit_json, audit_markdown, audit_text
from microconv.render.style import Style

FOUND = (
    Finding(
        "roles-no-final", Level.ERROR, "No final conversion is primary", "google_ads 1", "none", "Give one.", "a/1"
    ),
    Finding(
        "naming-prefix", Level.NOTE, "A step has no prefix", 'x["資料"]', "category page_view", "Rename it.", "a/2"
    ),
)


def test_text() -> None:
    assert audit_text("aoi-store", FOUND, emulated=True) == (
        "aoi-store  (emulated)\n"
        "  error: google_ads 1: No final conversion is primary [roles-no-final]\n"
        "      seen: none\n"
        "      fix:  Give one.\n"
        '  note: x["資料"]: A step has no prefix [naming-prefix]\n'
        "      seen: category page_view\n"
        "      fix:  Rename it.\n"
        "Audit: 1 errors, 0 warnings, 1 notes. Nothing was changed.\n"
    )


def test_nothing_found() -> None:
    assert audit_text("aoi-store", (), emulated=False) == (
        "aoi-store\nAudit: 0 errors, 0 warnings, 0 notes. Nothing was changed.\n"
    )
    assert audit_markdown("aoi-store", (), emulated=False) == (
        "## aoi-store\n\nAudit: 0 errors, 0 warnings, 0 notes. Nothing was changed.\n"
    )


def test_markdown() -> None:
    assert audit_markdown("aoi_store", FOUND, emulated=True) == (
        "## aoi\\_store (emulated)\n\n"
        "| | Object | Finding | Seen | Fix | Rule |\n| --- | --- | --- | --- | --- | --- |\n"
        "| error | google\\_ads 1 | No final conversion is primary | none | Give one. | roles-no-final |\n"
        '| note | x\\["資料"\\] | A step has no prefix | category page\\_view | Rename it. | naming-prefix |\n\n'
        "Audit: 1 errors, 0 warnings, 1 notes. Nothing was changed.\n"
    )


def test_json_says_everything() -> None:
    text = audit_json([("aoi-store", True, FOUND), ("other", False, ())])
    assert "資料" in text
    assert json.loads(text) == {
        "format": 1,
        "audits": [
            {
                "name": "aoi-store",
                "emulated": True,
                "findings": [
                    {
                        "rule": "roles-no-final",
                        "level": "error",
                        "title": "No final conversion is primary",
                        "object": "google_ads 1",
                        "seen": "none",
                        "fix": "Give one.",
                        "where": "a/1",
                    },
                    {
                        "rule": "naming-prefix",
                        "level": "note",
                        "title": "A step has no prefix",
                        "object": 'x["資料"]',
                        "seen": "category page_view",
                        "fix": "Rename it.",
                        "where": "a/2",
                    },
                ],
            },
            {"name": "other", "emulated": False, "findings": []},
        ],
    }


@pytest.mark.parametrize("name", [*NAMES, *MARKDOWN_NAMES])
def test_no_name_does_harm(name: str) -> None:
    found = [Finding("rule-id", level, "Title", name, name, name, name) for level in Level]
    text = audit_text(name, found, emulated=False)
    assert harmful(text) == []
    assert len(text.splitlines()) == 11
    table = audit_markdown(name, found, emulated=False)
    assert harmful(table) == []
    assert len(table.splitlines()) == 9
    for line in table.splitlines()[4:7]:
        assert len(re.findall(r"(?<!\\)\|", line.replace("\\\\", ""))) == 7
        assert not re.search(r"(?<!\\)[<>\[\]`*~]", line.replace("\\\\", ""))


def test_colour_only_where_it_is_wanted() -> None:
    plain, coloured = audit_text("a", FOUND, emulated=False), audit_text("a", FOUND, emulated=False, style=Style(True))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == plain
