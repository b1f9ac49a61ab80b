"""Months in which something is special: what is said of their numbers, and what is not."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.core.answers import NOT_ASKED, Limits, Period, Row, Table
from microconv.core.frozen import FrozenDict
from microconv.core.months import Month
from microconv.core.setup_changes import ChangeEntry, Changes
from microconv.core.text import Text, untranslated
from microconv.report.build import build
from microconv.report.figures import Figure, Known, Note, Why
from microconv.report.model import ConversionMonth, Report
from tests.unit.report.worlds import (
    ACTIONS,
    CONVERSIONS,
    OCTOBER,
    World,
    client,
    conversion,
    ga4,
    ga4_tables,
    given,
    google_ads,
    world,
)  # fmt: skip

REFUSED = Text("PERMISSION_DENIED: no", "PERMISSION_DENIED: no")


def of(report: Report, name: str) -> ConversionMonth:
    return next(one for one in report.conversions if one.name == name)


def with_table(made: World, name: str, **changes: object) -> Report:
    table = replace(ga4_tables(made)[name], **changes)  # type: ignore[arg-type]
    return build(client(), given(made, ga4=ga4(made, tables={name: table})))


def without(table: Table, *keys: str) -> Table:
    return replace(table, rows=tuple(row for row in table.rows if not {*keys} <= {*row.keys}))


def known(figure: Figure) -> tuple[Known, str]:
    return figure.known, figure.why


def test_a_conversion_that_did_not_happen_is_zero() -> None:
    made = world(3, size=60)
    made.hits = [hit for hit in made.hits if hit.event != "purchase" or Month.of(hit.day) != OCTOBER]
    purchase = of(build(client(), given(made)), "purchase")
    assert purchase.count.now == Figure(0.0, Known.YES)
    assert purchase.count.change.value == -1
    assert purchase.per_session.now.value == 0
    assert purchase.reach.now.low == 0 < (purchase.reach.now.high or 0)


def test_a_conversion_that_never_happened_has_no_zero_unless_it_is_a_key_event() -> None:
    made = world(3, size=60)
    made.hits = [hit for hit in made.hits if hit.event not in {"purchase", "mv_call"}]
    report = build(client(), given(made))
    assert known(of(report, "purchase").count.now) == (Known.YES, "")
    assert known(of(report, "mv_call").count.now) == (Known.NO_DATA, Why.NEVER_SEEN)
    assert known(of(report, "mv_call").count.change) == (Known.NO_DATA, Why.NEVER_SEEN)
    assert {known(dict(day.counts)["mv_call"])[1] for day in report.trend.days} == {Why.NEVER_SEEN}


def test_an_earlier_month_is_not_provisional_where_the_event_was_never_seen() -> None:
    made = world(3, size=60)
    made.hits = [hit for hit in made.hits if hit.event != "mv_call"]
    report = build(client(), given(made, provisional=True))
    (group, *_) = report.groups
    for counts in (of(report, "mv_call").count, next(counts for name, counts, _ in group.counts if name == "mv_call")):
        assert {known(one)[1] for one in (counts.now, counts.before, counts.year)} == {Why.NEVER_SEEN}
        assert (counts.now.notes, counts.before.notes, counts.year.notes) == ((Note.PROVISIONAL,), (), ())


def test_a_change_from_zero_is_no_number() -> None:
    made = world(3, size=60)
    made.hits = [hit for hit in made.hits if hit.event != "mv_call" or Month.of(hit.day) == OCTOBER]
    count = of(build(client(), given(made)), "mv_call").count
    assert (count.now.value or 0) > 0 == count.before.value
    assert known(count.change) == (Known.NO_DATA, Why.ZERO_DIVISOR)
    assert count.difference.value == count.now.value


def test_a_year_without_measurement_is_no_zero() -> None:
    made = world(5, size=60, periods=(Period.MONTH, Period.BEFORE))
    report = build(client(), given(made))
    for compared in (
        dict(report.totals)["sessions"],
        of(report, "purchase").count,
        report.groups[0].sessions,
        report.pages[0].views,
    ):
        assert known(compared.year) == (Known.NO_DATA, Why.NOTHING_MEASURED)
        assert known(compared.change_year) == (Known.NO_DATA, Why.NOTHING_MEASURED)
        assert compared.before.value is not None


def test_an_ads_month_without_any_row_is_no_zero() -> None:
    made = world(5, size=60)
    year = OCTOBER.year_before
    made.spent = [one for one in made.spent if Month.of(one.day) != year]
    made.arrivals = [one for one in made.arrivals if year not in {Month.of(one.clicked), Month.of(one.converted)}]
    purchase = of(build(client(), given(made)), "purchase")
    assert known(purchase.all_conversions.year) == (Known.NO_DATA, Why.NOTHING_MEASURED)
    assert purchase.all_conversions.now.known is Known.YES


@pytest.mark.parametrize(
    ("month", "per_day"),
    [(Month(2026, 10), True), (Month(2026, 8), False), (Month(2026, 3), True), (Month(2026, 2), True)],
)
def test_numbers_are_per_day_where_months_differ_in_length(month: Month, per_day: bool) -> None:
    count = dict(build(client(), given(world(1, month, 60))).totals)["sessions"]
    assert (count.per_day.known is Known.YES) is per_day
    if per_day:
        assert count.per_day.value == (count.now.value or 0) / month.days
        assert count.per_day_before.value == (count.before.value or 0) / month.before.days


def test_equal_numbers_of_february_and_january_are_more_a_day() -> None:
    made = World(Month(2027, 2))
    hits = world(1, Month(2027, 2), 60).of(Period.MONTH)
    for month in (Month(2027, 2), Month(2027, 1), Month(2026, 2)):
        made.hits += [
            replace(hit, day=datetime.date(month.year, month.number, min(hit.day.day, month.days))) for hit in hits
        ]
    count = dict(build(client(), given(made)).totals)["sessions"]
    assert count.change.value == 0
    assert count.change_per_day.value == pytest.approx(31 / 28 - 1)
    assert count.change_per_day_year.value == 0


def test_a_month_that_is_not_over_is_compared_per_day() -> None:
    made = world(2, size=200)
    made.hits = [hit for hit in made.hits if hit.day <= datetime.date(2026, 10, 10)]
    report = build(client(), given(made, made="2026-10-10T12:00:00+09:00", provisional=True))
    sessions = dict(report.totals)["sessions"]
    assert sessions.per_day.value == (sessions.now.value or 0) / 10
    assert report.heading.provisional
    days = {point.day: point.sessions for point in report.trend.days}
    assert known(days["2026-10-11"]) == (Known.NO_DATA, Why.NOT_YET)
    assert known(days["2026-10-31"]) == (Known.NO_DATA, Why.NOT_YET)
    assert known(report.trend.weeks[-1].sessions) == (Known.NO_DATA, Why.NOT_YET)
    assert days["2026-10-09"].known is Known.YES


def test_a_provisional_month_says_so_at_its_own_numbers() -> None:
    made = world(2, size=60)
    report = build(client(), given(made, made="2026-11-01T12:00:00+09:00", provisional=True))
    count = of(report, "purchase").count
    assert Note.PROVISIONAL in count.now.notes
    assert Note.PROVISIONAL in count.change.notes
    assert Note.PROVISIONAL in count.per_day.notes
    assert Note.PROVISIONAL not in count.before.notes
    assert Note.PROVISIONAL in report.funnels[0].parts[0].steps[0].users.notes
    assert Note.PROVISIONAL in report.disclosures
    assert Note.PROVISIONAL in report.campaigns[0].cost.now.notes
    assert Note.PROVISIONAL not in build(client(), given(made)).disclosures


LIMITS = [
    (Limits(thresholded=True), Note.THRESHOLDED, (Known.NO_DATA, Why.WITHHELD)),
    (Limits(other_row=True), Note.OTHER_ROW, (Known.NO_DATA, Why.OTHER_ROW)),
    (Limits(samples=((10, 100),)), Note.SAMPLED, (Known.YES, "")),
    (Limits(truncated=("Golden dates",)), Note.TRUNCATED, (Known.NO_DATA, Why.TRUNCATED)),
    (Limits(restricted=("COST_DATA",)), Note.RESTRICTED, (Known.YES, "")),
]


@pytest.mark.parametrize(("limits", "note", "absent"), LIMITS, ids=[note for _, note, _ in LIMITS])
def test_each_limit_stands_at_each_number(limits: Limits, note: Note, absent: tuple[Known, str]) -> None:
    made = world(4, size=60)
    made.hits = [hit for hit in made.hits if hit.event != "confirm" or Month.of(hit.day) != OCTOBER]
    report = with_table(made, "events", limits=limits)
    count = of(report, "purchase").count
    for figure in (count.now, count.before, count.year, count.change, count.difference, count.per_day):
        assert note in figure.notes
    assert note in of(report, "purchase").per_session.now.notes
    assert note in of(report, "purchase").reach.change.notes
    assert note in report.disclosures
    assert known(of(report, "confirm").count.now) == absent
    assert note in of(report, "confirm").count.now.notes
    assert note not in dict(report.totals)["sessions"].now.notes
    assert note not in build(client(), given(made)).disclosures


def test_a_sample_of_everything_is_no_sample() -> None:
    report = with_table(world(4, size=60), "events", limits=Limits(samples=((100, 100),)))
    assert Note.SAMPLED not in report.disclosures


def test_shares_of_sampled_users_have_no_interval() -> None:
    made = world(4, size=60)
    assert of(build(client(), given(made)), "purchase").reach.now.low is not None
    reach = of(with_table(made, "events", limits=Limits(samples=((10, 100),))), "purchase").reach.now
    assert (reach.known, reach.low, reach.high) == (Known.YES, None, None)


def test_restricted_revenue_is_withheld_and_no_zero() -> None:
    made = world(4, size=60)
    rows = tuple(Row(row.keys, (*row.numbers[:3], None)) for row in ga4_tables(made)["events"].rows)
    report = with_table(made, "events", limits=Limits(restricted=("REVENUE_DATA",)), rows=rows)
    purchase = of(report, "purchase")
    assert known(purchase.value.now) == (Known.REFUSED, Why.RESTRICTED)
    assert known(purchase.value.change) == (Known.REFUSED, Why.RESTRICTED)
    assert purchase.count.now.known is Known.YES
    assert Note.RESTRICTED in purchase.count.now.notes


def test_a_restriction_of_another_metric_withholds_no_value() -> None:
    made = world(4, size=60)
    restricted = of(with_table(made, "events", limits=Limits(restricted=("REVENUE_DATA",))), "purchase")
    assert restricted.value.now.value == of(build(client(), given(made)), "purchase").value.now.value


def test_restricted_revenue_without_any_row() -> None:
    report = with_table(world(4, size=60), "events", limits=Limits(restricted=("REVENUE_DATA",)), rows=())
    assert known(of(report, "purchase").value.now) == (Known.REFUSED, Why.RESTRICTED)
    assert known(of(report, "purchase").count.now) == (Known.YES, "")


def test_rows_that_were_not_read_are_no_zero() -> None:
    made = world(4, size=60)
    table = without(ga4_tables(made)["pages"], Period.MONTH, "/form")
    report = build(client(), given(made, ga4=ga4(made, tables={"pages": replace(table, whole=False)})))
    page = next(one for one in report.pages if one.path == "/form")
    assert known(page.users.now) == (Known.NO_DATA, Why.CUT)
    assert Note.CUT in page.users.before.notes
    assert Note.CUT in report.pages[0].reach.notes


def test_a_number_that_a_row_does_not_tell() -> None:
    made = world(4, size=60)
    table = ga4_tables(made)["events"]
    rows = tuple(Row(row.keys, (row.numbers[0], row.numbers[1], None, row.numbers[3])) for row in table.rows)
    purchase = of(with_table(made, "events", rows=rows), "purchase")
    assert known(purchase.users.now) == (Known.NO_DATA, Why.NOT_TOLD)
    assert purchase.count.now.known is Known.YES


def test_a_table_that_was_refused_and_one_that_was_not_asked() -> None:
    made = world(4, size=60)
    report = with_table(made, "events", rows=(), refused=REFUSED)
    purchase = of(report, "purchase")
    assert known(purchase.count.now) == (Known.REFUSED, "PERMISSION_DENIED: no")
    assert known(purchase.per_session.now) == (Known.REFUSED, "PERMISSION_DENIED: no")
    assert known(of(report, "mv_call").count.now)[0] is Known.REFUSED
    assert ("ga4 events", Known.REFUSED, "PERMISSION_DENIED: no") in report.sources
    absent = build(
        client(), given(made, ga4=ga4(made, tables={"events": NOT_ASKED, "days": NOT_ASKED, "pages": NOT_ASKED}))
    )
    assert known(of(absent, "purchase").count.now) == (Known.NOT_ASKED, "")
    assert absent.pages == ()


def test_a_client_without_one_of_the_accounts() -> None:
    made = world(4, size=60)
    ads_only = build(client(), given(made, ga4=None))
    assert known(of(ads_only, "purchase").count.now) == (Known.NOT_ASKED, Why.NO_ACCOUNT)
    assert of(ads_only, "purchase").all_conversions.now.known is Known.YES
    assert (ads_only.trend.days, ads_only.pages, ads_only.comparison, ads_only.funnels) == ((), (), (), ())
    assert [one.provider for one in ads_only.heading.accounts] == ["google_ads"]
    ga4_only = build(client(), given(made, google_ads=None))
    assert known(of(ga4_only, "purchase").all_conversions.now) == (Known.NOT_ASKED, Why.NO_ACCOUNT)
    assert known(of(ga4_only, "purchase").still_to_come) == (Known.NOT_ASKED, Why.NO_ACCOUNT)
    assert ga4_only.campaigns == ()
    assert "cost" not in dict(ga4_only.totals)
    neither = build(client(), given(made, ga4=None, google_ads=None))
    assert neither.totals == ()


def test_a_conversion_that_the_account_does_not_have() -> None:
    made = world(4, size=60)
    report = build(client(), given(made, actions=FrozenDict({"confirm": "12"})))
    assert known(of(report, "purchase").all_conversions.now) == (Known.NO_DATA, Why.NO_ACTION)
    assert known(of(report, "mv_call").all_conversions.now) == (Known.NOT_ASKED, Why.NOT_IN_ADS)


def test_a_renamed_conversion_keeps_its_series() -> None:
    made = world(4, size=60)
    renamed = conversion("order", event="purchase", previously=("purchase",))
    report = build(
        client([renamed, *CONVERSIONS[1:]]), given(made, actions=FrozenDict({"order": "11", "confirm": "12"}))
    )
    before = of(build(client(), given(made)), "purchase")
    assert of(report, "order").count == before.count
    assert of(report, "order").all_conversions == before.all_conversions


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (datetime.date(2026, 9, 30), False),
        (datetime.date(2026, 10, 1), False),
        (datetime.date(2026, 10, 2), True),
        (datetime.date(2026, 10, 31), True),
        (datetime.date(2026, 11, 1), False),
        (None, False),
    ],
    ids=str,
)
def test_a_key_event_that_was_marked_within_the_month(day: datetime.date | None, note: bool) -> None:
    made = world(4, size=60)
    imported = conversion("purchase", source="ga4")
    answers = ga4(made, key_events=FrozenDict({"purchase": day}))
    report = build(client([imported, *CONVERSIONS[1:]]), given(made, ga4=answers))
    assert (Note.MARKED_WITHIN in of(report, "purchase").notes) is note
    assert (Note.MARKED_WITHIN in report.comparison[0].key_events.notes) is note
    assert (Note.MARKED_WITHIN in of(report, "purchase").all_conversions.now.notes) is note
    assert Note.MARKED_WITHIN not in of(report, "purchase").count.now.notes
    assert Note.MARKED_WITHIN not in of(report, "purchase").all_conversions.before.notes


def test_a_tag_of_google_ads_counts_before_the_key_event_is_marked() -> None:
    made = world(4, size=60)
    answers = ga4(made, key_events=FrozenDict({"purchase": datetime.date(2026, 10, 9)}))
    purchase = of(build(client(), given(made, ga4=answers)), "purchase")
    assert Note.MARKED_WITHIN in purchase.notes
    assert Note.MARKED_WITHIN not in purchase.all_conversions.now.notes


def test_sessions_that_are_withheld_are_not_a_month_without_measurement() -> None:
    made = world(4, size=60)
    totals = ga4_tables(made)["totals"]
    rows = tuple(row for row in totals.rows if row.keys != ("year",))
    report = with_table(made, "totals", rows=rows, limits=Limits(thresholded=True))
    assert known(dict(report.totals)["sessions"].year) == (Known.NO_DATA, Why.WITHHELD)
    fewer = replace(made, hits=[hit for hit in made.hits if hit.event != "purchase"])
    answers = ga4(fewer, tables={"totals": replace(totals, rows=rows, limits=Limits(thresholded=True))})
    assert known(of(build(client(), given(fewer, ga4=answers)), "purchase").count.year) == (Known.YES, "")


def test_an_event_that_was_no_key_event_has_no_key_events() -> None:
    made = world(4, size=60)
    table = ga4_tables(made)["events"]
    rows = tuple(Row(row.keys, (row.numbers[0], 0.0, *row.numbers[2:])) for row in table.rows)
    for key_events in ({}, {"purchase": datetime.date(2026, 11, 2)}):
        answers = ga4(made, key_events=FrozenDict(key_events), tables={"events": replace(table, rows=rows)})
        purchase = build(client(), given(made, ga4=answers)).comparison[0]
        assert known(purchase.key_events) == (Known.NO_DATA, Why.NOT_MARKED)
        assert purchase.events.value
    answers = ga4(
        made, key_events=FrozenDict(), key_events_refused=REFUSED, tables={"events": replace(table, rows=rows)}
    )
    assert build(client(), given(made, ga4=answers)).comparison[0].key_events.value == 0


def test_a_conversion_whose_setup_was_changed_within_the_month() -> None:
    made = world(4, size=60)
    entry = ChangeEntry("2026-10-12", "run", untranslated("role: primary"), "purchase", conversion="purchase")
    report = build(client(), given(made, changes=Changes(entries=(entry,))))
    purchase = of(report, "purchase")
    for figure in (purchase.count.now, purchase.count.change, purchase.all_conversions.now, purchase.reach.now):
        assert Note.CHANGED_WITHIN in figure.notes
    assert Note.CHANGED_WITHIN not in purchase.count.before.notes
    assert Note.CHANGED_WITHIN not in of(report, "confirm").count.now.notes
    steps = report.funnels[0].parts[0].steps
    assert [Note.CHANGED_WITHIN in step.users.notes for step in steps] == [False, False, True]
    assert Note.CHANGED_WITHIN in dict(report.trend.days[0].counts)["purchase"].notes
    renamed = replace(CONVERSIONS[0], name="order", previously=("purchase",))
    report = build(client([renamed, *CONVERSIONS[1:]]), given(made, changes=Changes(entries=(entry,))))
    assert Note.CHANGED_WITHIN in of(report, "order").notes


def test_a_time_zone_that_changed_since_the_last_frozen_report() -> None:
    made = world(4, size=60)
    before = build(client(), given(world(9, OCTOBER.before, 60)))
    assert Note.ZONE_CHANGED not in build(client(), given(made, previous=before)).disclosures
    moved = ga4(made, time_zone="America/New_York")
    report = build(client(), given(made, previous=before, ga4=moved))
    assert Note.ZONE_CHANGED in dict(report.totals)["sessions"].now.notes
    assert Note.ZONE_CHANGED in dict(report.totals)["sessions"].change.notes
    assert Note.ZONE_CHANGED in report.funnels[0].parts[0].steps[0].users.notes
    assert Note.ZONE_CHANGED not in dict(report.totals)["cost"].now.notes
    assert "time zones" in report.comparison[0].reasons
    assert Note.ZONE_CHANGED not in build(client(), given(made, previous=None, ga4=moved)).disclosures
    other = replace(moved, property_id="300000009")
    assert Note.ZONE_CHANGED not in build(client(), given(made, previous=before, ga4=other)).disclosures


def test_fractions_of_conversions_say_so_and_have_no_interval() -> None:
    report = build(client(), given(world(4, size=60)))
    for one in report.conversions:
        figures = [one.all_conversions.now, one.all_conversions.before, one.conversions_by_date.now]
        for figure in figures:
            if figure.value is not None:
                assert (Note.FRACTIONAL in figure.notes) is bool(figure.value % 1)
        assert one.per_click.now.low is None
        assert one.ads_value.now.low is None


def test_a_refused_funnel_leaves_everything_else() -> None:
    made = world(4, size=60)
    answers = ga4(made)
    refused = tuple(replace(one, table=Table(refused=REFUSED)) for one in answers.funnels)
    report = build(client(), given(made, ga4=replace(answers, funnels=refused)))
    (chain,) = report.funnels
    assert (chain.known, chain.why, chain.parts, chain.leaks) == (Known.REFUSED, "PERMISSION_DENIED: no", (), ())
    assert of(report, "purchase").count.now.known is Known.YES
    half = (answers.funnels[0], refused[1])
    (chain,) = build(client(), given(made, ga4=replace(answers, funnels=half))).funnels
    assert {part.by for part in chain.parts} == {"", "device"}


def test_funnels_carry_the_thresholds_that_only_tables_tell() -> None:
    report = with_table(world(4, size=60), "events", limits=Limits(thresholded=True))
    assert Note.THRESHOLDED in report.funnels[0].notes


def test_totals_are_of_the_totals_table() -> None:
    """A thresholded table by event or page does not sum up to them."""
    made = world(4, size=60)
    pages = Table(("period", "page"), ("page_views", "users", "engagement_seconds"), (), Limits(thresholded=True))
    report = build(client(), given(made, ga4=ga4(made, tables={"pages": pages})))
    assert dict(report.totals)["page_views"] == dict(build(client(), given(made)).totals)["page_views"]


def test_names_of_the_accounts_are_kept_as_they_are() -> None:
    hostile = "<script>alert(1)</script>\u202e=cmd|' /C calc'!A0\n\x1b[31m"
    made = world(4, size=60)
    made.hits = [replace(hit, page=hostile, landing_page=hostile, channel=hostile) for hit in made.hits]
    ads = google_ads(made, datetime.date(2026, 11, 5), campaign_names=FrozenDict({"1": hostile, "2": hostile}))
    report = build(client(), given(made, google_ads=ads))
    assert {page.path for page in report.pages} == {hostile}
    assert {one.name for one in report.campaigns} == {hostile}
    assert {one.of for one in report.groups if one.by == "channel"} == {hostile}


def test_targets() -> None:
    made = world(4, size=60)
    report = build(client(), given(made, targets=FrozenDict({"purchase": 50.0})))
    purchase = of(report, "purchase")
    assert purchase.target is not None
    assert purchase.target.reached.value == (purchase.count.now.value or 0) / 50
    assert of(report, "confirm").target is None
    only_ads = build(client(), given(made, ga4=None, targets=FrozenDict({"purchase": 2.0})))
    target = of(only_ads, "purchase").target
    assert target is not None
    assert target.reached.value == (of(only_ads, "purchase").all_conversions_by_date.now.value or 0) / 2
    assert ACTIONS["purchase"] == of(only_ads, "purchase").action


def test_the_head() -> None:
    made = world(4, size=10)
    head = build(
        client(owner="Sato", review_report="https://report.example"),
        given(made, edition=2, approver="Tanaka", ga4=ga4(made, emulated=True)),
    ).heading
    assert (head.owner, head.approver, head.shared, head.edition) == ("Sato", "Tanaka", "https://report.example", 2)
    assert (head.month.month, head.before.month, head.year.month) == ("2026-10", "2026-09", "2025-10")
    assert (head.month.first, head.month.last, head.month.days) == ("2026-10-01", "2026-10-31", 31)
    assert head.emulated
    assert [(one.provider, one.time_zone, one.currency) for one in head.accounts] == [
        ("ga4", "Asia/Tokyo", "JPY"),
        ("google_ads", "Asia/Tokyo", "JPY"),
    ]
