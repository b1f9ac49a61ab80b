"""Reviews of simulated accounts whose truth is known: intervals cover it, and proposals follow it and not the noise."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace

import numpy as np
import pytest

from microconv.core.client import Client
from microconv.core.conversion import Value
from microconv.core.cycle import ConversionCycle
from microconv.core.paths import PathSource
from microconv.review.given import Given
from microconv.review.model import Change, Changed, Past, Reason, ValuesReview
from microconv.review.suggestions import suggestions
from microconv.review.values import values
from tests.heavy import HEAVY, examples, sample
from tests.unit.review.accounts import (
    FINAL,
    LAST,
    WORTH,
    Account,
    answer,
    chain_client,
    client,
    counted,
    macro,
    micro,
)

CHAIN = Account({"mv_view": 0.2, "mv_form": 0.3, "mv_confirm": 0.5}, visitors=4_000)
SLOW = replace(CHAIN, delay=3.0)
QUICK = ConversionCycle(median_days=0.5, late_days=2, conversions=500, days=90)
CYCLE = ConversionCycle(median_days=6, late_days=15, conversions=500, days=90)
LEAST, MOST = (85, 95) if HEAVY else (75, 100)
"""Bounds of the coverage in percent: of 400 accounts those of the contract, of 40 what chance leaves of them."""


@pytest.mark.parametrize(
    ("account", "source", "cycle", "most"),
    sample(
        [
            pytest.param(CHAIN, PathSource.EXPORT, None, MOST, id="exact counts"),
            pytest.param(CHAIN, PathSource.FUNNELS, QUICK, MOST, id="funnels"),
            pytest.param(SLOW, PathSource.FUNNELS, CYCLE, 100, id="funnels with late users"),
            pytest.param(SLOW, PathSource.FUNNELS, None, 100, id="funnels of an unknown cycle"),
        ],
        2,
    ),
)
def test_intervals_cover_the_truth(
    account: Account, source: PathSource, cycle: ConversionCycle | None, most: int
) -> None:
    """Of the shares as counted, of those that grow along the chain, and of values.

    Funnels miss results of late users; their intervals are wider by as much as that can be, so they cover more.
    """
    covered = dict.fromkeys(itertools.product(account.chain, ("counted", "grown", "value")), 0)
    runs = examples(400)
    for seed in range(runs):
        given = Given(answer(account, np.random.default_rng(seed), source), LAST, cycle=cycle)
        for one in values(chain_client(account, {}), given).results:
            truth = account.share(one.conversion)
            assert one.estimate is not None
            assert one.evidence is not None
            pairs = {"counted": one.evidence.share, "grown": one.estimate.share}
            for name, share in pairs.items():
                covered[one.conversion, name] += share.low <= truth <= share.high
            covered[one.conversion, "value"] += one.estimate.low <= truth * WORTH <= one.estimate.high
    assert {key: count for key, count in covered.items() if not LEAST <= 100 * count / runs <= most} == {}


def test_late_users_are_said_and_their_results_are_within_the_interval() -> None:
    """Funnels miss the results after the last day. As many as are said, and no more, were missed."""
    account = Account({"mv_view": 0.3}, reach=0.9, visitors=200_000, delay=10)
    funnels = answer(account, np.random.default_rng(1))
    one = values(chain_client(account, {}), Given(funnels, LAST)).results[0]
    assert one.evidence is not None
    assert one.evidence.censoring is not None
    truth = 0.3 * (1 - np.exp(-30 / 10))
    missed = 1 - one.evidence.reached / one.evidence.users / truth
    assert 0.06 < missed < one.evidence.censoring.missed == pytest.approx(1 / 6)
    assert one.evidence.share.share < truth < one.evidence.share.high
    assert one.evidence.censoring.late == pytest.approx(1 / 3)
    exact = answer(account, np.random.default_rng(1), PathSource.EXPORT)
    whole = values(chain_client(account, {}), Given(exact, LAST)).results[0].evidence
    assert whole is not None
    assert whole.censoring is None
    assert whole.share.low < truth < whole.share.high


@pytest.mark.parametrize("now", [None, 1.0, 300.0])
def test_steps_that_have_nothing_to_do_with_the_result_get_no_value_above_noise(now: float | None) -> None:
    """Their users come to the result as often as all others: no value is raised, none is suggested."""
    account = Account({"mv_view": 0.2}, beside={"mv_scroll": 0.5, "mv_video": 0.1}, reach=0.5, visitors=3_000)
    for seed in range(examples(400)):
        paths = answer(account, np.random.default_rng(seed))
        review = values(chain_client(account, {"mv_scroll": now, "mv_video": now}, ["mv_scroll", "mv_video"]),
                        Given(paths, LAST))  # fmt: skip
        by_name = {one.conversion: one for one in review.results}
        for name in account.beside:
            proposal = by_name[name].proposal
            assert proposal is None or (now is not None and proposal.value < now), (seed, by_name[name])
        others = suggestions(client(macro()), Given(paths, LAST))
        assert [one.subject for one in others] == ["mv_view"]


def test_steps_that_lead_to_the_result_do_get_a_value() -> None:
    account = Account({"mv_view": 0.4}, reach=0.1, visitors=3_000)
    review = values(chain_client(account, {}), Given(answer(account, np.random.default_rng(0)), LAST))
    assert [one.conversion for one in review.proposals] == ["mv_view"]
    assert review.proposals[0].value == pytest.approx(4_000, rel=0.25)


def test_chains_stay_growing_whatever_is_accepted_at_once() -> None:
    """Values that grow along the chain before still do with all proposals, whether the truth is steep or flat."""
    chance = np.random.default_rng(7)
    raised = 0
    for seed in range(examples(200)):
        onward = chance.uniform(0.3, 1, 3)
        account = Account(dict(zip(("mv_a", "mv_b", "mv_c"), onward, strict=True)), visitors=1_500, reach=0.3)
        amounts = np.sort(chance.lognormal(7, 1.2, 3)).clip(1, WORTH).round()
        before = chain_client(account, dict(zip(account.chain, map(float, amounts), strict=True)))
        review = values(before, Given(answer(account, np.random.default_rng(seed)), LAST))
        after = [one.value.amount for one in accepted(before, review).conversions if one.value is not None]
        assert after == sorted(after), (seed, review.results)
        raised += len(review.proposals)
    assert raised > 0


def test_an_unchanged_world_settles() -> None:
    """After the first review, of which everything is accepted, three more of the same numbers propose nothing."""
    for seed in range(examples(50, quick=3)):
        paths = answer(CHAIN, np.random.default_rng(seed))
        now, past, day = chain_client(CHAIN, {"mv_view": 200.0, "mv_form": 1_000.0}), Past(), LAST
        first = values(now, Given(paths, day, past))
        assert first.proposals
        now, past = accepted(now, first), Past(decided(first, day))
        for _ in range(3):
            day += datetime.timedelta(days=30)
            again = values(now, Given(paths, day, past))
            assert again.proposals == ()
            assert again.not_before is None


@pytest.mark.parametrize("users", [600, 2_000, 8_000])
def test_values_never_flap_under_noise(users: int) -> None:
    """Eight quarters, each with other users of the same world: no value ever goes up and down again, or down and up."""
    for seed in range(examples(400)):
        chance = np.random.default_rng(seed)
        now, past = client(micro("mv_view", float(chance.choice([100, 500, 3_000]))), macro()), Past()
        directions = []
        for quarter in range(8):
            day = LAST + datetime.timedelta(days=91 * quarter)
            reached = int(chance.binomial(users, 0.05))
            review = values(now, Given(counted({"mv_view": (reached, users)}), day, past))
            directions += [one.value > (one.now or 0) for one in review.proposals]
            now, past = accepted(now, review), Past((*past.changes, *decided(review, day)))
        assert len(set(directions)) < 2, (seed, directions)
        worth = now.by_name["mv_view"].value
        assert worth is not None
        assert 200 <= (worth.amount or 0) <= 1_250


def test_a_change_by_hand_restarts_the_clock() -> None:
    paths = counted({"mv_view": (200, 2_000)})
    now = client(micro("mv_view", 300), macro())
    assert values(now, Given(paths, LAST, Past())).proposals
    for part, other in itertools.product(Changed, ("mv_view", FINAL)):
        by_hand = Past((Change(LAST - datetime.timedelta(days=27), other, part),))
        held = values(now, Given(paths, LAST, by_hand))
        assert held.proposals == ()
        assert held.results[0].reasons == (Reason.RECENT,)
        assert held.not_before == LAST + datetime.timedelta(days=1)
        assert values(now, Given(paths, LAST + datetime.timedelta(days=1), by_hand)).proposals


def accepted(client: Client, review: ValuesReview) -> Client:
    """The config with all proposed values."""
    new = {one.conversion: Value(one.value, one.currency) for one in review.proposals}
    return replace(
        client,
        conversions=tuple(replace(one, value=new.get(one.name, one.value)) for one in client.conversions),
    )


def decided(review: ValuesReview, day: datetime.date) -> tuple[Change, ...]:
    """The decisions that a review leaves in the config."""
    return tuple(Change(day, one.conversion, reviewed=True, value=one.value) for one in review.proposals)
