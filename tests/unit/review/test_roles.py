"""Roles: what is proposed, in which order, and that it neither flaps nor comes too soon."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from microconv.analysis.learning import Enough
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.core.cycle import ConversionCycle
from microconv.review.evidence import share_of
from microconv.review.model import Change, Changed, Evidence, Learnt, Past, Reason, RoleProposal
from microconv.review.roles import FinalsCount, Numbers, roles
from tests.heavy import examples
from tests.unit.review.accounts import FINAL, LAST, client, macro, micro

ENOUGH = Enough(30, 30, 15, 2, "the test")
P, S = Role.PRIMARY, Role.SECONDARY


def evidence(reached: int = 50, *, related: bool | None = True) -> Evidence:
    return Evidence("event", FINAL, 1_000, reached, 90, 30, share_of(reached, 1_000), related=related)


EVIDENCE = {name: evidence() for name in ("far", "mid", "near")}


def chain(far: Role, mid: Role, near: Role) -> Client:
    """A chain of three steps with these roles."""
    steps = (("far", far, "mid"), ("mid", mid, "near"), ("near", near, FINAL))
    return client(*(micro(name, 10, following, role=role) for name, role, following in steps), macro())


def numbers(*finals: float | None, **more: object) -> Numbers:
    """Final conversions at monthly reviews, the last one today."""
    days = [LAST - datetime.timedelta(days=30 * ago) for ago in reversed(range(len(finals)))]
    counts = [FinalsCount(day, count) for day, count in zip(days, finals, strict=True)]
    wanted = {"past": Past(), "evidence": EVIDENCE} | more
    return Numbers(ENOUGH, counts, LAST, **wanted)  # type: ignore[arg-type]


def outcome(config: Client, given: Numbers) -> tuple[str, Role, Reason] | Reason | None:
    (one,) = roles(config, given).chains
    if one.proposal is None:
        return one.reason
    return one.proposal.conversion, one.proposal.role, one.proposal.reason


@pytest.mark.parametrize(
    ("held", "finals", "expected"),
    [
        ((S, S, P), (30, 30), ("near", S, Reason.FINALS_SUFFICE)),
        ((S, S, P), (29, 30), Reason.NEXT_REVIEW),
        ((S, S, P), (30, 29), Reason.BETWEEN),
        ((S, S, P), (30,), Reason.NEXT_REVIEW),  # one review only
        ((S, S, P), (None, 30), Reason.NEXT_REVIEW),
        ((S, S, P), (90, 20, 30, 31), ("near", S, Reason.FINALS_SUFFICE)),  # the last two count
        ((S, S, P), (30, 14), Reason.AS_IT_SHOULD),
        ((S, S, P), (30, None), Reason.COUNTS_UNKNOWN),
        ((S, S, P), (), Reason.COUNTS_UNKNOWN),
        ((S, S, S), (40, 40), Reason.AS_IT_SHOULD),
        ((S, S, S), (14, 14), ("near", P, Reason.FINALS_TOO_FEW)),
        ((S, S, S), (0, 0), ("near", P, Reason.FINALS_TOO_FEW)),
        ((S, S, S), (15, 14), Reason.NEXT_REVIEW),
        ((S, S, S), (14.9, 14.9), ("near", P, Reason.FINALS_TOO_FEW)),  # Google Ads shares conversions out
        ((S, S, P), (30.2, 29.9), Reason.BETWEEN),
        ((S, S, S), (14, 15), Reason.BETWEEN),
        ((S, S, S), (14,), Reason.NEXT_REVIEW),
        ((P, S, S), (14, 14), Reason.AS_IT_SHOULD),  # one of the chain is primary
        ((P, P, P), (14, 14), ("far", S, Reason.SEVERAL_OF_CHAIN)),
        ((S, P, P), (20, 20), ("mid", S, Reason.SEVERAL_OF_CHAIN)),
        ((P, P, S), (40, 40), ("far", S, Reason.FINALS_SUFFICE)),  # the farthest first
        ((P, P, S), (20, 40), ("far", S, Reason.SEVERAL_OF_CHAIN)),
    ],
)
def test_roles(
    held: tuple[Role, Role, Role], finals: tuple[float | None, ...], expected: tuple[str, Role, Reason] | Reason
) -> None:
    assert outcome(chain(*held), numbers(*finals)) == expected


@pytest.mark.parametrize(
    ("near", "step", "expected"),
    [
        (evidence(4), {}, "mid"),
        (evidence(5), {}, "near"),
        (evidence(related=False), {}, "mid"),
        (evidence(related=None), {}, "near"),
        (None, {}, "mid"),
        (evidence(), {"source": None}, "mid"),  # not in Google Ads
    ],
)
def test_the_nearest_step_with_evidence_becomes_primary(
    near: Evidence | None, step: dict[str, object], expected: str
) -> None:
    config = chain(S, S, S)
    changed = tuple(replace(one, **step) if one.name == "near" else one for one in config.conversions)
    known = {name: one for name, one in {**EVIDENCE, "near": near}.items() if one is not None}
    made = outcome(replace(config, conversions=changed), numbers(3, 3, evidence=known))
    assert made == (expected, P, Reason.FINALS_TOO_FEW)


def test_no_step_has_evidence() -> None:
    assert outcome(chain(S, S, S), numbers(3, 3, evidence={})) is Reason.NO_STEP


def test_a_proposal_says_what_bidding_gains_and_when_google_will_have_learnt() -> None:
    cycle = ConversionCycle(2, 8.5, 100, 90)
    (one,) = roles(chain(S, S, P), numbers(34, 31.5, cycle=cycle, steps={"near": 120.5})).proposals
    days = [LAST + datetime.timedelta(days=days) for days in (18, 27)]
    assert one == RoleProposal(
        "near", P, S, Reason.FINALS_SUFFICE, 31.5, 30, 120.5, EVIDENCE["near"], Learnt(*days)
    )  # fmt: skip
    (unknown,) = roles(chain(S, S, P), numbers(34, 31.5)).proposals
    assert (unknown.learnt, unknown.count) == (None, None)


def test_nothing_within_the_rest_after_a_change() -> None:
    cycle = ConversionCycle(2, 12, 100, 90)
    for days, held in ((35, True), (36, False)):
        past = Past((Change(LAST - datetime.timedelta(days=days), "other", Changed.VALUE),))
        review = roles(chain(S, S, P), numbers(40, 40, past=past, cycle=cycle))
        assert (review.proposals == ()) is held
        assert review.chains[0].reason is (Reason.RECENT if held else None)
        assert review.not_before == (LAST + datetime.timedelta(days=1) if held else None)
    assert roles(chain(S, S, P), numbers(40, 40, past=Past(known=False))).last_change_known is False


@pytest.mark.parametrize("held", [(S, S, P), (S, S, S)])
def test_what_a_review_decided_takes_one_review_more_to_be_taken_back(held: tuple[Role, Role, Role]) -> None:
    count = 40 if P in held else 5
    long_ago = LAST - datetime.timedelta(days=200)
    decided = Past((Change(long_ago, "mid", Changed.ROLE, reviewed=True),))
    assert outcome(chain(*held), numbers(20, count, count, past=decided)) is Reason.NEXT_REVIEW
    assert isinstance(outcome(chain(*held), numbers(20, count, count, count, past=decided)), tuple)
    for other in (
        Change(long_ago, "mid", Changed.ROLE),
        Change(long_ago, "mid", reviewed=True, value=5),
        Change(long_ago, "elsewhere", Changed.ROLE, reviewed=True),
    ):
        assert isinstance(outcome(chain(*held), numbers(20, count, count, past=Past((other,)))), tuple)


def test_chains_have_a_proposal_each_and_one_only() -> None:
    other = micro("other", 10, "lead", role=P), macro(5, "lead")
    config = replace(chain(P, P, P), conversions=(*chain(P, P, P).conversions, *other))
    assert [one.conversion for one in roles(config, numbers(40, 40)).proposals] == ["far", "other"]


@pytest.mark.parametrize("mean", [10, 15, 20, 22, 25, 30, 40])
def test_roles_settle_and_never_flap_under_noise(mean: int) -> None:
    """Three years of monthly reviews of an account whose finals are as many all the time, but for chance."""
    for seed in range(examples(400)):
        chance = np.random.default_rng(seed)
        config, past = chain(S, S, Role(chance.choice([P, S]))), Past()
        counts: list[FinalsCount] = []
        changes: list[Role] = []
        for month in range(36):
            day = LAST + datetime.timedelta(days=30 * month)
            counts.append(FinalsCount(day, float(chance.poisson(mean))))
            review = roles(config, Numbers(ENOUGH, tuple(counts), day, past, evidence=EVIDENCE))
            for one in review.proposals:
                config = replace(config, conversions=tuple(_with(each, one) for each in config.conversions))
                past = Past((*past.changes, Change(day, one.conversion, Changed.ROLE, reviewed=True)))
                changes.append(one.role)
        assert len(changes) < 2, (seed, changes)


def _with(conversion: Conversion, proposal: RoleProposal) -> Conversion:
    return replace(conversion, role=proposal.role) if conversion.name == proposal.conversion else conversion
