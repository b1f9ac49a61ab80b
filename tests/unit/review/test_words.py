"""Sentences of a review, word for word in both languages."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.core.conversion import Role
from microconv.core.paths import FinalCount, PathSource
from microconv.core.text import NO_TEXT, Text
from microconv.review.evidence import evidence_of
from microconv.review.given import Given
from microconv.review.model import Correlation, FinalValue, Grade, Learnt, Origin, Reason, RoleProposal, ValueResult
from microconv.review.reasons import GRADES, REASONS
from microconv.review.sample_size import sample_size
from microconv.review.suggestions import suggestions
from microconv.review.values import values
from microconv.review.words import (
    amount,
    censoring_line,
    correlation_line,
    effect_line,
    final_line,
    lift_line,
    percent,
    proposal_words,
    role_line,
    size_line,
    source_line,
    suggestion_line,
    value_line,
)
from tests.unit.review.accounts import FINAL, LAST, client, counted, macro, micro

COUNTS = {"mv_a": (96, 3_210)}


def both(text: Text) -> tuple[str, str]:
    return text.en, text.ja


def result(now: float | None, final: float = 13_500, **more: object) -> ValueResult:
    config = client(micro("mv_a", now, **more), macro(final))
    return values(config, Given(counted(COUNTS, events={"mv_a": 6_420}), LAST)).results[0]


def test_each_reason_and_grade_has_its_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(GRADES) == set(Grade)
    assert all(one.en and one.ja and one.en != one.ja for one in (*REASONS.values(), *GRADES.values()))


def test_the_evidence_of_a_value_in_one_line() -> None:
    assert both(value_line(result(800))) == (
        "¥410 (¥340–¥470; 96 of 3,210 users, 90 days); now ¥800",
        "￥410（￥340〜￥470、3,210 ユーザー中 96、90 日間）、現在 ￥800",
    )
    assert both(value_line(result(1_000))) == (
        "¥500, towards ¥410 (¥340–¥470; 96 of 3,210 users, 90 days); now ¥1,000; one step at most ×2 or ÷2",
        "￥500、推定値 ￥410（￥340〜￥470、3,210 ユーザー中 96、90 日間）、現在 ￥1,000、一度の変更は 2 倍または "
        "2 分の 1 まで",
    )
    assert both(value_line(result(400))) == (
        "¥410 (¥340–¥470; 96 of 3,210 users, 90 days); now ¥400",
        "￥410（￥340〜￥470、3,210 ユーザー中 96、90 日間）、現在 ￥400",
    )
    assert both(value_line(result(None, settings={"counting": "many_per_click"}))) == (
        "¥200 (¥170–¥240; 96 of 3,210 users, 90 days); now no value; per event, 0.50 users each",
        "￥200（￥170〜￥240、3,210 ユーザー中 96、90 日間）、現在 値なし、イベント 1 件あたり 0.50 ユーザー",
    )
    assert value_line(replace(result(800), estimate=None)) == NO_TEXT


def test_amounts_and_shares() -> None:
    assert both(amount(12_345, "JPY")) == ("¥12,345", "￥12,345")
    assert both(amount(12.5, "USD")) == ("12.50 USD", "12.50 USD")
    assert [percent(share) for share in (0, 1, 0.0299, 0.00123, 0.217, 0.000004, 0.9999)] == [
        "0%", "100%", "3.0%", "0.12%", "22%", "0.00040%", ">99.9%",
    ]  # fmt: skip


def test_a_proposed_value() -> None:
    (with_value,) = (one for one in [result(800).proposal] if one)
    assert both(proposal_words(with_value)) == ("¥800 → ¥410", "￥800 → ￥410")
    assert both(proposal_words(replace(with_value, now=None))) == ("no value → ¥410", "値なし → ￥410")


def test_late_users_and_users_without_the_event() -> None:
    answer = counted(COUNTS, users=30_000, finals=FinalCount(FINAL, 150, 150, 0), source=PathSource.FUNNELS)
    evidence = evidence_of(answer.paths[0], answer)
    assert evidence is not None
    assert both(censoring_line(evidence)) == (
        "Up to 33% of these users had less than 30 days, so up to 17% of the results are missing; the upper end is "
        "raised by that.",
        "最大 33% のユーザーは 30 日の期間が終わっていないため、成果の最大 17% が含まれていません。"
        "範囲の上限はその分を見込んでいます。",
    )
    assert both(lift_line(evidence)) == (
        "without it: 0.20% (0.16%–0.25%); ×15",
        "この行動のないユーザーの到達率 0.20%（0.16%〜0.25%）、その 15 倍",
    )
    exact = replace(evidence, censoring=None, without=None)
    assert (censoring_line(exact), lift_line(exact)) == (NO_TEXT, NO_TEXT)
    assert lift_line(replace(evidence, lift=None)).en == "without it: 0.20% (0.16%–0.25%)"
    assert source_line(PathSource.EXPORT) != source_line(PathSource.FUNNELS)


@pytest.mark.parametrize(
    ("final", "english", "japanese"),
    [
        (FinalValue("f", 10_000, "JPY", Origin.CONFIG), "¥10,000 (config)", "￥10,000（設定ファイル）"),
        (FinalValue("f", 8_123.4, "JPY", Origin.MEASURED, 57), "¥8,100 (mean of 57)", "￥8,100（57 件の平均）"),
        (
            FinalValue("f", None, "JPY", Origin.UNKNOWN, 3, 2),
            "not known: 3 measured, 5 are needed; about 2 more months at this pace",
            "不明（計測 3 件、5 件必要）。このペースではあと約 2 か月",
        ),
        (
            FinalValue("f", None, "JPY", Origin.UNKNOWN, 4, 1),
            "not known: 4 measured, 5 are needed; about 1 more month at this pace",
            "不明（計測 4 件、5 件必要）。このペースではあと約 1 か月",
        ),
        (
            FinalValue("f", None, "JPY", Origin.UNKNOWN, 0),
            "not known: 0 measured, 5 are needed",
            "不明（計測 0 件、5 件必要）",
        ),
        (
            FinalValue("f", None, "JPY", Origin.UNKNOWN),
            "not known: no value in the config, none measured",
            "不明（設定ファイルにも計測にも値がありません）",
        ),
    ],
)
def test_the_value_of_a_final_conversion(final: FinalValue, english: str, japanese: str) -> None:
    assert both(final_line(final)) == (english, japanese)


def test_roles() -> None:
    learnt = Learnt(LAST + datetime.timedelta(days=18), LAST + datetime.timedelta(days=27))
    down = RoleProposal(
        "near", Role.PRIMARY, Role.SECONDARY, Reason.FINALS_SUFFICE, 31.5, 30, 120.0, None, learnt
    )  # fmt: skip
    assert both(role_line(down)) == (
        "primary → secondary: there are enough final conversions for bidding to learn from (31.5 in 30 days)",
        "メイン → サブ: 入札の学習に必要な最終コンバージョンが足りています（30 日間で 31.5 件）",
    )
    assert both(effect_line(down)) == (
        "Bidding loses 120 conversions in 30 days to learn from; in return, every conversion is a result. Google will "
        "have learnt between 2026-12-08 and 2026-12-17; no review before.",
        "入札は 30 日間で 120 件のコンバージョンを学習に使えなくなります。その代わり、コンバージョンが成果だけを"
        "表すようになります。Google の学習は 2026-12-08 から 2026-12-17 の間に終わる見込みです。次のレビューはその後に"
        "行います。",
    )
    up = replace(down, now=Role.SECONDARY, role=Role.PRIMARY, reason=Reason.FINALS_TOO_FEW, count=None, learnt=None)
    assert both(effect_line(up)) == (
        "Bidding gains these conversions to learn from; reports count them as conversions.",
        "入札はこの行動を学習に使えるようになります。レポートの「コンバージョン」にも計上されます。",
    )
    assert role_line(replace(up, reason=Reason.SEVERAL_OF_CHAIN)).en.endswith("so that one user counts several times")
    answer = counted({"mv_a": (0, 400)})
    little = replace(down, reason=Reason.WORTH_LITTLE, finals=None, evidence=evidence_of(answer.paths[0], answer))
    assert role_line(little).en.endswith("is below its value (0 of 400 users, 90 days)")


def test_suggestions_sizes_and_correlations() -> None:
    (one,) = suggestions(client(macro()), Given(counted({"form_start": (96, 800)}, events={"form_start": 900}), LAST))
    assert both(suggestion_line(one)) == (
        "form_start: 12% (10%–14%; 96 of 800 users, 90 days); 300 a month; leads to purchase; worth ¥1,200",
        "form_start: 12%（10%〜14%、800 ユーザー中 96、90 日間）、月 300 件、次は purchase、値 ￥1,200",
    )
    assert both(size_line(sample_size("view", "lead", 0.3, 600))) == (
        "view → lead: 30% to 36% needs 963 users in each arm; 4 weeks",
        "view → lead: 30% から 36% への変化を確かめるには、各パターン 963 ユーザーが必要、4 週間",
    )
    assert both(correlation_line(Correlation("a", "b", 0.314, 88))) == ("a +0.31", "a +0.31")
