"""Edits of the config by which the decisions of a sitting come about."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from microconv.config.editing import Edited, Edits, edit
from microconv.config.wording import cut, quote
from microconv.core.client import Client
from microconv.core.errors import ConfigError
from microconv.core.frozen import FrozenDict
from microconv.core.review_settings import Decision
from microconv.core.text import Text
from microconv.loading import vocabulary
from microconv.review.agenda import Proposal
from microconv.review.words import role_line, value_line


def edited(
    client: Client, accepted: Sequence[Proposal], declined: Sequence[Proposal], today: datetime.date, *, review: bool
) -> Edited:
    """The content of the client's config after the edits of `edits`; writes nothing. Raises ConfigError."""
    if not client.path:
        raise ConfigError(
            Text(
                f"{client.label} comes from no file: there is nothing to write decisions into",
                f"{client.label} は設定ファイルから読み込まれていないため、決定を書き込めません",
            ),
            (),
            hint=Text("load the client with `microconv.load(path)`", "`microconv.load(path)` で読み込んでください"),
        )
    known = [*accepted, *declined]
    unknown = next((one.conversion for one in known if one.conversion not in client.by_name), None)
    if unknown is not None:
        raise ConfigError(
            Text(
                f"{client.path}: there is no conversion {quote(unknown)}; nothing was written",
                f"{client.path}: コンバージョン「{cut(unknown)}」がありません。書き込みは行っていません",
            ),
            (),
        )
    return edit(Path(client.path), vocabulary(), edits(client, accepted, declined, today, review=review), today=today)


def edits(
    client: Client, accepted: Sequence[Proposal], declined: Sequence[Proposal], today: datetime.date, *, review: bool
) -> Edits:
    """The edits of the config by which accepted proposals come about, each with its decision.

    With `review` the day of the review is written down, and what was declined.
    """
    decisions = [_accepted(one, today) for one in accepted]
    if review:
        decisions += [Decision(today, one.conversion, reason=f"declined: {_evidence(one)}") for one in declined]
    return Edits(
        values=FrozenDict({one.conversion: one.amount.value for one in accepted if one.amount is not None}),
        roles=FrozenDict({one.conversion: one.role.role for one in accepted if one.role is not None}),
        review_last=today if review else None,
        decisions=tuple(decisions),
    )


def _accepted(proposal: Proposal, today: datetime.date) -> Decision:
    return Decision(
        date=today,
        conversion=proposal.conversion,
        role=proposal.role.role if proposal.role is not None else None,
        value=proposal.amount.value if proposal.amount is not None else None,
        reason=_evidence(proposal),
    )


def _evidence(proposal: Proposal) -> str:
    """The evidence in one English line, as the config is read by everybody."""
    if proposal.role is not None:
        return role_line(proposal.role).en
    return value_line(proposal.value).en if proposal.value is not None else ""
