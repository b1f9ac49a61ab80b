"""Conversions whose actions are the account's own, and without effect: a manager account owns the conversions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from microconv.core.bidding.effective import BiddingInputs
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.resource import Address, Reading

CODE = "own-action-left-over"


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
            f'"{conversion.name}" is primary here without effect: the conversions belong to {owner.account}',
            "with cross-account conversion tracking bidding uses the manager account's actions alone; those of the "
            "account itself are left over",
            span=conversion.span,
            where=str(Address(ACTION, conversion.name)),
            hint="if every account that shares them may change, write `google_ads: {manage_owner: true}`; or take this "
            "conversion out of the config, and set it up in the manager account",
        )
