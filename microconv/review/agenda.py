"""The proposals of a review as one set, each to be accepted or declined by itself."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.client import Client
from microconv.review.chains import chains
from microconv.review.model import RoleProposal, RolesReview, ValueProposal, ValueResult, ValuesReview


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


def merged(client: Client, values: ValuesReview, roles: RolesReview) -> tuple[Proposal, ...]:
    """The proposals of both reviews as one set: roles first, in the order of the chains, then values.

    At most one about a conversion and one role in a chain. What gets another role keeps its value until
    the next review.
    """
    by_role = {one.conversion: one for one in roles.proposals}
    little = {one.conversion: one for one in values.roles}
    chosen: list[RoleProposal] = []
    for chain in chains(client):
        names = [way.step.name for way in chain]
        of_chain = [by_role[name] for name in names if name in by_role]
        of_chain += [little[name] for name in names if name in little]
        chosen += of_chain[:1]
    moved = {one.conversion for one in chosen}
    return (
        *(Proposal(one.conversion, role=one) for one in chosen),
        *(
            Proposal(one.conversion, value=one)
            for one in values.results
            if one.proposal is not None and one.conversion not in moved
        ),
    )
