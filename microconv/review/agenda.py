"""The proposals of a review as one set, each to be accepted or declined by itself."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.review.model import RoleProposal, ValueProposal, ValueResult


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal about one conversion: another value, or another role.

    conversion: its name in the config.
    value: the result whose proposal it is; None for a role.
    role: the proposed role; None for a value.
    """

    conversion: str
    value: ValueResult | None = None
    role: RoleProposal | None = None

    @property
    def amount(self) -> ValueProposal | None:
        """The proposed value; None for a role."""
        return None if self.value is None else self.value.proposal
