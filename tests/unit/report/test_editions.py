"""Two editions: every number that changed, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from microconv.core.frozen import FrozenDict
from microconv.report.build import build
from microconv.report.editions import changed
from microconv.report.figures import Figure, Known, Note
from microconv.report.model import AuditSummary, Report
from tests.heavy import examples
from tests.unit.report.worlds import client, ga4, given, world

REPORT = build(client(), given(world(4, size=60), targets=FrozenDict({"purchase": 10.0})))


def paths(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every figure of a report."""
    if isinstance(part, Figure):
        yield path
    elif isinstance(part, tuple):
        for place, one in enumerate(part):
            yield from paths(one, (*path, place))
    elif is_dataclass(part):
        for one in fields(part):
            yield from paths(getattr(part, one.name), (*path, one.name))


def at(part: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        part = part[key] if isinstance(key, int) else getattr(part, key)
    return part


def with_figure(part: Any, path: tuple[Any, ...], figure: Figure) -> Any:
    if not path:
        return figure
    key, *rest = path
    if isinstance(key, int):
        return (*part[:key], with_figure(part[key], tuple(rest), figure), *part[key + 1 :])
    return replace(part, **{key: with_figure(getattr(part, key), tuple(rest), figure)})


PATHS = list(paths(REPORT))


@settings(max_examples=examples(400), deadline=None)
@for_all(st.sampled_from(PATHS))
def test_each_number_is_seen_and_has_a_place_of_its_own(path: tuple[Any, ...]) -> None:
    old = at(REPORT, path)
    new = replace(old, value=(old.value or 0) + 1, known=Known.YES)
    (one,) = changed(REPORT, with_figure(REPORT, path, new))
    assert (one.old, one.new) == (old, new)
    assert one.place.startswith(path[0])


def test_places_are_unlike() -> None:
    everything = [one.place for one in changed(replace(Report(REPORT.heading), conclusion=REPORT.conclusion), REPORT)]
    assert len(everything) == len({*everything})
    assert len(everything) >= len([path for path in PATHS if at(REPORT, path).known is not Known.NOT_ASKED])


def test_readable_places() -> None:
    made = world(4, size=60)
    one_less = replace(made, hits=[hit for hit in made.hits if hit.event != "purchase"][:-1])
    places = {one.place: one for one in changed(REPORT, build(client(), given(one_less, ga4=ga4(one_less))))}
    assert {
        "conversions / purchase / count / now",
        "conversions / purchase / reach / change",
        "groups / device mobile / counts / purchase / count / now",
        "groups / device mobile / counts / purchase / rate",
        "funnels / view_form > confirm > purchase / parts / all / steps / purchase / users",
        "funnels / view_form > confirm > purchase / parts / device mobile / steps / confirm / onward",
        "pages / /form / counts / purchase",
        "comparison / purchase / events",
        "conversions / purchase / target / reached",
    } <= {*places}
    assert places["conversions / purchase / count / now"].new.value == 0
    assert places["conversions / purchase / count / now"].old.value == REPORT.conversions[0].count.now.value


def test_what_is_there_in_one_edition_only() -> None:
    fewer = replace(REPORT, pages=REPORT.pages[1:])
    gone = changed(REPORT, fewer)
    assert {one.new.known for one in gone} == {Known.NOT_ASKED}
    assert {tuple(one.place.split(" / ")[:2]) for one in gone} == {("pages", REPORT.pages[0].path)}
    assert [(one.place, one.new) for one in changed(fewer, REPORT)] == [(one.place, one.old) for one in gone]


def test_the_same_report_and_one_with_other_words() -> None:
    assert changed(REPORT, REPORT) == ()
    head = replace(REPORT.heading, edition=2, made="2026-12-05T09:00:00+09:00")
    assert changed(REPORT, replace(REPORT, heading=head, notes="x", disclosures=(Note.CUT,))) == ()
    turned = replace(REPORT, pages=REPORT.pages[::-1], campaigns=REPORT.campaigns[::-1])
    assert changed(REPORT, turned) == ()


def test_numbers_that_are_no_figures() -> None:
    audit = AuditSummary(True, levels=(("error", 2),), rules=30)
    places = {one.place: one.new.value for one in changed(REPORT, replace(REPORT, audit=audit))}
    assert places == {"audit / levels / error": 2, "audit / rules": 30}
