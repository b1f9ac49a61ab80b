"""Proposals as sentences, each with its evidence in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.text import Text
from microconv.render.report.outline import Block, Bullets, Paragraph
from microconv.review.agenda import Proposal
from microconv.review.words import effect_line, lift_line, role_line, value_line

PROPOSED = Text("Proposed", "提案")
_NOTHING = Text("Nothing is proposed.", "変更の提案はありません。")


def headline(proposals: Sequence[Proposal]) -> Text:
    """The number of proposals in a sentence."""
    values = sum(one.value is not None for one in proposals)
    roles = sum(one.role is not None for one in proposals)
    if not values and not roles:
        return _NOTHING
    counts = [(values, "value", "値"), (roles, "role", "役割")]
    english = ", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word, _ in counts if count)
    japanese = "、".join(f"{word} {count} 件" for count, _, word in counts if count)
    return Text(f"Proposed changes: {english}.", f"変更の提案: {japanese}。")


def proposal_line(proposal: Proposal) -> Text:
    """A proposal with its evidence in one line, the name of its conversion first."""
    line = proposal_words_of(proposal)
    return Text(f"{proposal.conversion}: {line.en}", f"{proposal.conversion}: {line.ja}")


def proposal_words_of(proposal: Proposal) -> Text:
    """The evidence of a proposal in one line, without the name of its conversion."""
    if proposal.role is not None:
        words, effect = role_line(proposal.role), effect_line(proposal.role)
        return Text(f"{words.en}. {effect.en}", f"{words.ja}。{effect.ja}")
    assert proposal.value is not None
    line = value_line(proposal.value)
    lift = lift_line(proposal.value.evidence) if proposal.value.evidence is not None else None
    return Text(f"{line.en}; {lift.en}", f"{line.ja}、{lift.ja}") if lift else line


def proposal_blocks(proposals: Sequence[Proposal]) -> Iterator[Block]:
    """The proposals as a list with its heading; nothing where there are none."""
    if proposals:
        yield Paragraph(PROPOSED, "heading")
        yield Bullets(tuple(Paragraph(proposal_line(one)) for one in proposals))
