"""Sentences of a review in both languages: the evidence of each proposal in one line.

Not yet safe to be shown: names from accounts are in them.
"""

from __future__ import annotations

from microconv.core.action_state import PRIMARY
from microconv.core.attribute_words import attribute_word
from microconv.core.conversion import Role
from microconv.core.currencies import DECIMALS
from microconv.core.money import money
from microconv.core.paths import PathSource
from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.review.model import (
    Correlation,
    Evidence,
    FinalValue,
    Origin,
    Reason,
    RoleProposal,
    SampleSize,
    Share,
    Suggestion,
    ValueProposal,
    ValueResult,
)
from microconv.review.reasons import REASONS
from microconv.review.rounding import two_digits

NO_VALUE = Text("no value", "値なし")
"""The words for a conversion without a value."""


def amount(value: float, currency: str) -> Text:
    """An amount as people write it: `¥1,000`, `￥1,000`, `12.50 USD`."""
    if currency == "JPY":
        return Text(f"¥{money(value, '')}", f"￥{money(value, '')}")
    return untranslated(money(value, currency))


def percent(share: float) -> str:
    """A share in two significant digits: `3.0%`, `0.12%`; 0 and 100 only where it is exactly that."""
    if share in (0, 1):
        return f"{share:.0%}"
    text = f"{share * 100:.{max(0, two_digits(share * 100))}f}"
    return f"{'>99.9' if float(text) >= 100 else text}%"


def share_line(share: Share) -> Text:
    """A share with its interval: `3.0% (2.5%–3.5%)`."""
    low, high = percent(share.low), percent(share.high)
    return Text(f"{percent(share.share)} ({low}–{high})", f"{percent(share.share)}（{low}〜{high}）")


def counted(evidence: Evidence) -> Text:
    """The counts: `96 of 3,210 users, 90 days`."""
    return Text(
        f"{evidence.reached:,} of {evidence.users:,} users, {evidence.days} days",
        f"{evidence.users:,} ユーザー中 {evidence.reached:,}、{evidence.days} 日間",
    )


def value_line(result: ValueResult) -> Text:
    """The evidence of a value in one line: `¥400 (¥310–¥520; 96 of 3,210 users, 90 days); now ¥1,000`.

    The first amount is the proposed one; without a proposal, the estimate. One that goes only part of the way has the
    estimate behind it. Empty where there is no estimate.
    """
    estimate, evidence, proposal = result.estimate, result.evidence, result.proposal
    if estimate is None or evidence is None:
        return NO_TEXT
    aim = amount(_cut(estimate.amount, result.currency), result.currency)
    low, high = (amount(_cut(end, result.currency), result.currency) for end in (estimate.low, estimate.high))
    main = aim if proposal is None else amount(proposal.value, result.currency)
    if proposal is not None and proposal.capped:
        main = Text(f"{main.en}, towards {aim.en}", f"{main.ja}、推定値 {aim.ja}")
    numbers, now = counted(evidence), now_words(result)
    both = joined(remarks(result), "; ")
    aside = Text(f"; {both.en}", f"、{both.ja}") if both else NO_TEXT
    return Text(
        f"{main.en} ({low.en}–{high.en}; {numbers.en}); now {now.en}{aside.en}",
        f"{main.ja}（{low.ja}〜{high.ja}、{numbers.ja}）、現在 {now.ja}{aside.ja}",
    )


def now_words(result: ValueResult) -> Text:
    """The value in the config: `¥1,000`, or that there is none."""
    return NO_VALUE if result.now is None else amount(result.now, result.currency)


def estimate_line(result: ValueResult) -> Text:
    """The estimated value with its interval: `¥410 (¥340–¥470)`; empty where there is none."""
    if result.estimate is None:
        return NO_TEXT
    ends = (result.estimate.amount, result.estimate.low, result.estimate.high)
    main, low, high = (amount(_cut(end, result.currency), result.currency) for end in ends)
    return Text(f"{main.en} ({low.en}–{high.en})", f"{main.ja}（{low.ja}〜{high.ja}）")


def remarks(result: ValueResult) -> tuple[Text, ...]:
    """Remarks on a value: one step goes no further, a neighbour has the same share, it counts per event."""
    estimate = result.estimate
    notes: list[Text] = []
    if result.proposal is not None and result.proposal.capped:
        notes.append(Text("one step at most ×2 or ÷2", "一度の変更は 2 倍または 2 分の 1 まで"))
    if estimate is not None and estimate.pooled:
        notes.append(Text("not told apart from its neighbour in the chain", "前後の行動との差は認められない"))
    if estimate is not None and estimate.per_event is not None:
        notes.append(
            Text(
                f"per event, {estimate.per_event:.2f} users each",
                f"イベント 1 件あたり {estimate.per_event:.2f} ユーザー",
            )
        )
    return tuple(notes)


def _cut(value: float, currency: str) -> float:
    """An amount in two significant digits, or in coins; for people only."""
    return round(value, max(min(two_digits(value), DECIMALS.get(currency, 2)), -15)) if value else 0.0


def censoring_line(evidence: Evidence) -> Text:
    """The users who had less time than the horizon: empty for exact counts."""
    late = evidence.censoring
    if late is None:
        return NO_TEXT
    horizon = f"{evidence.horizon_days:g}"
    return Text(
        f"Up to {percent(late.late)} of these users had less than {horizon} days, so up to {percent(late.missed)} of "
        "the results are missing; the upper end is raised by that.",
        f"最大 {percent(late.late)} のユーザーは {horizon} 日の期間が終わっていないため、成果の最大 "
        f"{percent(late.missed)} が含まれていません。範囲の上限はその分を見込んでいます。",
    )


def source_line(source: PathSource) -> Text:
    """The origin of the counts."""
    if source is PathSource.EXPORT:
        return Text("counted exactly from the BigQuery export", "BigQuery エクスポートから正確に集計")
    return Text("from GA4's funnels", "GA4 の目標到達プロセスから集計")


def lift_line(evidence: Evidence) -> Text:
    """The share of users without the event, and how many times as often those with it reach the final conversion."""
    if evidence.without is None:
        return NO_TEXT
    without = share_line(evidence.without)
    if evidence.lift is None:
        return Text(f"without it: {without.en}", f"この行動のないユーザーの到達率 {without.ja}")
    lift = f"{evidence.lift:,.0f}" if evidence.lift >= 10 else f"{evidence.lift:.1f}"
    return Text(f"without it: {without.en}; ×{lift}", f"この行動のないユーザーの到達率 {without.ja}、その {lift} 倍")


def final_line(final: FinalValue) -> Text:
    """The value of a final conversion and its origin."""
    if final.amount is not None:
        value = amount(_cut(final.amount, final.currency) if final.finals else final.amount, final.currency)
        if final.origin is Origin.CONFIG or final.finals is None:
            return Text(f"{value.en} (config)", f"{value.ja}（設定ファイル）")
        return Text(f"{value.en} (mean of {_count(final.finals)})", f"{value.ja}（{_count(final.finals)} 件の平均）")
    if final.finals is None:
        return Text(
            "not known: no value in the config, none measured", "不明（設定ファイルにも計測にも値がありません）"
        )
    wait = months_line(final.months_missing)
    return Text(
        f"not known: {_count(final.finals)} measured, 5 are needed{'; ' if wait else ''}{wait.en}",
        f"不明（計測 {_count(final.finals)} 件、5 件必要）{'。' if wait else ''}{wait.ja}",
    )


def months_line(months: int | None) -> Text:
    """The months until there are enough, at this pace; empty where nobody knows."""
    if months is None:
        return NO_TEXT
    return Text(f"about {months} more month{'s' * (months != 1)} at this pace", f"このペースではあと約 {months} か月")


def role_line(proposal: RoleProposal) -> Text:
    """A proposed role with its reason: `primary → secondary: there are enough final conversions (34 in 30 days)`."""
    now, role = (attribute_word(PRIMARY, one is Role.PRIMARY) for one in (proposal.now, proposal.role))
    reason = REASONS[proposal.reason]
    numbers = NO_TEXT
    if proposal.finals is not None and proposal.reason is not Reason.SEVERAL_OF_CHAIN:
        numbers = Text(
            f" ({_count(proposal.finals)} in {proposal.days} days)",
            f"（{proposal.days} 日間で {_count(proposal.finals)} 件）",
        )
    elif proposal.reason is Reason.WORTH_LITTLE and proposal.evidence is not None:
        both = counted(proposal.evidence)
        numbers = Text(f" ({both.en})", f"（{both.ja}）")
    return Text(f"{now.en} → {role.en}: {reason.en}{numbers.en}", f"{now.ja} → {role.ja}: {reason.ja}{numbers.ja}")


def effect_line(proposal: RoleProposal) -> Text:
    """Gains and losses of bidding by a proposed role, and when Google will have learnt."""
    count = None if proposal.count is None else _count(proposal.count)
    often = (
        Text("these conversions", "この行動")
        if count is None
        else Text(f"{count} conversions in {proposal.days} days", f" {proposal.days} 日間で {count} 件のコンバージョン")
    )
    if proposal.role is Role.PRIMARY:
        effect = Text(
            f"Bidding gains {often.en} to learn from; reports count them as conversions.",
            f"入札は{often.ja}を学習に使えるようになります。レポートの「コンバージョン」にも計上されます。",
        )
    else:
        effect = Text(
            f"Bidding loses {often.en} to learn from; in return, every conversion is a result.",
            f"入札は{often.ja}を学習に使えなくなります。その代わり、コンバージョンが成果だけを表すようになります。",
        )
    if proposal.learnt is None:
        return effect
    first, last = proposal.learnt.first, proposal.learnt.last
    return Text(
        f"{effect.en} Google will have learnt between {first} and {last}; no review before.",
        f"{effect.ja}Google の学習は {first} から {last} の間に終わる見込みです。次のレビューはその後に行います。",
    )


def suggestion_line(suggestion: Suggestion) -> Text:
    """A suggestion: `form_start: 12% (10%–14%; 96 of 800 users, 90 days); 300 a month; leads to mv_form_done`."""
    share, numbers = suggestion.evidence.share, counted(suggestion.evidence)
    month = NO_TEXT
    if suggestion.month is not None:
        month = Text(f"; {_count(suggestion.month)} a month", f"、月 {_count(suggestion.month)} 件")
    value = NO_TEXT
    if suggestion.value is not None:
        worth = amount(suggestion.value, suggestion.currency)
        value = Text(f"; worth {worth.en}", f"、値 {worth.ja}")
    low, high = percent(share.low), percent(share.high)
    return Text(
        f"{suggestion.subject}: {percent(share.share)} ({low}–{high}; {numbers.en}){month.en}; leads to "
        f"{suggestion.next}{value.en}",
        f"{suggestion.subject}: {percent(share.share)}（{low}〜{high}、{numbers.ja}）{month.ja}、次は "
        f"{suggestion.next}{value.ja}",
    )


def size_line(size: SampleSize) -> Text:
    """A test of one step: the users of each arm, and the weeks."""
    weeks = NO_TEXT
    if size.weeks is not None:
        weeks = Text(f"; {size.weeks:,} week{'s' * (size.weeks != 1)}", f"、{size.weeks:,} 週間")
    return Text(
        f"{size.step} → {size.final}: {percent(size.rate)} to {percent(size.rate * (1 + size.uplift))} needs "
        f"{size.per_arm:,} users in each arm{weeks.en}",
        f"{size.step} → {size.final}: {percent(size.rate)} から {percent(size.rate * (1 + size.uplift))} への変化を"
        f"確かめるには、各パターン {size.per_arm:,} ユーザーが必要{weeks.ja}",
    )


def correlation_line(correlation: Correlation) -> Text:
    """The correlation of a step per session: `mv_add_to_cart +0.31`."""
    return untranslated(f"{correlation.step} {correlation.correlation:+.2f}")


def proposal_words(proposal: ValueProposal) -> Text:
    """A proposed value: `¥1,000 → ¥400`."""
    now = NO_VALUE if proposal.now is None else amount(proposal.now, proposal.currency)
    value = amount(proposal.value, proposal.currency)
    return Text(f"{now.en} → {value.en}", f"{now.ja} → {value.ja}")


def _count(number: float) -> str:
    """A number of conversions, which Google shares out in fractions, to one decimal."""
    return f"{number:,.1f}".removesuffix(".0")
