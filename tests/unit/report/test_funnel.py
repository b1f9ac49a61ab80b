"""Chains: shares with intervals, months beside each other, leaks in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from scipy.stats import beta

from microconv.core.answers import NOT_ASKED, Limits, Row, Table
from microconv.core.monthly import FunnelAnswer
from microconv.report.chains import FunnelMonth
from microconv.report.figures import Known, Note, Why
from microconv.report.funnel import funnel_months

STEPS = ("view", "form", "order")
Users = Mapping[str, Sequence[int]]


def answer(now: Users, before: Users | None = None, *, by: str = "", closed: bool = True) -> FunnelAnswer:
    """Users of each step, by the value of the breakdown; empty for all."""
    rows = [
        Row((period, str(place), of), (float(number),))
        for period, numbers in (("month", now), ("before", before or {}))
        for of, users in numbers.items()
        for place, number in enumerate(users, 1)
        if number
    ]
    return FunnelAnswer(STEPS, closed, None, by, Table(("period", "step", "by"), ("users",), tuple(rows)))


def one(*answers: FunnelAnswer) -> FunnelMonth:
    (chain,) = funnel_months(answers, {"view": "閲覧"})
    return chain


def test_shares_and_intervals() -> None:
    view, form, order = one(answer({"": [200, 80, 20]})).parts[0].steps
    assert (view.label, form.label) == ("閲覧", "")
    assert (view.users.value, view.onward.value, view.lost.value) == (200, 0.4, 120)
    assert (view.onward.low, view.onward.high) == pytest.approx(tuple(beta.ppf([0.05, 0.95], 80.5, 120.5)))
    assert (view.completion.value, form.completion.value, order.completion.value) == (0.1, 0.25, 1)
    assert (view.reach.value, form.reach.value, order.reach.value) == (1, 0.4, 0.1)
    assert (order.onward.known, order.lost.known) == (Known.NOT_ASKED, Known.NOT_ASKED)


@pytest.mark.parametrize(
    ("now", "before", "moved"),
    [
        ([200, 80, 20], [200, 80, 20], False),
        ([200, 80, 20], [200, 40, 20], True),
        ([200, 40, 20], [200, 80, 20], True),
        ([200, 80, 20], [200, 70, 20], False),
        ([4, 4, 0], [200, 4, 2], None),
        ([200, 4, 2], [4, 4, 0], None),
        ([5, 5, 0], [200, 4, 2], True),
        ([200, 80, 20], [0, 0, 0], None),
    ],
)
def test_a_share_moved_where_the_intervals_are_apart(now: list[int], before: list[int], moved: bool | None) -> None:
    step = one(answer({"": now}, {"": before})).parts[0].steps[0]
    assert step.moved is moved
    assert (Note.FEW in step.onward.notes) is (now[0] < 5)
    assert (Note.FEW in step.onward_before.notes) is (before[0] < 5)


def test_a_step_that_nobody_reached() -> None:
    view, form, order = one(answer({"": [200, 0, 0]})).parts[0].steps
    assert (view.onward.value, view.lost.value) == (0, 200)
    assert (form.users.value, form.onward.why, form.lost.value) == (0, Why.ZERO_DIVISOR, 0)
    assert order.users.value == 0


def test_breakdowns_and_leaks() -> None:
    devices = answer({"": [200, 80, 20], "mobile": [120, 30, 10], "desktop": [80, 50, 10]}, by="device")
    channels = answer({"": [200, 80, 20], "Paid": [200, 80, 20]}, by="channel")
    chain = one(devices, channels)
    assert [(part.by, part.of) for part in chain.parts] == [
        ("", ""), ("device", "mobile"), ("device", "desktop"), ("channel", "Paid"),
    ]  # fmt: skip
    assert [(leak.step, leak.by, leak.of, leak.lost.value) for leak in chain.leaks] == [
        ("view", "", "", 120),
        ("view", "channel", "Paid", 120),
        ("view", "device", "mobile", 90),
        ("form", "", "", 60),
        ("form", "channel", "Paid", 60),
        ("form", "device", "desktop", 40),
        ("view", "device", "desktop", 30),
        ("form", "device", "mobile", 20),
    ]
    first = chain.leaks[0]
    assert (first.next, first.share.value) == ("form", 0.6)
    assert (first.share.low, first.share.high) == pytest.approx(tuple(beta.ppf([0.05, 0.95], 120.5, 80.5)))


def test_an_open_chain_has_no_share_that_goes_on() -> None:
    """Users may begin at its second step: more may be there than at the first."""
    chain = one(answer({"": [50, 80, 20]}, closed=False))
    view, form, _ = chain.parts[0].steps
    assert (view.users.value, form.users.value, form.reach.value, form.reach.low) == (50, 80, 1.6, None)
    assert {view.onward.why, view.lost.why, view.completion.why} == {Why.OPEN_CHAIN}
    assert chain.leaks == ()


def test_sampled_users_have_no_interval() -> None:
    sampled = answer({"": [200, 80, 20]}, {"": [200, 10, 2]})
    sampled = replace(sampled, table=replace(sampled.table, limits=Limits(samples=((1, 10),))))
    step = one(sampled).parts[0].steps[0]
    assert (step.onward.value, step.onward.low, step.moved) == (0.4, None, None)
    assert Note.SAMPLED in step.users.notes
    assert Note.SAMPLED in step.onward.notes


def test_next_actions_by_step_and_number() -> None:
    table = Table(
        ("step", "event"),
        ("users",),
        (Row(("2", "scroll"), (5.0,)), Row(("1", "click"), (3.0,)), Row(("1", "scroll"), (9.0,))),
    )
    chain = one(replace(answer({"": [9, 5, 1]}), next_actions=table))
    assert [(action.step, action.event, action.users.value) for action in chain.next_actions] == [
        ("view", "scroll", 9), ("view", "click", 3), ("form", "scroll", 5),
    ]  # fmt: skip


def test_two_chains_and_one_that_was_not_asked() -> None:
    other = replace(answer({"": [9, 5, 1]}), steps=("view", "order"))
    none = replace(other, steps=("form", "order"), table=NOT_ASKED)
    chains = funnel_months((answer({"": [9, 5, 1]}), other, none), {})
    assert [(chain.steps, chain.known) for chain in chains] == [
        (STEPS, Known.YES), (("view", "order"), Known.YES), (("form", "order"), Known.NOT_ASKED),
    ]  # fmt: skip
