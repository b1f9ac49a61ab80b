"""Every number of a report, counted again from the visits and clicks of generated worlds."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from microconv.core.answers import Period
from microconv.core.months import Month
from microconv.report.build import build
from microconv.report.figures import Compared, Figure, Known
from microconv.report.model import Report
from tests.heavy import examples
from tests.unit.report.worlds import (
    ACTIONS,
    CHAIN,
    CHANNELS,
    CONVERSIONS,
    DEVICES,
    EVENTS,
    PAGES,
    Arrival,
    Hit,
    World,
    client,
    given,
    world,
)  # fmt: skip

MONTHS = st.sampled_from([Month(2026, 10), Month(2026, 2), Month(2027, 3), Month(2024, 2), Month(2028, 2)])
WORLDS = st.builds(world, st.integers(0, 10**6), MONTHS, st.sampled_from([1, 5, 60]))
every_world = settings(max_examples=examples(60), deadline=None)

Count = Callable[[list[Hit]], float]


def told(figure: Figure) -> float | None:
    assert (figure.known is Known.YES) == (figure.value is not None)
    return figure.value


def divided(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


def assert_compared(compared: Compared, now: float | None, before: float | None, year: float | None) -> None:
    """The three numbers, and those that follow from them."""
    assert [told(one) for one in (compared.now, compared.before, compared.year)] == pytest.approx([now, before, year])
    for other, change, difference in (
        (before, compared.change, compared.difference),
        (year, compared.change_year, compared.difference_year),
    ):
        ratio = divided(now, other)
        assert told(change) == (None if ratio is None else pytest.approx(ratio - 1))
        assert told(difference) == (None if now is None or other is None else pytest.approx(now - other))


def assert_per_day(compared: Compared, month: Month) -> None:
    lengths = [period.of(month).days for period in Period]
    figures = (compared.per_day, compared.per_day_before, compared.per_day_year)
    if len(set(lengths)) == 1:
        assert {figure.known for figure in figures} == {Known.NOT_ASKED}
        return
    numbers = (compared.now, compared.before, compared.year)
    per_day = [divided(told(one), length) for one, length in zip(numbers, lengths, strict=True)]
    assert [told(one) for one in figures] == pytest.approx(per_day)
    ratio = divided(per_day[0], per_day[1])
    assert told(compared.change_per_day) == (None if ratio is None else pytest.approx(ratio - 1))


def three(made: World, count: Count) -> tuple[float, float, float]:
    now, before, year = (count(made.of(period)) for period in Period)
    return now, before, year


def users(hits: Iterable[Hit]) -> int:
    return len({hit.user for hit in hits})


def of_event(name: str, count: Callable[[list[Hit]], float] = len) -> Count:
    return lambda hits: count([hit for hit in hits if hit.event == name])


def report_of(made: World) -> Report:
    return build(client(), given(made))


@every_world
@for_all(WORLDS)
def test_totals(made: World) -> None:
    totals = dict(report_of(made).totals)
    sessions = three(made, lambda hits: len({hit.session for hit in hits}))
    assert_compared(totals["sessions"], *sessions)
    assert_per_day(totals["sessions"], made.month)
    assert_compared(totals["users"], *three(made, users))
    assert totals["users"].per_day.known is Known.NOT_ASKED
    assert_compared(totals["page_views"], *three(made, of_event("page_view")))
    months = [str(period.of(made.month)) for period in Period]
    cost = [sum(one.cost for one in made.spent if str(Month.of(one.day)) == month) for month in months]
    clicks = [sum(one.clicks for one in made.spent if str(Month.of(one.day)) == month) for month in months]
    if all(cost):
        assert_compared(totals["cost"], *cost)
        assert_compared(totals["cost_per_click"], *(map(divided, cost, clicks)))


@every_world
@for_all(WORLDS)
def test_conversions_of_ga4(made: World) -> None:
    report = report_of(made)
    assert [one.name for one in report.conversions] == [one.name for one in CONVERSIONS]
    for one in report.conversions:
        counts = three(made, of_event(one.event))
        if not any(counts) and one.event != "purchase":
            assert one.count.now.known is Known.NO_DATA
            continue
        assert_compared(one.count, *counts)
        assert_per_day(one.count, made.month)
        assert_compared(one.users, *three(made, of_event(one.event, users)))
        assert_compared(one.value, *three(made, of_event(one.event, lambda hits: sum(hit.value for hit in hits))))
        sessions = three(made, lambda hits: len({hit.session for hit in hits}))
        assert_compared(one.per_session, *(map(divided, counts, sessions)))
        assert_compared(one.reach, *(map(divided, three(made, of_event(one.event, users)), three(made, users))))


def arrived(made: World, action: str, by_date: bool, number: Callable[[Arrival], float]) -> list[float]:
    read = made.month.after.first.replace(day=5)
    months = [period.of(made.month) for period in Period]
    return [
        sum(
            number(one)
            for one in made.arrivals
            if one.action == action and one.converted <= read
            if Month.of(one.converted if by_date else one.clicked) == month
        )
        for month in months
    ]


@every_world
@for_all(WORLDS)
def test_conversions_of_google_ads(made: World) -> None:
    for one in report_of(made).conversions:
        if one.name not in ACTIONS:
            assert one.all_conversions.now.known is Known.NOT_ASKED
            continue
        for compared, by_date, number in (
            (one.all_conversions, False, lambda arrival: arrival.share),
            (one.all_conversions_by_date, True, lambda arrival: arrival.share),
            (one.conversions, False, lambda arrival: arrival.share * arrival.biddable),
            (one.conversions_by_date, True, lambda arrival: arrival.share * arrival.biddable),
            (one.ads_value, False, lambda arrival: arrival.value),
        ):
            numbers = arrived(made, one.action, by_date, number)
            known = [figure.value is not None for figure in (compared.now, compared.before, compared.year)]
            assert known[0]
            assert_compared(compared, *(n if there else None for n, there in zip(numbers, known, strict=True)))
            assert all(there or not n for n, there in zip(numbers, known, strict=True))


@every_world
@for_all(WORLDS)
def test_days_and_weeks(made: World) -> None:
    trend = report_of(made).trend
    hits = made.of(Period.MONTH)
    assert [point.day for point in trend.days] == [
        (made.month.first + datetime.timedelta(days=n)).isoformat() for n in range(made.month.days)
    ]
    for points in (trend.days, trend.weeks):
        for point in points:
            first = datetime.date.fromisoformat(point.day)
            within = [hit for hit in hits if first <= hit.day < first + datetime.timedelta(days=point.days)]
            assert told(point.sessions) == len({hit.session for hit in within})
            for name, figure in point.counts:
                if figure.known is Known.YES:
                    assert figure.value == of_event(name)(within)
    assert sum(week.days for week in trend.weeks) == made.month.days
    assert all(datetime.date.fromisoformat(week.day).weekday() == 0 for week in trend.weeks[1:])
    assert all(week.days == 7 for week in trend.weeks[1:-1])


@every_world
@for_all(WORLDS)
def test_groups(made: World) -> None:
    report = report_of(made)
    seen = {("channel", hit.channel) for hit in made.hits} | {("device", hit.device) for hit in made.hits}
    assert {(one.by, one.of) for one in report.groups} == seen
    for group in report.groups:
        within = replace(made, hits=[hit for hit in made.hits if getattr(hit, group.by) == group.of])
        sessions = three(within, lambda hits: len({hit.session for hit in hits}))
        there = [bool(made.of(period)) for period in Period]
        assert_compared(group.sessions, *(n if yes else None for n, yes in zip(sessions, there, strict=True)))
        for name, counts, rate in group.counts:
            if counts.now.known is Known.YES:
                assert_compared(counts, *three(within, of_event(name)))
                assert told(rate) == divided(of_event(name)(within.of(Period.MONTH)), sessions[0])
    assert {one.of for one in report.groups} <= {*CHANNELS, *DEVICES}


@every_world
@for_all(WORLDS)
def test_pages(made: World) -> None:
    report = report_of(made)
    everyone = users(made.of(Period.MONTH))
    assert {page.path for page in report.pages} == {hit.page for hit in made.hits} <= {*PAGES}
    for page in report.pages:
        within = replace(made, hits=[hit for hit in made.hits if hit.page == page.path])
        now = within.of(Period.MONTH)
        assert_compared(page.views, *three(within, of_event("page_view")))
        assert_compared(page.users, *three(within, users))
        stays = three(within, lambda hits: sum(hit.seconds for hit in hits))
        assert_compared(page.stay, *(map(divided, stays, three(within, users))))
        assert told(page.reach) == divided(users(now), everyone)
        for (name, count), (_, completion) in zip(page.counts, page.completion, strict=True):
            if count.known is Known.YES:
                assert count.value == of_event(name)(now)
                assert told(completion) == divided(of_event(name, users)(now), users(now))


@every_world
@for_all(WORLDS)
def test_landing_pages(made: World) -> None:
    for page in report_of(made).landing_pages:
        within = replace(made, hits=[hit for hit in made.hits if hit.landing_page == page.path])
        sessions = three(within, lambda hits: len({hit.session for hit in hits}))
        engaged = three(within, lambda hits: len({hit.session for hit in hits if hit.engaged}))
        assert_compared(page.sessions, *sessions)
        assert_compared(page.engaged, *(map(divided, engaged, sessions)))
        for name, count, rate in page.counts:
            if count.known is Known.YES:
                number = of_event(name)(within.of(Period.MONTH))
                assert (count.value, told(rate)) == (number, divided(number, sessions[0]))


@every_world
@for_all(WORLDS)
def test_campaigns(made: World) -> None:
    month = made.month
    for campaign in report_of(made).campaigns:
        spent = [one for one in made.spent if one.campaign == campaign.number and Month.of(one.day) == month]
        there = [one for one in made.arrivals if one.campaign == campaign.number]
        there = [one for one in there if one.converted <= month.after.first.replace(day=5)]
        clicked = [one for one in there if Month.of(one.clicked) == month]
        cost, clicks = sum(one.cost for one in spent), sum(one.clicks for one in spent)
        conversions = sum(one.share for one in clicked if one.biddable)
        assert told(campaign.cost.now) == cost
        assert told(campaign.conversions.now) == pytest.approx(conversions)
        assert told(campaign.all_conversions.now) == pytest.approx(sum(one.share for one in clicked))
        by_date = [one.share for one in there if Month.of(one.converted) == month]
        assert told(campaign.all_conversions_by_date.now) == pytest.approx(sum(by_date))
        value = sum(one.value for one in clicked if one.biddable)
        assert told(campaign.value_per_cost.now) == divided(value, cost)
        assert told(campaign.cost_per.now) == divided(cost, conversions)
        assert told(campaign.rate.now) == divided(conversions, clicks)


@every_world
@for_all(WORLDS)
def test_funnels(made: World) -> None:
    (chain,) = report_of(made).funnels
    assert chain.steps == CHAIN
    for part in chain.parts:
        users_by_month = {}
        for period in (Period.MONTH, Period.BEFORE):
            hits = [hit for hit in made.of(period) if not part.by or getattr(hit, part.by) == part.of]
            through: list[set[int]] = []
            for event in CHAIN:
                did = {hit.user for hit in hits if hit.event == event}
                through.append(did & through[-1] if through else did)
            users_by_month[period] = [len(one) for one in through]
        now, before = users_by_month.values()
        assert [told(step.users) for step in part.steps] == now
        assert [told(step.onward) for step in part.steps[:-1]] == [divided(b, a) for a, b in itertools.pairwise(now)]
        assert [told(step.lost) for step in part.steps[:-1]] == [a - b for a, b in itertools.pairwise(now)]
        assert [told(step.completion) for step in part.steps] == [divided(now[-1], one) for one in now]
        assert [told(step.reach) for step in part.steps] == [divided(one, now[0]) for one in now]
        if any(made.of(Period.BEFORE)):
            earlier = [divided(b, a) for a, b in itertools.pairwise(before)]
            assert [told(step.onward_before) for step in part.steps[:-1]] == earlier
    lost = [leak.lost.value or 0 for leak in chain.leaks]
    assert lost == sorted(lost, reverse=True)


@every_world
@for_all(WORLDS)
def test_the_order_of_the_input_does_not_matter(made: World) -> None:
    turned = replace(made, hits=made.hits[::-1], arrivals=made.arrivals[::-1], spent=made.spent[::-1])
    one, other = report_of(made), report_of(turned)
    assert one.conversions == other.conversions
    assert one.conclusion == other.conclusion
    assert one.pages == other.pages
    assert set(EVENTS) >= {conversion.event for conversion in one.conversions}
