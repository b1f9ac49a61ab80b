"""Conversions whose actions are the account's own, and without effect: a manager account owns the conversions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from microconv.core.bidding.effective import BiddingInputs
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.resource import Address, Reading
from microconv.core.text import Text

CODE = "own-action-left-over"

_LEFT_OVER = Text(
    "with cross-account conversion tracking bidding uses the manager account's actions alone; those of the account "
    "itself are left over",
    "クロスアカウント コンバージョン トラッキングでは、入札に使われるのは MCC アカウントのアクションだけです。"
    "アカウント自体のアクションは使われません",
)
_MANAGE_OWNER = Text(
    "if every account that shares them may change, write `google_ads: {manage_owner: true}`; or take this conversion "
    "out of the config, and set it up in the manager account",
    "共有しているすべてのアカウントが変わってもよければ、`google_ads: {manage_owner: true}` と書いてください。"
    "そうでなければ、このコンバージョンを設定から外し、MCC アカウントで設定してください",
)


def left_over(
    client: Client, after: BiddingInputs, ids: Mapping[str, str], readings: Sequence[Reading]
) -> Iterator[Diagnostic]:
    """Primary conversions that the account keeps in actions of its own. `ids` are their ids by conversion."""
    owner = next((item.facts.owner for item in readings if item.facts.owner.account), None)
    if owner is None or owner.managed:
        return
    acting = {action.id for action in after.actions}
    for conversion in client.conversions:
        if conversion.role is not Role.PRIMARY or ids.get(conversion.name, "") in acting | {""}:
            continue
        yield Diagnostic(
            Severity.WARNING,
            CODE,
            Text(
                f'"{conversion.name}" is primary here without effect: the conversions belong to {owner.account}',
                f"「{conversion.name}」はこのアカウントではメインにしても効果がありません。"
                f"コンバージョンは {owner.account} の所有です",
            ),
            _LEFT_OVER,
            span=conversion.span,
            where=str(Address(ACTION, conversion.name)),
            hint=_MANAGE_OWNER,
        )
