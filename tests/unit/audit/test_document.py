"""Audits as JSON, and as the baseline of a later one."""

from __future__ import annotations

import json

import pytest

from microconv.audit.before import Trend
from microconv.audit.document import earlier, known, to_json
from microconv.audit.rule import Level, Need
from microconv.audit.run import Choice
from microconv.core.client import AuditSettings, Ignored
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.errors import BaselineError
from tests.strategies import CUSTOMER, action, client, conversion
from tests.unit.audit.cases import account
from tests.unit.audit.made import DAY, doubting, made
from tests.unit.audit.test_run import audited

SPAN = Span("c.yaml", 7, 5)
RULES = (
    made("roles-made", Level.ERROR, lines="- name: bad\n  role: secondary\n"),
    made("values-made", Level.WARNING, Need.COUNTS),
    doubting("upkeep-doubt"),
)


def one(*accepted: Ignored) -> dict[str, object]:
    config = client(conversion("bad", span=SPAN), audit=AuditSettings(ignore=accepted), path="c.yaml")
    problem = Diagnostic(Severity.WARNING, "a-code", "what", "detail", SPAN, hint="do")
    text = to_json([audited(account(action("bad", 1), client=config, emulated=True), *RULES)], [problem])
    assert text.endswith("}\n")
    return dict(json.loads(text))


def test_it_is_told_once_what_kind_each_action_is_and_why() -> None:
    assert one()["audits"][0]["conversions"] == [  # type: ignore[index]
        {
            "name": "bad",
            "id": f"customers/{CUSTOMER}/conversionActions/1",
            "category": "add_to_cart",
            "kind": "result",
            "sure": "certain",
            "why": {"en": "the config says kind: macro", "ja": "設定ファイルの kind が macro"},
            "bidding": False,
        }
    ]


def test_all_that_was_found_is_told_in_both_languages() -> None:
    data = one()
    assert (data["format"], data["kind"]) == (2, "microconv audit")
    assert data["problems"] == [
        {"severity": "warning", "code": "a-code", "summary": "what", "detail": "detail", "hint": "do",
         "where": "c.yaml:7:5"}
    ]  # fmt: skip
    (audit,) = data["audits"]  # type: ignore[misc]
    assert {key: audit[key] for key in ("name", "accounts", "config", "emulated", "made", "tool", "calls")} == {
        "name": "aoi-store",
        "accounts": [["google_ads", "123-456-7890"], ["ga4", "345678901"]],
        "config": "c.yaml",
        "emulated": True,
        "made": "2026-11-23T09:00:00+00:00",
        "tool": "microconv 0",
        "calls": 3,
    }
    assert audit["summary"] == {
        "errors": 1, "warnings": 0, "notes": 0, "pass": 0, "fail": 1, "not_applicable": 0, "unknown": 2, "ignored": 0,
        "known": 0,
    }  # fmt: skip
    assert [(item["id"], item["status"], item["reason"] and item["reason"]["ja"]) for item in audit["rules"]] == [
        ("roles-made", "fail", None),
        (
            "values-made",
            "unknown",
            "件数が取得されていません。監査に使ったスナップショットに計測値がありません"
            "（`microconv snapshot --measures` で取得できます）",
        ),
        ("upkeep-doubt", "unknown", "わかりません"),
    ]
    (finding,) = audit["findings"]
    assert len(finding.pop("fingerprint")) == 16
    assert finding == {
        "rule": "roles-made",
        "topic": "roles",
        "level": "error",
        "title": {"en": "Bad by roles-made", "ja": "roles-made に反しています"},
        "object": 'google_ads.conversion_action["bad"]',
        "name": "bad",
        "id": "customers/1234567890/conversionActions/1",
        "seen": {"en": "is bad", "ja": "名前: bad"},
        "why": {"en": "It costs money.", "ja": "費用がかかります。"},
        "fix": {"en": "Make it good.", "ja": "直してください。"},
        "lines": "- name: bad\n  role: secondary\n",
        "source": "docs/best-practices.md, roles, checked 2026-11-23",
        "where": "c.yaml:7:5",
        "ignored": None,
        "known": False,
        "stake": {"spend": None, "conversions": None, "value": None, "result": True},
    }


def test_what_is_accepted_says_so() -> None:
    (audit,) = one(Ignored("roles-made", "agreed", DAY))["audits"]  # type: ignore[misc]
    assert audit["findings"][0]["ignored"] == {"reason": "agreed", "until": "2026-11-23"}
    assert (audit["summary"]["errors"], audit["summary"]["ignored"]) == (0, 1)


def test_a_document_is_a_baseline() -> None:
    found = [audited(account(action(name, 1))) for name in ("a", "b")]
    fingerprints = {item.fingerprint for audit in found for item in audit}
    assert len(fingerprints) == 4
    assert known(to_json(found)) == fingerprints
    assert known(to_json([])) == frozenset()


def test_a_baseline_tells_the_trend_of_the_same_accounts() -> None:
    both = account(action("a", 1), action("b", 2))
    before = earlier(to_json([audited(both)]))
    same = audited(both, choice=Choice(before=before))
    assert same.before == before[same.accounts]
    assert same.trend == Trend(before=len(same), now=len(same), new=0, gone=0)
    fewer = audited(account(action("a", 1)), choice=Choice(before=before))
    assert fewer.trend == Trend(len(same), len(fewer), 0, len(same) - len(fewer))
    assert 0 < len(fewer) < len(same)
    assert audited(both).trend is None
    assert audited(account(action("a", 1), property_=False), choice=Choice(before=before)).trend is None


def test_what_is_accepted_is_in_no_trend() -> None:
    item = audited(account(action("a", 1), client=client(audit=AuditSettings(ignore=(Ignored("*", "agreed", DAY),)))))
    (before,) = earlier(to_json([item])).values()
    assert (len(before.findings), len(item.standing), sum(item.weight)) == (0, 0, 0)
    assert len(item) > 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "this is not an audit that microconv wrote"),
        ('{"kind": "microconv plan", "format": 2}', "this is not an audit that microconv wrote"),
        ('{"kind": "microconv audit", "format": 3}', "the audit has format 3; this version of microconv reads 2"),
        ('{"kind": "microconv audit", "format": 2}', "damaged: KeyError"),
        ('{"kind": "microconv audit", "format": 2, "audits": [{"findings": [1]}]}', "damaged: TypeError"),
        ('{"kind": "microconv audit", "format": 2, "audits": [{"findings": [{"fingerprint": 1}]}]}', "not a text"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, said: str) -> None:
    with pytest.raises(BaselineError) as refused:
        known(text)
    assert said in str(refused.value)
    assert "--format json" in refused.value.hint
