"""Pages with a short stay, items worst first, both APIs side by side, sources and calls."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from scipy.stats import beta

from microconv.core.answers import Row, Table
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.core.frozen import FrozenDict
from microconv.core.monthly import GA4_TABLES
from microconv.report.arithmetic import number
from microconv.report.build import build
from microconv.report.comparison import gap
from microconv.report.figures import Known, Note, Why
from microconv.report.model import Report
from tests.unit.report.worlds import CONVERSIONS, PAGES, client, conversion, ga4, given, google_ads, world


def table(name: str, *rows: tuple[tuple[str, ...], tuple[float, ...]]) -> Table:
    columns, metrics = GA4_TABLES[name]
    return Table(columns, metrics, tuple(Row(keys, numbers) for keys, numbers in rows))


def report_with(declared: Client | None = None, **tables: Table) -> Report:
    made = world(4, size=20)
    return build(declared or client(), given(made, ga4=ga4(made, tables=tables)))


def stays(**pages: tuple[int, float]) -> Report:
    """Pages with their users and their engagement seconds for each of these."""
    rows = [(("month", name), (1.0, float(users), users * stay)) for name, (users, stay) in pages.items()]
    return report_with(pages=table("pages", *rows))


def short(report: Report) -> dict[str, bool | None]:
    return {page.path: page.short for page in report.pages}


def test_a_short_stay_is_below_half_of_the_median() -> None:
    report = stays(a=(100, 40.0), b=(50, 20.0), c=(60, 19.9), d=(70, 40.0), e=(80, 90.0))
    assert report.typical_stay.value == 40
    assert short(report) == {"a": False, "b": False, "c": True, "d": False, "e": False}


def test_pages_of_few_users_are_not_judged_and_do_not_judge() -> None:
    report = stays(a=(100, 40.0), b=(50, 40.0), c=(60, 40.0), d=(49, 1.0), e=(49, 900.0))
    assert report.typical_stay.value == 40
    assert short(report)["d"] is None
    assert short(stays(a=(100, 40.0), b=(50, 1.0), c=(49, 40.0))) == {"a": None, "b": None, "c": None}
    assert stays(a=(100, 40.0), b=(50, 1.0)).typical_stay.why == Why.FEW


def test_reach_and_completion_of_a_page() -> None:
    report = report_with(
        totals=table("totals", (("month",), (500.0, 400.0, 400.0, 1.0, 1.0, 1.0, 1.0))),
        pages=table("pages", (("month", "/form"), (300.0, 100.0, 1.0))),
        page_events=table("page_events", (("/form", "confirm"), (50.0, 30.0))),
    )
    (page,) = report.pages
    assert (page.reach.value, dict(page.completion)["confirm"].value) == (0.25, 0.3)
    assert (page.reach.low, page.reach.high) == pytest.approx(tuple(beta.ppf([0.05, 0.95], 100.5, 300.5)))
    assert dict(page.counts)["confirm"].value == 50
    assert dict(page.completion)["purchase"].value == 0


def test_names_of_pages() -> None:
    made = world(4, size=20)
    pages = FrozenDict({"/form": ("申込フォーム", "https://heat.example/1")})
    report = build(client(), given(made, pages=pages))
    named = {page.path: (page.label, page.heatmap) for page in (*report.pages, *report.landing_pages)}
    assert named["/form"] == ("申込フォーム", "https://heat.example/1")
    assert named["/"] == ("", "")
    assert {*named} == {*PAGES}


def test_a_report_shows_the_largest_pages_and_those_of_the_config() -> None:
    pages = [(("month", f"/{n:03}"), (1.0, 1000.0 - n, 1.0)) for n in range(150)]
    landings = [(("month", f"/{n:03}"), (1000.0 - n, 1.0, 1.0)) for n in range(120)]
    items = [(("month", f"{n:03}"), (1000.0 - n, 1.0, 1.0, 1.0)) for n in range(104)]
    made = world(4, size=20)
    answers = ga4(
        made,
        tables={
            "pages": table("pages", *pages),
            "landing_pages": table("landing_pages", *landings),
            "items": table("items", *items),
        },
    )
    named = FrozenDict({"/140": ("x", ""), "/003": ("y", ""), "/none": ("z", "")})
    report = build(client(), given(made, ga4=answers, pages=named))
    assert [page.path for page in report.pages] == [*(f"/{n:03}" for n in range(101)), "/140"]
    assert [page.path for page in report.landing_pages] == [f"/{n:03}" for n in range(101)]
    assert len(report.items) == 100
    assert report.left_out == (("pages", 48), ("landing_pages", 19), ("items", 4))
    assert build(client(), given(made)).left_out == ()


def test_items_that_lack_most_purchases_come_first() -> None:
    report = report_with(
        items=table(
            "items",
            (("month", "hat"), (1000.0, 180.0, 10.0, 5000.0)),  # 100 usual: 90 lack
            (("month", "shoes"), (500.0, 300.0, 150.0, 90000.0)),
            (("month", "sock"), (2.0, 0.0, 0.0, 0.0)),
            (("before", "gone"), (10.0, 1.0, 1.0, 100.0)),
            (("before", "hat"), (900.0, 100.0, 9.0, 4500.0)),
        )
    )
    assert [item.name for item in report.items] == ["hat", "sock", "gone", "shoes"]
    hat, sock, gone, _ = report.items
    assert (hat.cart_rate.value, hat.purchase_rate.value) == (0.18, 0.01)
    assert (hat.viewed.before.value, hat.purchased.change.value) == (900, pytest.approx(1 / 9))
    assert sock.purchase_rate.value == 0
    assert (gone.viewed.now.value, gone.purchase_rate.why) == (0, Why.ZERO_DIVISOR)


@pytest.mark.parametrize(
    ("events", "ads", "value", "why"),
    [(50, 40, -0.2, ""), (49, 40, None, Why.FEW), (0, 40, None, Why.FEW), (100, 0, -1, ""), (100, 100, 0, "")],
)
def test_no_gap_below_fifty_events(events: float, ads: float, value: float | None, why: str) -> None:
    figure = gap(number(events), number(ads))
    assert (figure.value, figure.why) == (None if value is None else pytest.approx(value), why)
    assert (Note.FEW in figure.notes) is (value is None)


def counting(ads: str, of_ga4: str) -> FrozenDict[str, str]:
    return FrozenDict({"counting": ads, "ga4.counting": of_ga4})


ALWAYS = {"channels", "attribution", "click window", "consent", "cross-device"}


@pytest.mark.parametrize(
    ("declared", "others"),
    [
        (conversion("purchase"), {"counting", "view-through"}),
        (conversion("purchase", source="ga4"), {"counting", "import delay"}),
        (conversion("purchase", source="upload_clicks"), {"counting"}),
        (conversion("purchase", settings=counting("many_per_click", "once_per_event")), {"view-through"}),
        (conversion("purchase", settings=counting("many_per_click", "once_per_session")), {"counting", "view-through"}),
        (conversion("purchase", settings=counting("one_per_click", "once_per_event")), {"counting", "view-through"}),
    ],
)
def test_standing_reasons(declared: Conversion, others: set[str]) -> None:
    (row,) = report_with(client([declared])).comparison
    assert {*row.reasons} == ALWAYS | others


@pytest.mark.parametrize(
    ("role", "double"), [(Role.PRIMARY, True), (Role.SECONDARY, False)], ids=["both primary", "one secondary"]
)
def test_a_tag_and_an_import_of_one_event(role: Role, double: bool) -> None:
    both = [conversion("purchase"), replace(conversion("order", source="ga4", event="purchase"), role=role)]
    rows = report_with(client(both)).comparison
    assert [("double" in row.reasons) for row in rows] == [double, double]


def test_conversions_that_one_api_counts_are_not_compared() -> None:
    assert [row.conversion for row in report_with().comparison] == ["purchase", "confirm"]
    assert [one.name for one in CONVERSIONS if one.source is None] == ["view_form", "mv_call"]


def test_time_zones_differ() -> None:
    made = world(4, size=20)
    ads = google_ads(made, datetime.date(2026, 11, 5), time_zone="America/New_York")
    assert "time zones" in build(client(), given(made, google_ads=ads)).comparison[0].reasons


def test_sources_and_calls() -> None:
    made = world(4, size=20)
    report = build(client(), given(made, other_requests=3, ga4=ga4(made, tokens=77)))
    calls = report.calls
    assert (calls.ga4, calls.funnels, calls.google_ads, calls.other, calls.tokens) == (2, 2, 2, 3, 77)
    names = [name for name, _, _ in report.sources]
    assert len(names) == len({*names}) == len(GA4_TABLES) + 4
    assert {known for _, known, _ in report.sources} == {Known.YES}
