"""Accepted proposals that were written into a config, in words: the file, what changed in it, and what comes next."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from microconv.core.action_state import PRIMARY
from microconv.core.attribute_words import attribute_word
from microconv.core.conversion import Role
from microconv.core.text import Language, Text
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style
from microconv.review.agenda import Proposal
from microconv.review.words import proposal_words


@dataclass(frozen=True, slots=True)
class Written:
    """The proposals that were written for one client.

    client: its label.
    file: the path of its config.
    proposals: those that were accepted.
    declined: those that a review declined, which are written down too.
    reviewed: the day of the review; None where there was none.
    """

    client: str
    file: str
    proposals: tuple[Proposal, ...] = ()
    declined: tuple[Proposal, ...] = ()
    reviewed: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """One change of a config, for JSON. `value` and `role`: the new ones; None for what was not changed."""

    conversion: str
    value: float | None = None
    role: Role | None = None


def written_text(written: Written, language: Language, style: Style = PLAIN) -> str:
    """The file, a line for each change, and the next command; with a final newline."""
    if not written.proposals:
        nothing = Text(f"{written.file}: nothing to write", f"{written.file}: 書き込む変更はありません")
        return f"{safe(nothing.of(language))}\n"
    head = Text(f"Written into {written.file}:", f"{written.file} に書き込みました:")
    lines = [style.paint(safe(head.of(language)), bold=True)]
    lines += [f"  {safe(one.conversion)}: {change_words(one).of(language)}" for one in written.proposals]
    path = shlex.quote(written.file)
    end = Text(
        f"No account was changed. Next: git diff {path}, then microconv plan {path}",
        f"アカウントは変更していません。次のコマンド: git diff {path}、続いて microconv plan {path}",
    )
    return "\n".join([*lines, safe(end.of(language))]) + "\n"


def change_words(proposal: Proposal) -> Text:
    """A proposed change without its evidence: `¥1,000 → ¥500`, `primary → secondary`."""
    if proposal.amount is not None:
        return proposal_words(proposal.amount)
    assert proposal.role is not None
    now, role = (attribute_word(PRIMARY, one is Role.PRIMARY) for one in (proposal.role.now, proposal.role.role))
    return Text(f"{now.en} → {role.en}", f"{now.ja} → {role.ja}")


def written_changes(proposals: Sequence[Proposal]) -> tuple[WrittenChange, ...]:
    """The changes as data."""
    return tuple(
        WrittenChange(
            one.conversion,
            one.amount.value if one.amount is not None else None,
            one.role.role if one.role is not None else None,
        )
        for one in proposals
    )
