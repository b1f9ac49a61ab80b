"""The proposals of a review as one set: one about a conversion, one role in a chain, roles first."""

from __future__ import annotations

from microconv.core.conversion import Role
from microconv.review.agenda import Proposal, merged
from microconv.review.model import (
    ChainRoles,
    Reason,
    RoleProposal,
    RolesReview,
    ValueProposal,
    ValueResult,
    ValuesReview,
)
from tests.unit.review.accounts import FINAL, client, macro, micro

CLIENT = client(micro("mv_cart", 400, "mv_pay"), micro("mv_pay", 900, FINAL), micro("mv_call", 500, FINAL), macro())
"""Two chains: mv_cart, mv_pay, and mv_call by itself."""


def value(name: str, amount: float = 700) -> ValueResult:
    return ValueResult(name, FINAL, "JPY", 400, proposal=ValueProposal(name, "JPY", 400, amount))


def stays(name: str) -> ValueResult:
    return ValueResult(name, FINAL, "JPY", 400, reasons=(Reason.INSIDE,))


def role(name: str, wanted: Role = Role.SECONDARY, reason: Reason = Reason.FINALS_SUFFICE) -> RoleProposal:
    now = Role.PRIMARY if wanted is Role.SECONDARY else Role.SECONDARY
    return RoleProposal(name, now, wanted, reason)


def roles(*proposals: RoleProposal) -> RolesReview:
    return RolesReview(tuple(ChainRoles((one.conversion,), FINAL, one) for one in proposals))


def names(made: tuple[Proposal, ...]) -> list[tuple[str, str]]:
    return [(one.conversion, "role" if one.role is not None else "value") for one in made]


def test_roles_in_the_order_of_the_chains_then_values_in_that_of_the_config():
    results = (value("mv_cart"), stays("mv_pay"), value("mv_call"))
    made = merged(CLIENT, ValuesReview(results), roles(role("mv_pay")))
    assert names(made) == [("mv_pay", "role"), ("mv_cart", "value"), ("mv_call", "value")]
    assert made[1].amount == ValueProposal("mv_cart", "JPY", 400, 700)
    assert made[0].amount is None
    both = merged(CLIENT, ValuesReview(), roles(role("mv_call"), role("mv_pay")))
    assert names(both) == [("mv_pay", "role"), ("mv_call", "role")]


def test_what_gets_another_role_gets_no_value_as_well():
    made = merged(CLIENT, ValuesReview((value("mv_cart"), value("mv_pay"))), roles(role("mv_pay")))
    assert names(made) == [("mv_pay", "role"), ("mv_cart", "value")]


def test_a_step_that_is_worth_little_becomes_secondary_once():
    little = role("mv_pay", reason=Reason.WORTH_LITTLE)
    made = merged(CLIENT, ValuesReview((value("mv_pay"),), roles=(little,)), roles(role("mv_pay")))
    assert [(one.conversion, one.role) for one in made] == [("mv_pay", role("mv_pay"))]
    assert merged(CLIENT, ValuesReview(roles=(little,)), RolesReview()) == (Proposal("mv_pay", role=little),)


def test_one_role_in_a_chain_whatever_both_reviews_propose():
    little = role("mv_cart", reason=Reason.WORTH_LITTLE)
    made = merged(CLIENT, ValuesReview((value("mv_cart"),), roles=(little,)), roles(role("mv_pay", Role.PRIMARY)))
    assert [one.conversion for one in made if one.role is not None] == ["mv_pay"]
    other = merged(CLIENT, ValuesReview(roles=(role("mv_call", reason=Reason.WORTH_LITTLE),)), roles(role("mv_pay")))
    assert names(other) == [("mv_pay", "role"), ("mv_call", "role")]


def test_nothing_is_proposed_where_neither_review_does():
    assert merged(CLIENT, ValuesReview((stays("mv_cart"),)), RolesReview()) == ()
