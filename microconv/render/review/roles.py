"""The roles of a client as sections: each chain with its proposal, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from microconv.analysis.around import AMOUNTS
from microconv.analysis.learning import BY_CONFIG, Enough
from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.render.report.outline import Block, Bullets, Paragraph, Section
from microconv.render.review.ground import counted_how, held, minor, next_review, warnings, why_not
from microconv.render.review.proposals import headline, proposal_line
from microconv.review.agenda import Proposal
from microconv.review.model import ChainRoles
from microconv.review.roles import FinalsCount
from microconv.sitting.model import RolesAnswer

_NO_CHAIN = Text(
    "No micro-conversion is known to lead to a final conversion. Say it in the config with `funnel: {next: NAME}` "
    "(`microconv schema funnel`).",
    "最終コンバージョンにつながるマイクロコンバージョンがわかりません。設定ファイルに `funnel: {next: 名前}` を"
    "書いてください（`microconv schema funnel`）。",
)
_SOURCES: Mapping[str, Text] = {
    BY_CONFIG: Text(BY_CONFIG, "設定ファイルの learning.finals"),
    AMOUNTS["target_cpa"].source: Text(
        AMOUNTS["target_cpa"].source,
        "運用現場で一般的な目安（現在の Google のページに記載はありません。2026-11-28 確認）",
    ),
    AMOUNTS["target_roas"].source: Text(
        AMOUNTS["target_roas"].source,
        "Google 広告ヘルプ 6268637: 30 日間で 50 件を推奨、検索広告は 15 件以上（2026-11-28 確認）",
    ),
}


def roles_sections(answer: RolesAnswer) -> tuple[Section, ...]:
    """The sections `roles` and `roles_counts`."""
    blocks = (*warnings(answer.ground), *_roles(answer))
    return (
        Section("roles", Text("Roles", "役割"), blocks),
        Section("roles_counts", Text("How it was counted", "集計の前提"), tuple(_counts(answer))),
    )


def _roles(answer: RolesAnswer) -> Iterator[Block]:
    if not answer.review.chains:
        yield Paragraph(_NO_CHAIN)
        return
    yield Paragraph(headline(answer.proposals))
    yield from held(answer.ground, answer.review.not_before)
    yield Paragraph(_finals(answer))
    for chain in answer.review.chains:
        yield Paragraph(chain_line(chain), "heading")
        if chain.proposal is not None:
            yield Bullets((Paragraph(proposal_line(Proposal(chain.proposal.conversion, role=chain.proposal))),))
        elif chain.reason is not None:
            yield Paragraph(why_not([chain.reason]))


def chain_line(chain: ChainRoles) -> Text:
    """A chain: `mv_view_item → mv_add_to_cart (primary) → purchase`."""
    primary = Text(" (primary)", "（メイン）")
    steps = [(name, primary if name in chain.primary else NO_TEXT) for name in chain.steps]
    english, japanese = ([f"{name}{role.en}" for name, role in steps], [f"{name}{role.ja}" for name, role in steps])
    return Text(" → ".join([*english, chain.final]), " → ".join([*japanese, chain.final]))


def _finals(answer: RolesAnswer) -> Text:
    """The final conversions beside what is enough and what is too few."""
    enough = answer.enough
    now = answer.finals[-1].finals if answer.finals else None
    count = Text("not known", "不明") if now is None else Text(f"{now:,.10g}", f"{now:,.10g} 件")
    return Text(
        f"Final conversions in {enough.days} days: {count.en}. Enough is {enough.finals}, too few is less than "
        f"{enough.back_below}.",
        f"{enough.days} 日間の最終コンバージョン: {count.ja}（{enough.finals} 件以上で十分、"
        f"{enough.back_below} 件未満で不足）。",
    )


def _counts(answer: RolesAnswer) -> Iterator[Block]:
    review = answer.review
    evidence = (chain.proposal.evidence for chain in review.chains if chain.proposal is not None)
    yield from minor(
        [
            _source(answer.enough),
            *_earlier(answer.finals[:-1]),
            *next_review(
                answer.ground, review.not_before, known=review.last_change_known, proposed=bool(answer.proposals)
            ),
            *counted_how(evidence, answer.ground),
        ]
    )


def _source(enough: Enough) -> Text:
    source = _SOURCES.get(enough.source, untranslated(enough.source))
    return Text(
        f"Where {enough.finals} comes from: {source.en}. A role changes once {enough.reviews} reviews in a row say so.",
        f"{enough.finals} 件の根拠: {source.ja}。{enough.reviews} 回続けて同じ結果になったときに、役割の変更を"
        "提案します。",
    )


def _earlier(finals: tuple[FinalsCount, ...]) -> Iterator[Text]:
    """The final conversions before earlier reviews."""
    known = [(one.day, one.finals) for one in finals if one.finals is not None]
    if known:
        counts = joined([Text(f"{n:,.10g} ({day})", f"{n:,.10g} 件（{day}）") for day, n in known], ", ", "、")
        yield Text(
            f"Final conversions at earlier reviews: {counts.en}.",
            f"過去のレビュー時の最終コンバージョン: {counts.ja}。",
        )
