"""Evidence from counts: grades, those without the event, what late users miss, and what is beyond chance."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import beta

from microconv.core.conversion import ConversionKind
from microconv.core.cycle import ConversionCycle
from microconv.core.paths import FinalCount, PathCount, PathSource
from microconv.review.chains import chains, ways
from microconv.review.evidence import censoring, days_counted, days_of, evidence_of, evidence_of_steps, horizon_of
from microconv.review.model import Evidence, Grade
from tests.unit.review.accounts import FINAL, LAST, client, counted, macro, micro

FUNNELS = counted({"mv_a": (60, 1_000)}, users=10_000, finals=FinalCount(FINAL, 150, 150, 0), source=PathSource.FUNNELS)


def evidence(reached: int, users: int, **more: int) -> Evidence | None:
    answer = counted({"mv_a": (reached, users)})
    return evidence_of(replace(answer.paths[0], **more), answer)


@pytest.mark.parametrize(
    ("reached", "grade"),
    [(0, "not enough"), (4, "not enough"), (5, "order of magnitude"), (19, "order of magnitude"), (20, "usable"),
     (99, "usable"), (100, "good")],
)  # fmt: skip
def test_grades(reached: int, grade: str) -> None:
    made = evidence(reached, 1_000)
    assert made is not None
    assert made.grade is Grade(grade)


def test_the_interval_is_that_of_jeffreys() -> None:
    made = evidence(96, 3_210)
    assert made is not None
    assert (made.share.low, made.share.high) == pytest.approx(tuple(beta.ppf([0.05, 0.95], 96.5, 3_114.5)))
    assert made.share.share == pytest.approx(beta.mean(96.5, 3_114.5))


@pytest.mark.parametrize(("reached", "users"), [(6, 5), (-1, 5), (0, 0), (None, 5), (5, None)])
def test_counts_that_are_none(reached: int | None, users: int | None) -> None:
    answer = counted({})
    assert evidence_of(PathCount("mv_a", FINAL, users, reached), answer) is None


def test_users_without_the_event_of_funnels() -> None:
    made = evidence_of(FUNNELS.paths[0], FUNNELS)
    assert made is not None
    assert made.without is not None
    assert made.without.share == pytest.approx(90.5 / 9_001)
    assert made.lift == pytest.approx((60 / 1_000) / (90 / 9_000))
    assert made.related is True


@pytest.mark.parametrize(
    "answer",
    [
        replace(FUNNELS, all_users=None),
        replace(FUNNELS, finals=()),
        replace(FUNNELS, finals=(FinalCount(FINAL),)),
    ],
)
def test_users_without_the_event_that_nobody_knows(answer: object) -> None:
    made = evidence_of(FUNNELS.paths[0], answer)  # type: ignore[arg-type]
    assert made is not None
    assert (made.without, made.lift, made.related) == (None, None, None)


@pytest.mark.parametrize("everybody", [1_000, 990])
def test_what_everybody_does_is_not_related(everybody: int) -> None:
    """Whoever visits sees the consent banner: that tells nothing of the final conversion. GA4 estimates users."""
    made = evidence_of(FUNNELS.paths[0], replace(FUNNELS, all_users=everybody))
    assert made is not None
    assert (made.without, made.lift, made.related) == (None, None, False)
    exact = evidence(60, 1_000, others=0, others_reached=0)
    assert exact is not None
    assert exact.related is False


@pytest.mark.parametrize(("everybody", "related"), [(10_000, True), (1_005, False)])
def test_fewer_finals_than_came_are_nobody_else(everybody: int, related: bool) -> None:
    made = evidence_of(FUNNELS.paths[0], replace(FUNNELS, all_users=everybody, finals=(FinalCount(FINAL, 59, 59, 0),)))
    assert made is not None
    assert (made.lift, made.related) == (None, related)


def test_users_without_the_event_of_the_export_are_its_own() -> None:
    """The totals of the property are of other days than the users who had the whole horizon."""
    made = evidence(60, 1_000, others=9_000, others_reached=90)
    assert made is not None
    assert made.lift == pytest.approx(6)
    answer = replace(FUNNELS, source=PathSource.EXPORT)
    alone = evidence_of(answer.paths[0], answer)
    assert alone is not None
    assert (alone.without, alone.related) == (None, None)
    nobody_else = evidence(60, 1_000, others=9_000, others_reached=0)
    assert nobody_else is not None
    assert (nobody_else.lift, nobody_else.related) == (None, True)


def test_relations_beyond_chance_are_those_of_the_posterior() -> None:
    """Against draws from both posteriors: called related where one in 10,000 or so is the other way round."""
    chance = np.random.default_rng(3)
    for reached, users, finals, rest, related in [
        (60, 1_000, 90, 9_000, True), (30, 1_000, 90, 9_000, True), (19, 1_000, 90, 9_000, False),
        (5, 100, 90, 9_000, False), (9, 100, 90, 9_000, True), (5, 20, 90, 9_000, True), (40, 1_000, 2, 50, False),
        (7, 500, 1, 900, False), (19, 500, 1, 900, True),
    ]:  # fmt: skip
        made = evidence(reached, users, others=rest, others_reached=finals)
        assert made is not None
        ours = chance.beta(reached + 0.5, users - reached + 0.5, 400_000)
        theirs = chance.beta(finals + 0.5, rest - finals + 0.5, 400_000)
        wrong = float((ours <= theirs).mean())
        assert made.related is related, (reached, users, wrong)
        assert (wrong < 0.0003) is related, (reached, users, wrong)


def test_a_small_lift_is_none_however_sure() -> None:
    made = evidence(19_000, 100_000, others=100_000, others_reached=10_000)
    assert made is not None
    assert (made.related, made.lift) == (False, pytest.approx(1.9))
    more = evidence(21_000, 100_000, others=100_000, others_reached=10_000)
    assert more is not None
    assert more.related is True


def test_late_users() -> None:
    wanted = FUNNELS.wanted
    unknown = censoring(wanted, PathSource.FUNNELS, None)
    assert unknown is not None
    assert (unknown.late, unknown.missed, unknown.known) == (pytest.approx(1 / 3), pytest.approx(1 / 6), False)
    short = censoring(wanted, PathSource.FUNNELS, ConversionCycle(1, 9, 100, 90))
    assert short is not None
    assert (short.missed, short.known) == (pytest.approx((0.5 * 0.5 + 0.4 * 5 + 0.1 * 19.5) / 90), True)
    long = censoring(wanted, PathSource.FUNNELS, ConversionCycle(60, 85, 100, 90))
    assert long is not None
    assert long.missed == pytest.approx(1 / 6)
    assert censoring(wanted, PathSource.EXPORT, None) is None
    made = evidence_of(FUNNELS.paths[0], FUNNELS)
    assert made is not None
    assert made.share.high == pytest.approx(beta.ppf(0.95, 60.5, 940.5) / (1 - 1 / 6))
    assert made.share.low == pytest.approx(beta.ppf(0.05, 60.5, 940.5))
    all_came = counted({"mv_a": (50, 50)}, source=PathSource.FUNNELS)
    sure = evidence_of(all_came.paths[0], all_came)
    assert sure is not None
    assert sure.share.high == 1


def test_the_horizon_and_the_days() -> None:
    assert (horizon_of(None), days_of(30)) == (30, 90)
    assert [horizon_of(ConversionCycle(1, late, 100, 90)) for late in (0.4, 8.2, 300)] == [7, 9, 90]
    assert days_of(90) == 270
    assert days_counted(FUNNELS.wanted) == 90
    assert days_counted(FUNNELS.wanted, LAST - datetime.timedelta(days=30)) == 60


def test_pages_are_no_steps() -> None:
    answer = counted({"mv_a": (60, 1_000)})
    page = replace(answer, paths=(*answer.paths, PathCount("mv_a", FINAL, 10, 5, page="/form")))
    made = evidence_of_steps(ways(client(micro("mv_a", None), macro())), page)
    assert made["mv_a"].users == 1_000


def test_ways_lead_along_next_to_the_final_conversion() -> None:
    one = client(
        micro("a", None, "b"), micro("b", None, "maybe"), micro("maybe", None, "c"), micro("c", None, FINAL),
        micro("alone", None), micro("lost", None, "gone"), micro("x", None, "y"), micro("y", None, "x"), macro(),
    )  # fmt: skip
    undecided = tuple(
        replace(each, kind=ConversionKind.UNDECIDED) if each.name == "maybe" else each for each in one.conversions
    )
    client_ = replace(one, conversions=undecided)
    seen = {way.step.name: (way.after.name if way.after else None, way.distance) for way in ways(client_)}
    assert seen == {
        "a": ("b", 3), "b": ("c", 2), "c": (None, 1), "alone": (None, 1), "lost": (None, 1), "x": (None, 1),
        "y": (None, 1),
    }  # fmt: skip
    assert {way.final.name for way in ways(client_) if way.final} == {FINAL}
    assert [way.step.name for way in chains(client_)[0]] == ["c", "b", "a"]
    two = replace(client_, conversions=(*client_.conversions, macro(1, "lead")))
    assert {way.step.name for way in ways(two) if way.final is None} == {"alone", "lost", "x", "y"}
    assert len(chains(two)) == 1
