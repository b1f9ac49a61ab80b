"""Audits as text and Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import click
import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.analysis.subject import Subject
from microconv.audit.document import to_json
from microconv.audit.result import Answer, Standpoint, Statement
from microconv.audit.rule import Level, Need, Verdict, verdict_on
from microconv.audit.run import Choice
from microconv.core.client import AuditSettings, Ignored
from microconv.core.diagnostics import Span
from microconv.core.text import Language, Text
from microconv.render.audit import audit_markdown, audit_text
from microconv.render.style import Style
from tests.strategies import action, client, conversion
from tests.unit.audit.cases import account
from tests.unit.audit.made import DAY, doubting, made
from tests.unit.audit.test_run import audited

ERRORS = made("roles-made", Level.ERROR, lines="- name: bad\n  role: secondary\n")
NOTES = made("naming-made", Level.NOTE)
COUNTS = made("values-made", Level.WARNING, Need.COUNTS)
ANSWERS = (
    Answer(
        "goal",
        Text("Right?", "正しい？"),
        Standpoint.NO,
        (Statement(Text("one error", "エラー 1 件")),),
        ("roles-made",),
    ),
    Answer("shared", Text("Shared?", "共有？"), Standpoint.UNKNOWN, (), ()),
)
CONFIG = client(
    conversion("bad", span=Span("c.yaml", 7, 5)),
    audit=AuditSettings(ignore=(Ignored("naming-made", "agreed", DAY),)),
)
AUDIT = replace(
    audited(account(action("bad", 1), client=CONFIG, emulated=True), NOTES, ERRORS, COUNTS, doubting("upkeep-doubt")),
    answers=ANSWERS,
)


def test_text() -> None:
    assert audit_text(AUDIT) == (
        "aoi-store  Google Ads 123-456-7890 · GA4 345678901  (emulated)\n"
        "\n"
        "Four questions\n"
        "  no       Right?\n"
        "             one error\n"
        "  unknown  Shared?\n"
        "\n"
        "error: Bad by roles-made [roles-made]\n"
        '  conversion "bad"  c.yaml:7:5\n'
        "      is bad\n"
        "  why: It costs money.\n"
        "  fix: Make it good.\n"
        "      - name: bad\n"
        "        role: secondary\n"
        "\n"
        "note: Bad by naming-made [naming-made]\n"
        '  (ignored until 2026-11-23: agreed) conversion "bad"  c.yaml:7:5\n'
        "      is bad\n"
        "  why: It costs money.\n"
        "  fix: Make it good.\n"
        "\n"
        "Could not be checked\n"
        "  nothing was counted: the audit was made of a snapshot without measures (`microconv snapshot --measures`)\n"
        "      values-made\n"
        "  nobody knows\n"
        "      upkeep-doubt\n"
        "\n"
        "Audit: 1 error, 0 warnings, 0 notes (beside 1 ignored, 0 in the baseline). 0 rules passed, 0 not applicable, "
        "2 unknown. 3 API calls. Nothing was changed.\n"
    )


def test_text_in_japanese() -> None:
    text = audit_text(AUDIT, language=Language.JA)
    assert "4つの確認事項\n  いいえ   正しい？\n             エラー 1 件\n" in text
    assert "エラー: roles-made に反しています [roles-made]\n" in text
    assert "参考: naming-made に反しています [naming-made]\n  (2026-11-23 まで除外: agreed) コンバージョン「" in text
    assert "  理由: 費用がかかります。\n  対処: 直してください。\n" in text
    assert text.endswith(
        "監査結果: エラー 1 件、警告 0 件、参考 0 件（ほかに除外 1 件、ベースラインに記載済み 0 件）。"
        "ルール: 問題なし 0、対象外 0、判定不能 2。API 呼び出し 3 回。変更は一切行っていません。\n"
    )


def test_what_was_known_before_is_marked_and_gives_no_lines() -> None:
    choice = Choice(baseline=frozenset(item.fingerprint for item in AUDIT))
    text = audit_text(audited(account(action("bad", 1)), ERRORS, choice=choice))
    assert '  (in the baseline) conversion "bad"\n' in text
    assert "role: secondary" not in text
    assert "Audit: 0 errors, 0 warnings, 0 notes (beside 0 ignored, 1 in the baseline). 0 rules passed" in text


def test_the_lines_of_several_objects_make_one_piece_of_config() -> None:
    def lines(subject: Subject) -> Verdict:
        told = Text("x", "あ")
        texts = [
            "goals:\n  account:\n    - {category: a}\n",
            "goals:\n  account:\n    - {category: b}\n",
            "goals:\n  campaigns:\n    - {campaign: c}\n",
        ]
        return verdict_on([replace(subject.of(subject.own[0], told), lines=text) for text in texts], 3, told)

    text = audit_text(audited(account(action("bad", 1)), replace(ERRORS, check=lines)))
    assert (
        "      goals:\n"
        "        account:\n"
        "          - {category: a}\n"
        "          - {category: b}\n"
        "        campaigns:\n"
        "          - {campaign: c}\n"
    ) in text


def test_nothing_found() -> None:
    assert audit_text(replace(audited(account(action("good", 1)), ERRORS), answers=())) == (
        "123-456-7890 · 345678901  Google Ads 123-456-7890 · GA4 345678901\n"
        "\n"
        "Audit: 0 errors, 0 warnings, 0 notes. 1 rule passed, 0 not applicable, 0 unknown. 3 API calls. "
        "Nothing was changed.\n"
    )


def test_colour_adds_nothing_but_colour() -> None:
    coloured = audit_text(AUDIT, style=Style(colour=True))
    assert coloured != audit_text(AUDIT)
    assert click.unstyle(coloured) == audit_text(AUDIT)


def test_markdown() -> None:
    assert audit_markdown(AUDIT) == (
        "## aoi-store (emulated)\n\n"
        "Google Ads 123-456-7890 · GA4 345678901 · 2026-11-23T09:00:00+00:00\n\n"
        "### Four questions\n\n"
        "- **no** — Right?\n"
        "  - one error\n"
        "- **unknown** — Shared?\n\n"
        "### Findings\n\n"
        "#### error: Bad by roles-made (`roles-made`)\n\n"
        '- conversion "bad"  c.yaml:7:5: is bad\n\n'
        "*why*: It costs money.\n\n"
        "*fix*: Make it good.\n\n"
        "```yaml\n- name: bad\n  role: secondary\n```\n\n"
        "*source*: docs/best-practices.md, roles, checked 2026-11-23\n\n"
        "#### note: Bad by naming-made (`naming-made`)\n\n"
        '- (ignored until 2026-11-23: agreed) conversion "bad"  c.yaml:7:5: is bad\n\n'
        "*why*: It costs money.\n\n"
        "*fix*: Make it good.\n\n"
        "*source*: docs/best-practices.md, roles, checked 2026-11-23\n\n"
        "### Could not be checked\n\n"
        "- nothing was counted: the audit was made of a snapshot without measures (\\`microconv snapshot "
        "--measures\\`): values-made\n"
        "- nobody knows: upkeep-doubt\n\n"
        "Audit: 1 error, 0 warnings, 0 notes (beside 1 ignored, 0 in the baseline). 0 rules passed, 0 not applicable, "
        "2 unknown. 3 API calls. Nothing was changed.\n"
    )


@pytest.mark.parametrize("name", [*NAMES, *MARKDOWN_NAMES])
def test_hostile_names(name: str) -> None:
    config = client(
        conversion(name, span=Span(name, 1, 1), purpose=name),
        audit=AuditSettings(ignore=(Ignored("naming-made", name, DAY),)),
    )
    subject = account(action(name, 1), client=config, account__warning=name)
    doubt = made("bridge-made", Level.NOTE, Need.GOALS)
    audit = replace(audited(subject, ERRORS, NOTES, doubt), label=name, answers=ANSWERS)
    plain = len(audited(account(action("bad", 1), client=CONFIG, account__warning="x"), ERRORS, NOTES, doubt).results)
    assert len(audit.results) == plain
    assert audit.purposes == ((name, name),)
    for language in Language:
        text, page = audit_text(audit, language=language), audit_markdown(audit, language=language)
        assert harmful(text) == harmful(page) == []
        assert not re.search(r"(?<!\\)<|^#+ Heading|(?<!\\)\*\*bold", page, re.MULTILINE)
        assert not re.search(r"(?<!\\)\]\(https:", page)


def test_purposes_stand_in_the_order_of_the_config() -> None:
    why = "Shows that people want this product before they pay, which is what we spend the advertising money on."
    config = client(conversion("purchase", purpose="売上"), conversion("mv_a"), conversion("mv_cart", purpose=why))
    audit = audited(account(client=config))
    assert (
        "Why each is measured\n  purchase\n      売上\n  mv_cart\n"
        "      Shows that people want this product before they pay, which is what we spend the advertising\n"
        "      money on.\n\n"
    ) in audit_text(audit)
    assert f"### 計測の目的\n\n- purchase: 売上\n- mv\\_cart: {why}\n\n" in audit_markdown(audit, language=Language.JA)
    data = json.loads(to_json([audit]))["audits"][0]["purposes"]
    assert data == [{"conversion": "purchase", "purpose": "売上"}, {"conversion": "mv_cart", "purpose": why}]
    silent = audited(account(client=client(conversion("mv_a"))))
    assert "Why each" not in audit_text(silent) + audit_markdown(silent)


def test_hostile_config_lines_do_not_leave_their_block() -> None:
    rule = made("roles-made", Level.ERROR, lines='- name: "```\\u001b"\n```\n# Heading\n')
    page = audit_markdown(audited(account(action("bad", 1)), rule))
    block = page.split("```yaml\n")[1].split("\n```\n")[0]
    assert block == "- name: \"'''\\u001b\"\n'''\n# Heading"
