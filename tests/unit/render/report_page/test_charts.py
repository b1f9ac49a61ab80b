"""Pictures: lengths are numbers, what is missing is never zero, no series is known by its colour alone."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hostile import NAMES, harmful
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core.text import Language, Text, untranslated
from microconv.render.report.outline import Cell, Chart, ChartKind, Form, Mark, Series
from microconv.render.report.page.charts import gap, marked, picture, sign
from microconv.render.report.page.scale import MOST_STEPS, every, lanes, ticks
from tests.heavy import examples
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.report_page import samples

EN, JA = Language.EN, Language.JA
Element = ElementTree.Element


def drawn(chart: Chart, language: Language = EN) -> Element:
    """The picture as XML: it has to be well formed."""
    return ElementTree.fromstring(picture(chart, language, "k"))


def chart(kind: ChartKind, *values: tuple[float | None, ...], **more: object) -> Chart:
    labels = tuple(untranslated(f"10/{at + 1}") for at in range(len(values[0])))
    series = tuple(Series(untranslated(f"s{at}"), one) for at, one in enumerate(values))
    made = Chart("c", kind, Text("Title", "題"), labels, series, Text("Told", "説明"), None)
    return replace(made, **more)  # type: ignore[arg-type]


def of(svg: Element, tag: str, look: str) -> list[dict[str, str]]:
    return [node.attrib for node in svg.iter(tag) if node.attrib.get("class") == look]


def texts(svg: Element) -> list[str]:
    return [node.text or "" for node in svg.iter("text")]


def percent(text: str) -> float:
    return float(text.removesuffix("%"))


# ---- the axis


@settings(max_examples=examples(100))
@given(st.lists(st.floats(0, 1e12), max_size=5), st.booleans())
def test_ticks_are_round_begin_at_zero_and_reach_the_highest(numbers: list[float], whole: bool) -> None:
    found = ticks(numbers, whole=whole)
    assert found[0] == 0
    assert found[-1] >= max(numbers, default=0) * (1 - 1e-9)
    assert 2 <= len(found) <= MOST_STEPS + 1
    step = found[1]
    assert [at * step for at in range(len(found))] == pytest.approx(list(found))
    assert f"{step:e}"[:4].rstrip("0").rstrip(".") in {"1", "2", "2.5", "5"}
    assert not whole or all(float(tick).is_integer() for tick in found)


@pytest.mark.parametrize(
    ("numbers", "whole", "found"),
    [
        ([], True, (0, 1)),
        ([0.0], True, (0, 1)),
        ([3], True, (0, 1, 2, 3)),
        ([24], True, (0, 5, 10, 15, 20, 25)),
        ([412], True, (0, 100, 200, 300, 400, 500)),
        ([0.18], False, (0, 0.05, 0.1, 0.15, 0.2)),
        ([-3, 8], True, (-5, 0, 5, 10)),
        ([-4], True, (-4, -3, -2, -1, 0)),
    ],
)
def test_ticks(numbers: list[float], whole: bool, found: tuple[float, ...]) -> None:
    assert ticks(numbers, whole=whole) == pytest.approx(found)


def test_labels_leave_room_and_signs_do_not_cover_each_other() -> None:
    assert sorted(every(31, 7)) == [0, 5, 10, 15, 20, 25, 30]
    assert sorted(every(5, 7)) == [0, 1, 2, 3, 4]
    assert lanes([4, 5, 6, 7, 19], 3) == [0, 1, 2, 0, 0]


# ---- lines


def test_a_point_is_as_high_as_its_number() -> None:
    svg = drawn(chart(ChartKind.LINES, (0, 5, 10)))
    points = of(svg, "circle", "dot s1")
    assert [percent(one["cx"]) for one in points] == pytest.approx([100 / 6, 50, 500 / 6], abs=0.01)
    low, middle, high = (float(one["cy"]) for one in points)
    assert low - middle == pytest.approx(middle - high)
    (zero,) = of(svg, "line", "zero")
    assert float(zero["y1"]) == low


def test_missing_days_are_a_gap_and_never_zero() -> None:
    svg = drawn(chart(ChartKind.LINES, (3, 4, None, None, 5, None, 6, 0)))
    lines = of(svg, "line", "line s1")
    assert [(percent(one["x1"]), percent(one["x2"])) for one in lines] == [(6.25, 18.75), (81.25, 93.75)]
    assert len(of(svg, "circle", "dot s1")) == 5
    assert [percent(one["x"]) for one in of(svg, "text", "minor none")] == [31.25, 43.75, 68.75]
    (zero,) = of(svg, "line", "zero")
    assert [one["cy"] for one in of(svg, "circle", "dot s1")].count(zero["y1"]) == 1


def test_what_is_missing_is_told_below() -> None:
    whole = chart(ChartKind.LINES, (1, 2))
    assert [gap(whole), gap(chart(ChartKind.LINES, (1, None))), gap(chart(ChartKind.LINES, (1, None), (1, 2)))] == [
        "", "gaps", "breaks",
    ]  # fmt: skip
    assert gap(chart(ChartKind.BARS, (1, None), (1, 2))) == "gaps"


def test_series_differ_in_more_than_their_colour() -> None:
    svg = drawn(chart(ChartKind.LINES, *[(1, 2)] * 4))
    dashes = [of(svg, "line", f"line s{at}")[0]["stroke-dasharray"] for at in range(1, 5)]
    assert len(set(dashes)) == 4
    shapes = [node.tag for at in range(1, 5) for node in svg.iter() if node.attrib.get("class") == f"dot s{at}"][::2]
    assert shapes == ["circle", "rect", "rect", "circle"]  # the third is turned by the style, the fourth is a ring
    bars = drawn(chart(ChartKind.BARS, *[(1, 2)] * 4))
    assert len({of(bars, "rect", f"bar s{at}")[0]["fill"] for at in range(1, 5)}) == 4
    for line in (True, False):
        signs = {sign(line, at) for at in range(4)}
        assert len(signs) == 4
        assert all('aria-hidden="true"' in one for one in signs)


def test_changes_stand_at_their_days_with_their_texts() -> None:
    made = samples.daily()
    svg = drawn(made)
    groups = [node for node in svg.iter("g") if node.attrib.get("class") == "change"]
    assert [group.find("text").text for group in groups] == ["1", "2", "3"]  # type: ignore[union-attr]
    assert [percent(group.find("line").attrib["x1"]) for group in groups] == pytest.approx(  # type: ignore[union-attr]
        [100 * (at + 0.5) / 31 for at in (4, 5, 19)], abs=0.01
    )
    assert [[text.en for text in place] for place in marked(made)] == [
        ["`mv_cart`: from primary to secondary", "Value of `purchase`: dynamic"],
        ["Key event `mv_form` created"],
        ["Goal Purchase: biddable"],
    ]
    first, second, _ = (float(group.find("circle").attrib["cy"]) for group in groups)  # type: ignore[union-attr]
    assert first != second  # they would cover each other


def test_every_point_tells_its_number() -> None:
    titles = [node.text for node in drawn(chart(ChartKind.LINES, (1234.5,), form=Form.DECIMAL)).iter("title")]
    assert titles == ["Title", "10/1: s0 1,234.5"]


# ---- columns and bars


def test_columns_begin_at_zero() -> None:
    svg = drawn(chart(ChartKind.BARS, (100, 50, 0, None)))
    bars = of(svg, "rect", "bar s1")
    (zero,) = of(svg, "line", "zero")
    assert [float(bar["y"]) + float(bar["height"]) for bar in bars] == pytest.approx([float(zero["y1"])] * 3)
    tall, half, none = (float(bar["height"]) for bar in bars)
    assert tall == pytest.approx(2 * half)
    assert none == 1.5
    assert {"100", "50", "0"} <= set(texts(svg))
    assert [percent(one["x"]) for one in of(svg, "text", "minor none")] == [87.5]


def test_columns_of_a_place_stand_side_by_side() -> None:
    svg = drawn(chart(ChartKind.BARS, (1, None), (2, 3)))
    (one,) = of(svg, "rect", "bar s1")
    two, _ = of(svg, "rect", "bar s2")
    assert percent(one["x"]) + percent(one["width"]) == pytest.approx(percent(two["x"]), abs=0.02)
    assert len(of(svg, "text", "minor none")) == 1


def test_bars_of_a_funnel_are_as_long_as_their_numbers_with_the_shares_between_them() -> None:
    svg = drawn(samples.funnel())
    lengths = [percent(bar["width"]) for bar in of(svg, "rect", "bar s1")]
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [1, 1_696 / 9_420, 811 / 9_420, 390 / 9_420], abs=1e-3
    )
    assert {bar["x"] for bar in of(svg, "rect", "bar s1")} == {"0"}
    assert texts(svg) == [
        "Product page", "9,420", "↓ 18.0% (17.4%–18.7%) go on", "Cart", "1,696", "↓ 47.8% (45.8%–49.8%) go on",
        "Checkout", "811", "↓ not known *1", "Purchase", "390",
    ]  # fmt: skip
    assert "↓ 18.0%（17.4%〜18.7%） が次へ" in texts(drawn(samples.funnel(), JA))


def test_long_labels_get_bars_and_zero_differs_from_no_data() -> None:
    svg = drawn(samples.devices())
    assert len(of(svg, "rect", "bar s1")) == 2
    assert [percent(bar["width"]) for bar in of(svg, "rect", "bar s2")][1] == 0
    assert texts(svg).count("– No data") == 1


# ---- refused


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (chart(ChartKind.LINES, *[(1.0,)] * 5), "5 series"),
        (chart(ChartKind.LINES, (1.0,), series=()), "0 series"),
        (chart(ChartKind.LINES, (1.0, 2.0), (1.0,)), "not as long"),
        (chart(ChartKind.LINES, (1.0,), marks=(Mark(1, Text("x", "x")),)), "not on the axis"),
        (chart(ChartKind.FUNNEL, (2.0, 1.0), between=(Cell(), Cell())), "2 shares between 2"),
        (chart(ChartKind.FUNNEL, (2.0, -1.0)), "negative"),
    ],
)
def test_what_cannot_be_drawn_is_refused(made: Chart, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        picture(made, EN, "k")


@pytest.mark.parametrize("evil", [*NAMES, *PWNED, LONG])
@pytest.mark.parametrize("kind", ChartKind)
def test_hostile_names_stay_names(kind: ChartKind, evil: str) -> None:
    text = untranslated(evil)
    made = chart(
        kind, (1.0, None, 2.0), (0.0, 1.0, 2.0), title=text, description=text, labels=(text, text, text),
        series=(Series(text, (1.0, None, 2.0)), Series(text, (0.0, 1.0, 2.0))), marks=(Mark(1, text),),
    )  # fmt: skip
    if kind is ChartKind.FUNNEL:
        made = replace(made, between=(Cell(text), Cell(text)))
    svg = drawn(made)
    assert harmful(picture(made, EN, "k")) == []
    assert {node.tag for node in svg.iter()} <= {"svg", "title", "desc", "text", "line", "circle", "rect", "g"}


@pytest.mark.parametrize("kind", ChartKind)
def test_without_any_number_there_is_no_bar_and_no_line(kind: ChartKind) -> None:
    svg = drawn(chart(kind, (None, None)))
    assert [node for node in svg.iter() if node.attrib.get("class", "").split(" ")[0] in {"bar", "line", "dot"}] == []
    assert len(of(svg, "text", "minor none")) == 2


def test_labels_that_a_phone_alone_has_room_for_are_hidden_without_a_style() -> None:
    shown = [node.attrib for node in drawn(samples.daily()).iter("text") if "minor" in node.attrib.get("class", "")]
    few = [one for one in shown if one["class"] == "minor few"]
    assert len(few) == 3
    assert [one for one in shown if ("display" in one) != (one["class"] == "minor few")] == []
