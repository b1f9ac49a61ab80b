"""The proposals of a review as points to be decided: the change, its evidence, its effect on bidding."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.cycle import length_of
from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Bullets, Grid, Paragraph
from microconv.render.review.proposals import headline
from microconv.render.review.written import change_words
from microconv.review.agenda import Proposal
from microconv.review.hysteresis import learnt
from microconv.review.model import ValueProposal
from microconv.review.words import effect_line, lift_line, role_line, value_line
from microconv.sitting.model import Ground

BOXES = Text("☐\u00a0accept\u3000☐\u00a0decline", "☐\u00a0採用\u3000☐\u00a0見送り")
"""The boxes of a decision on paper."""

_NOTHING = Text(
    "Nothing is proposed, so there is nothing to decide. The review itself can still be written down.",
    "変更の提案はないため、決定する項目はありません。レビューの実施日だけを記録できます。",
)
_UNUSED = Text(
    "Bidding does not use this conversion, as it is secondary: reports alone change.",
    "サブアクションのため入札には影響しません。レポートの値だけが変わります。",
)


def decision_blocks(
    proposals: tuple[Proposal, ...], ground: Ground, client: Client | None = None, *, boxes: bool = True
) -> Iterator[Block]:
    """The proposals as a table, then each with its evidence and effect. `boxes`: with boxes to tick on paper."""
    if not proposals:
        yield Paragraph(_NOTHING)
        return
    yield Paragraph(headline(proposals))
    yield _table(proposals, boxes=boxes)
    for number, proposal in enumerate(proposals, start=1):
        words, name = change_words(proposal), proposal.conversion
        yield Paragraph(Text(f"{number}. {name}: {words.en}", f"{number}. {name}: {words.ja}"), "heading")
        yield Bullets(tuple(Paragraph(text) for text in (evidence(proposal), effect(proposal, ground, client)) if text))


def _table(proposals: tuple[Proposal, ...], *, boxes: bool) -> Grid:
    heads = (
        column("conversion", "Conversion", "コンバージョン"),
        column("change", "Now → proposed", "現在 → 提案"),
    )
    table = Maker(
        "decisions",
        Text("To be decided", "決定する項目"),
        (*heads, column("decision", "Decision", "決定")) if boxes else heads,
    )
    for number, proposal in enumerate(proposals, start=1):
        cells = [table.text(f"{number}. {proposal.conversion}"), table.text(change_words(proposal))]
        table.row(*cells, *([table.text(BOXES)] if boxes else []))
    return table.grid()


def evidence(proposal: Proposal) -> Text:
    """The evidence of a proposal in one line: `¥400 (¥310–¥520; 96 of 3,210 users, 90 days); now ¥1,000; …`."""
    if proposal.role is not None:
        return role_line(proposal.role)
    if proposal.value is None:
        return NO_TEXT
    line = value_line(proposal.value)
    lift = lift_line(proposal.value.evidence) if proposal.value.evidence is not None else NO_TEXT
    return Text(f"{line.en}; {lift.en}", f"{line.ja}、{lift.ja}") if lift else line


def effect(proposal: Proposal, ground: Ground, client: Client | None = None) -> Text:
    """The effect on bidding, and when Google will have learnt. Of a value only where the config is known."""
    if proposal.role is not None:
        return effect_line(proposal.role)
    declared = client.by_name.get(proposal.conversion) if client is not None else None
    if proposal.amount is None or declared is None:
        return NO_TEXT
    if declared.role is not Role.PRIMARY:
        return _UNUSED
    said = _weighed(proposal.amount)
    when = learnt(ground.today, length_of(ground.cycle))
    if when is None:
        return said
    return Text(
        f"{said.en} If it is applied today, Google will have learnt between {when.first} and {when.last}; no review "
        "before.",
        f"{said.ja}今日適用した場合、Google の学習は {when.first} から {when.last} の間に終わる見込みです。"
        "次のレビューはその後に行います。",
    )


def _weighed(amount: ValueProposal) -> Text:
    """The weight that bidding by value will give to each of the conversions."""
    if not amount.now:
        return Text(
            "Bidding by value begins to count these conversions.",
            "値に基づく入札で、この行動が評価されるようになります。",
        )
    times = untranslated(f"×{amount.value / amount.now:.2g}")
    return Text(
        f"Bidding by value weighs each of these conversions {times.en}.",
        f"値に基づく入札での、この行動 1 件あたりの重みが {times.ja} になります。",
    )
