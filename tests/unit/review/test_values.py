"""Values by results, case by case: what is proposed, and the reason where nothing is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import pytest

from microconv.core.client import Client
from microconv.core.conversion import Role, Value
from microconv.core.cycle import ConversionCycle
from microconv.core.paths import FinalCount, PathSource
from microconv.review.given import Given, Measured
from microconv.review.model import (
    Change,
    Changed,
    Origin,
    Past,
    Reason,
    Scheme,
    ValueProposal,
    ValueResult,
)
from microconv.review.values import values
from tests.unit.review.accounts import FINAL, LAST, client, counted, macro, micro

NOBODY_KNOWS = FinalCount(FINAL, None, None, None)


def of(client: Client, counts: Mapping[str, tuple[int, int]], **more: object) -> ValueResult:
    """The only result."""
    (result,) = values(client, Given(counted(counts), LAST, **more)).results  # type: ignore[arg-type]
    return result


def test_the_value_is_the_share_times_the_value_of_the_result() -> None:
    result = of(client(micro("mv_a", 500), macro()), {"mv_a": (96, 3210)})
    assert result.estimate is not None
    assert result.estimate.amount == pytest.approx(10_000 * 96.5 / 3211)
    assert (round(result.estimate.low), round(result.estimate.high)) == (253, 352)  # scipy.stats.beta.ppf
    assert result.proposal == ValueProposal("mv_a", "JPY", 500, 300)
    assert result.reasons == ()


@pytest.mark.parametrize(
    ("now", "counts", "proposed", "reason"),
    [
        (500, (19, 3210), None, Reason.FEW),
        (500, (20, 3210), 250, None),  # estimate 64: one step goes no further than half
        (350, (96, 3210), None, Reason.INSIDE),
        (260, (96, 3210), None, Reason.INSIDE),
        (370, (96, 3210), None, Reason.SMALL_CHANGE),  # outside, and 300 is 19 % less
        (1_000, (96, 3210), 500, None),
        (90, (96, 3210), 180, None),
        (99, (96, 3210), 190, None),  # 198, two digits, not above the double
        (601, (96, 3210), 310, None),  # not below half of it
        (None, (96, 3210), 300, None),
        (0, (96, 3210), 300, None),
        (10, (3210, 3210), 20, None),
        (8_000, (3210, 3210), 10_000, None),
    ],
)
def test_hysteresis(now: float | None, counts: tuple[int, int], proposed: float | None, reason: Reason | None) -> None:
    result = of(client(micro("mv_a", now), macro()), {"mv_a": counts})
    assert (result.proposal.value if result.proposal else None) == proposed
    assert result.reasons == (() if reason is None else (reason,))
    assert result.proposal is None or result.proposal.capped == (proposed not in {300, 10_000})


def test_a_value_that_a_review_proposed_moves_on_strong_evidence_only() -> None:
    """430 yen is outside the interval of 253 to 352; as an estimate of a review it has its own noise."""
    config = client(micro("mv_a", 430), macro())
    long_ago = LAST - datetime.timedelta(days=200)
    assert of(config, {"mv_a": (96, 3210)}).proposal is not None
    reviewed = Past((Change(long_ago, "mv_a", reviewed=True, value=430),))
    assert of(config, {"mv_a": (96, 3210)}, past=reviewed).reasons == (Reason.INSIDE,)
    assert of(config, {"mv_a": (24, 3210)}, past=reviewed).proposal is not None
    carried_out = Past((*reviewed.changes, Change(long_ago + datetime.timedelta(days=9), "mv_a")))
    assert of(config, {"mv_a": (96, 3210)}, past=carried_out).reasons == (Reason.INSIDE,)
    for other in (
        Change(long_ago, "mv_a", reviewed=True, value=600),  # by hand since then
        Change(long_ago, "mv_b", reviewed=True, value=430),
        Change(long_ago, "mv_a", Changed.ROLE, reviewed=True),
    ):
        assert of(config, {"mv_a": (96, 3210)}, past=Past((other,))).proposal is not None


@pytest.mark.parametrize(
    ("days", "cycle", "proposed"),
    [(27, None, False), (28, None, True), (28, 9, True), (28, 10, False), (29, 10, False), (30, 10, True)],
)
def test_the_rest_after_a_change(days: int, cycle: float | None, proposed: bool) -> None:
    """28 days, or three cycles where those are longer, after any change in the account."""
    past = Past((Change(LAST - datetime.timedelta(days=days), "something else"),))
    known = None if cycle is None else ConversionCycle(1, cycle, 100, 90)
    result = of(client(micro("mv_a", 1_000), macro()), {"mv_a": (96, 3210)}, past=past, cycle=known)
    assert (result.proposal is not None) is proposed
    assert result.reasons == (() if proposed else (Reason.RECENT,))


def test_the_first_review_says_that_it_does_not_know_the_last_change() -> None:
    config, paths = client(micro("mv_a", 1_000), macro()), counted({"mv_a": (96, 3210)})
    unknown, known = values(config, Given(paths, LAST)), values(config, Given(paths, LAST, Past()))
    assert (unknown.last_change_known, known.last_change_known) == (False, True)
    assert unknown.proposals == known.proposals != ()


def test_zero_evidence_makes_a_primary_step_secondary_where_it_can_be_worth_less_than_its_value() -> None:
    primary = micro("mv_a", 100, role=Role.PRIMARY)
    review = values(client(primary, macro()), Given(counted({"mv_a": (0, 400)}), LAST))
    (role,) = review.roles
    assert (role.conversion, role.now, role.role) == ("mv_a", Role.PRIMARY, Role.SECONDARY)
    assert role.reason is Reason.WORTH_LITTLE
    assert review.results[0].reasons == (Reason.FEW,)
    assert review.results[0].estimate is not None
    assert 40 < review.results[0].estimate.high < 60  # of 400 users: up to 0.5 %, scipy.stats.beta.ppf(0.95, .5, 400.5)
    for config, reached, past in (
        (client(micro("mv_a", 30, role=Role.PRIMARY), macro()), 0, Past()),  # may be worth more
        (client(micro("mv_a", 100), macro()), 0, Past()),  # is secondary
        (client(primary, macro()), 1, Past()),
        (client(primary, macro(None)), 0, Past()),  # the final value is not known
        (client(primary, macro()), 0, Past((Change(LAST, "mv_b"),))),
    ):
        assert values(config, Given(counted({"mv_a": (reached, 400)}), LAST, past)).roles == ()


def test_many_per_click_is_worth_less_per_event() -> None:
    """A user who does it three times is worth as much as one who does it once."""
    counts, events = {"mv_a": (96, 3210)}, {"mv_a": 9630}
    for settings, source, factor in (
        ({"counting": "many_per_click"}, "website", 3),
        ({"ga4.counting": "once_per_event"}, None, 3),
        ({"counting": "one_per_click", "ga4.counting": "once_per_event"}, "ga4", 1),
        ({}, "website", 1),
    ):
        config = client(micro("mv_a", None, settings=settings, source=source), macro())
        (result,) = values(config, Given(counted(counts, events=events), LAST)).results
        assert result.estimate is not None
        assert result.estimate.amount == pytest.approx(10_000 * 96.5 / 3211 / factor)
        assert result.proposal == ValueProposal("mv_a", "JPY", None, 300 / factor)
        assert result.estimate.per_event == (None if factor == 1 else pytest.approx(1 / 3))
    config = client(micro("mv_a", 5, settings={"counting": "many_per_click"}), macro())
    assert of(config, counts).reasons == (Reason.EVENTS_UNKNOWN,)
    assert of(config, counts).estimate is None


@pytest.mark.parametrize(
    ("final", "count", "origin", "amount", "missing"),
    [
        (macro(10_000), None, Origin.CONFIG, 10_000, None),
        (macro(None), FinalCount(FINAL, 5, 5, 40_000.0), Origin.MEASURED, 8_000, None),
        (macro(None), FinalCount(FINAL, 4, 4, 40_000.0), Origin.UNKNOWN, None, 1),
        (macro(None), FinalCount(FINAL, 3, 3, 9_000.0), Origin.UNKNOWN, None, 2),  # one a month
        (macro(None), FinalCount(FINAL, 1, 1, 9_000.0), Origin.UNKNOWN, None, 12),
        (macro(None), FinalCount(FINAL, 0, 0, 0.0), Origin.UNKNOWN, None, None),  # zero finals: nobody can say
        (macro(None), FinalCount(FINAL, 50, 50, 0.0), Origin.UNKNOWN, None, None),  # sends no value
        (macro(None), NOBODY_KNOWS, Origin.UNKNOWN, None, None),
        (macro(None), None, Origin.UNKNOWN, None, None),
    ],
)
def test_the_value_of_the_final_conversion(
    final: object, count: FinalCount | None, origin: Origin, amount: float | None, missing: int | None
) -> None:
    config = client(micro("mv_a", 1_000), final)  # type: ignore[arg-type]
    review = values(config, Given(counted({"mv_a": (96, 3210)}, finals=count), LAST))
    (value,) = review.finals
    assert (value.origin, value.amount, value.months_missing) == (origin, amount, missing)
    result = review.results[0]
    assert (result.proposal is None) == (amount is None)
    assert result.reasons == ((Reason.NO_FINAL_VALUE,) if amount is None else ())
    assert result.months_missing == missing


def test_a_dynamic_final_value_is_the_mean_of_google_ads_first() -> None:
    sent = Value(500, "JPY", from_event=True)
    config = client(micro("mv_a", 1_000), replace(macro(None), value=sent))
    ga4 = FinalCount(FINAL, 40, 40, 400_000.0)
    measured = {FINAL: Measured(62.5, 750_000.0)}
    paths = counted({"mv_a": (96, 3210)}, finals=ga4)
    assert values(config, Given(paths, LAST, measured=measured)).finals[0].amount == 12_000
    few = values(config, Given(paths, LAST, measured={FINAL: Measured(4.9, 49_000)})).finals[0]
    assert (few.amount, few.finals, few.months_missing) == (None, 4.9, 1)
    assert values(config, Given(paths, LAST)).finals[0].amount == 10_000
    assert values(config, Given(counted({"mv_a": (96, 3210)}), LAST)).finals[0].amount is None


def test_amounts_of_another_currency_are_none() -> None:
    paths = replace(counted({"mv_a": (96, 3210)}, finals=FinalCount(FINAL, 40, 40, 4_000.0)), currency="USD")
    review = values(client(micro("mv_a", 1_000), macro(None)), Given(paths, LAST))
    assert review.finals[0].amount is None
    assert review.results[0].reasons == (Reason.NO_FINAL_VALUE,)


def test_months_until_there_is_enough() -> None:
    assert of(client(micro("mv_a", 1_000), macro()), {"mv_a": (3, 100)}).months_missing == 17
    assert of(client(micro("mv_a", 1_000), macro()), {"mv_a": (0, 100)}).months_missing is None


@pytest.mark.parametrize(
    ("step", "counts", "reasons"),
    [
        (micro("mv_a", 5, event=None), {}, (Reason.NOT_COUNTED,)),
        (micro("mv_a", 5), {}, (Reason.NOT_COUNTED,)),
        (micro("mv_a", 5), {"mv_a": (0, 0)}, (Reason.NOT_COUNTED,)),
        (micro("mv_a", 5), {"mv_a": (9, 5)}, (Reason.NOT_COUNTED,)),  # more came than began: no count
        (micro("mv_a", 1_000), {"mv_a": (20, 40_000_000)}, (Reason.BELOW_A_COIN,)),
    ],
)
def test_steps_without_counts(step: object, counts: Mapping[str, tuple[int, int]], reasons: tuple[Reason, ...]) -> None:
    assert of(client(step, macro()), counts).reasons == reasons  # type: ignore[arg-type]


def test_what_the_tag_sends_is_left_alone() -> None:
    step = replace(micro("mv_a", 5), value=Value(5, "JPY", from_event=True))
    assert of(client(step, macro()), {"mv_a": (96, 3210)}).reasons == (Reason.SENT_BY_TAG,)


def test_several_finals_and_no_way_to_one() -> None:
    config = client(micro("mv_a", 5), macro(), macro(5_000, "lead"))
    assert of(config, {"mv_a": (96, 3210)}).reasons == (Reason.NO_FINAL_VALUE, Reason.NOT_COUNTED)


CHAIN = {"mv_a": (40, 4000), "mv_b": (40, 1000), "mv_c": (40, 160)}


def test_the_incremental_scheme_sums_to_the_expected_value_of_the_last_step() -> None:
    config = client(micro("mv_a", None, "mv_b"), micro("mv_b", None, "mv_c"), micro("mv_c", None, FINAL), macro())
    expected = values(config, Given(counted(CHAIN), LAST)).results
    added = values(config, Given(counted(CHAIN), LAST, scheme=Scheme.INCREMENTAL)).results
    amounts = [[one.estimate.amount for one in several if one.estimate] for several in (expected, added)]
    assert amounts[0] == pytest.approx([100, 403, 2515], rel=0.02)
    assert amounts[1] == pytest.approx([100, 303, 2112], rel=0.02)
    assert sum(amounts[1]) == pytest.approx(amounts[0][-1], rel=0.02)


def test_a_step_that_adds_nothing_has_no_incremental_value() -> None:
    config = client(micro("mv_a", None, "mv_b"), micro("mv_b", None, FINAL), macro())
    paths = counted({"mv_a": (41, 1000), "mv_b": (40, 1000)})
    review = values(config, Given(paths, LAST, scheme=Scheme.INCREMENTAL))
    assert [one.reasons for one in review.results] == [(), (Reason.NO_DIFFERENCE,)]


def test_a_chain_with_skipped_steps_still_grows_and_says_so() -> None:
    """More of those at the first step come to the result than of those at the second, which many skip."""
    config = client(micro("mv_a", None, "mv_b"), micro("mv_b", None, FINAL), macro())
    review = values(config, Given(counted({"mv_a": (300, 1000), "mv_b": (100, 500)}), LAST))
    one, other = (result.estimate for result in review.results)
    assert one is not None
    assert other is not None
    assert one.amount == pytest.approx(other.amount, rel=0.01)
    assert one.amount == pytest.approx(10_000 * 400 / 1500, rel=0.02)
    assert (one.pooled, other.pooled) == (True, True)


def test_the_share_of_value_from_micro_conversions() -> None:
    steps = micro("mv_a", 1_000, role=Role.PRIMARY), micro("mv_b", 9_999)
    config = client(*steps, macro())
    counts = {"mv_a": 30.5, FINAL: 10.0}
    review = values(config, Given(counted({"mv_a": (96, 3210)}), LAST, counts=counts))
    assert review.micro_share == pytest.approx(30_500 / 130_500)
    assert review.micro_share_then == pytest.approx(15_250 / 115_250)
    assert review.too_much
    few = values(config, Given(counted({"mv_a": (96, 3210)}), LAST, counts={**counts, FINAL: 100}))
    assert not few.too_much
    assert values(config, Given(counted({}), LAST, counts={"mv_a": 1})).micro_share is None
    assert values(config, Given(counted({}), LAST)).micro_share is None
    zero = values(client(micro("mv_a", 100, role=Role.PRIMARY), macro()),
                  Given(counted({"mv_a": (0, 400)}), LAST, counts=counts))  # fmt: skip
    assert (zero.micro_share, zero.micro_share_then) == (pytest.approx(3_050 / 103_050), 0)


def test_unrelated_steps_may_fall_and_not_rise() -> None:
    """1 % of all users come to the result, with the step or without."""
    paths = counted({"mv_a": (30, 3_000)}, users=30_000, finals=FinalCount(FINAL, 300, 300, 0.0),
                    source=PathSource.FUNNELS)  # fmt: skip
    for now, reasons in ((None, (Reason.UNRELATED,)), (20, (Reason.UNRELATED,)), (400, ())):
        (result,) = values(client(micro("mv_a", now), macro()), Given(paths, LAST)).results
        assert result.evidence is not None
        assert result.evidence.related is False
        assert result.evidence.lift == pytest.approx(1.0)
        assert result.reasons == reasons
