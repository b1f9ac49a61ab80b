"""Decisions of a sitting as edits: what was accepted, what was declined, and the day of a review."""

from __future__ import annotations

import datetime

from microconv.core.conversion import Role
from microconv.core.review_settings import Decision
from microconv.review.agenda import Proposal
from microconv.review.model import Estimate, Evidence, Reason, RoleProposal, Share, ValueProposal, ValueResult
from microconv.review.words import role_line, value_line
from microconv.sitting.deciding import edits
from tests.unit.review.accounts import FINAL, client, macro, micro

TODAY = datetime.date(2026, 11, 23)
CLIENT = client(micro("mv_a", 1_000), micro("mv_b", 500), macro())
SHARE = Share(0.04, 0.031, 0.052)
RESULT = ValueResult(
    "mv_a", FINAL, "JPY", 1_000, Evidence("mv_a", FINAL, 3_210, 96, 90, 30, SHARE), Estimate(400, 310, 520, SHARE),
    ValueProposal("mv_a", "JPY", 1_000, 500, capped=True),
)  # fmt: skip
VALUE = Proposal("mv_a", value=RESULT)
DEMOTED = RoleProposal("mv_b", Role.PRIMARY, Role.SECONDARY, Reason.FINALS_SUFFICE, finals=40, count=120.0)
ROLE = Proposal("mv_b", role=DEMOTED)


def test_accepted_proposals_are_changes_with_their_decisions():
    made = edits(CLIENT, [VALUE, ROLE], [], TODAY, review=False)
    assert dict(made.values) == {"mv_a": 500}
    assert dict(made.roles) == {"mv_b": Role.SECONDARY}
    assert made.review_last is None
    assert made.decisions == (
        Decision(TODAY, "mv_a", value=500, reason=value_line(RESULT).en),
        Decision(TODAY, "mv_b", role=Role.SECONDARY, reason=role_line(DEMOTED).en),
    )
    assert "96 of 3,210 users" in made.decisions[0].reason
    assert all(one.reason and "\n" not in one.reason for one in made.decisions)


def test_declined_proposals_of_a_review_are_written_down_and_change_nothing():
    made = edits(CLIENT, [ROLE], [VALUE], TODAY, review=True)
    assert (dict(made.values), dict(made.roles)) == ({}, {"mv_b": Role.SECONDARY})
    assert made.review_last == TODAY
    accepted, declined = made.decisions
    assert accepted.changes
    assert not declined.changes
    assert (declined.date, declined.conversion) == (TODAY, "mv_a")
    assert declined.reason == f"declined: {value_line(RESULT).en}"


def test_without_a_review_nothing_is_said_of_what_was_declined_nor_of_the_day():
    made = edits(CLIENT, [], [VALUE, ROLE], TODAY, review=False)
    assert (made.decisions, made.review_last, dict(made.values), dict(made.roles)) == ((), None, {}, {})


def test_a_review_without_decisions_has_its_day():
    made = edits(CLIENT, [], [], TODAY, review=True)
    assert (made.decisions, made.review_last) == ((), TODAY)
