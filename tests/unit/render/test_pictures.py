"""The pictures: lengths are counts, what is too much is left out in words, hostile names stay names."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.analysis.overview import Overview, Part, Shown
from microconv.core.text import Language
from microconv.render.html.pictures import MOST_NAMES, MOST_ROWS, funnel, roles, rows, short
from microconv.render.safe import safe, width
from tests.unit.render.audits import LONG, PWNED, shown
from tests.unit.render.audits import funnel as made

BOTH = pytest.mark.parametrize("draw", [funnel, roles])


def drawn(
    draw: Callable[[Overview, Language, str], str], overview: Overview, language: Language = Language.EN
) -> ElementTree.Element:
    """The picture as XML: it has to be well formed."""
    return ElementTree.fromstring(draw(overview, language, "k"))


def texts(svg: ElementTree.Element) -> list[str]:
    return [item.text or "" for item in svg.iter("text")]


def lengths(svg: ElementTree.Element, kind: str = "bar") -> list[float]:
    """The lengths across of bars, in percent."""
    found = [item.attrib for item in svg.iter("rect") if kind in item.attrib["class"].split()]
    return [float(item["width"].rstrip("%")) for item in found if item["width"].endswith("%")]


def chain(*counts: float | None, declared: bool = True) -> Overview:
    """Steps with these counts, each leading to the next."""
    made = []
    for number, count in enumerate(counts):
        last = number + 1 == len(counts)
        later = None if last else counts[number + 1]
        made.append(shown(f"s{number}", Part.FINAL if last else Part.STEP, count, next="" if last else f"s{number + 1}",
                          rate=later / count if later is not None and count else None))  # fmt: skip
    return Overview(tuple(made), tuple(made), declared)


# ---- the funnel


def test_bars_are_as_long_as_their_counts() -> None:
    found = lengths(drawn(funnel, chain(200, 50, 100)))
    assert found == pytest.approx([68, 17, 34])


def test_the_steps_stand_in_their_order_with_count_and_drop_off() -> None:
    assert texts(drawn(funnel, chain(200, 50, 100))) == [
        "s0", "200", "↓ s1: 25% (75% drop out)", "s1", "50", "↓ s2: more than this", "s2", "100",
    ]  # fmt: skip
    assert "↓ s1: 25% （離脱 75%）" in texts(drawn(funnel, chain(200, 50), Language.JA))


def test_where_nothing_is_declared_there_is_no_drop_off() -> None:
    told = texts(drawn(funnel, chain(200, 50, 1, declared=False)))
    assert told == ["s0", "200", "s1", "50", "25% of the most frequent", "s2", "1", "0.5% of the most frequent"]


def test_unknown_counts_are_no_bars_of_nothing() -> None:
    svg = drawn(funnel, chain(None, None))
    assert lengths(svg, "unknown") == [100, 100]
    assert texts(svg) == ["s0", "not counted", "↓ s1", "s1", "not counted"]


def test_nothing_counted_is_no_division_by_nothing() -> None:
    assert lengths(drawn(funnel, chain(0, 0))) == [0.8, 0.8]


def test_a_long_funnel_keeps_the_frequent_ones_and_the_results() -> None:
    steps = [shown(f"s{number}", Part.STEP, float(number)) for number in range(30)]
    results = [shown("Sale", Part.FINAL, 0.0), shown("Lead", Part.OBSERVED, 1.0, micro=False)]
    overview = Overview((), (*steps, *results))
    assert [item.name for item in rows(overview)] == [f"s{number}" for number in range(20, 30)] + ["Sale", "Lead"]
    assert len(rows(overview)) == MOST_ROWS
    assert "And 20 more." in ElementTree.tostring(drawn(funnel, overview).find("desc"), "unicode")  # type: ignore[arg-type]


def test_as_many_rows_as_there_may_be_are_all_shown() -> None:
    results = tuple(shown(f"Sale {number}", Part.FINAL, float(number)) for number in range(MOST_ROWS))
    assert rows(Overview((), results)) == results


def test_many_results_leave_half_of_the_rows_to_the_steps() -> None:
    results = [shown(f"Sale {number}", Part.FINAL, 99.0 - number) for number in range(20)]
    steps = [shown(f"s{number}", Part.STEP, 9.0 - number / 9) for number in range(20)]
    half = MOST_ROWS // 2
    assert rows(Overview((), (*steps, *results))) == (*steps[:half], *results[:half])


def test_as_many_as_before_is_no_loss_but_not_more() -> None:
    assert texts(drawn(funnel, chain(50, 50)))[2] == "↓ s1: 100% (0% drop out)"


# ---- what bidding learns from


def test_the_share_of_what_bidding_learns_from_leaves_out_what_is_observed() -> None:
    overview = Overview(
        (shown("Sale", Part.FINAL, 10.0), shown("mv_a", Part.STEP, 30.0), shown("x", Part.OBSERVED, 500.0))
    )
    told = texts(drawn(roles, overview))
    assert told == [
        "Results that bidding uses: 25%", "1 action, 10 conversions", "Sale · 10",
        "Steps that bidding uses: 75%", "1 action, 30 conversions", "mv_a · 30",
        "Observed only", "1 action, 500 conversions", "x · 500",
    ]  # fmt: skip


def test_the_strips_of_the_parts_compare() -> None:
    parts = (shown("Sale", Part.FINAL, 10.0), shown("mv_a", Part.STEP, 30.0), shown("mv_b", Part.STEP, 10.0))
    svg = drawn(roles, Overview(parts))
    assert lengths(svg, "final") == [25.0]
    assert lengths(svg, "step") == [75.0, 25.0]


def test_a_strip_is_cut_between_its_actions_and_has_no_piece_for_what_counted_nothing() -> None:
    steps = shown("mv_a", Part.STEP, 3.0), shown("mv_b", Part.STEP, 1.0), shown("mv_c", Part.STEP, 0.0)
    svg = drawn(roles, Overview(steps))
    assert lengths(svg, "step") == [75.0, 25.0]
    assert [item.attrib["x"] for item in svg.iter("rect") if item.attrib["class"] == "cut"] == ["75.00%"]


def test_where_one_count_is_unknown_there_are_no_shares() -> None:
    svg = drawn(roles, Overview((shown("Sale", Part.FINAL, 10.0), shown("mv_a", Part.STEP, None))))
    assert texts(svg)[:3] == ["Results that bidding uses", "1 action", "Sale · 10"]


def test_a_part_without_actions_says_so() -> None:
    told = texts(drawn(roles, Overview((shown("x", Part.OBSERVED, 5.0),))))
    assert told[:4] == ["Results that bidding uses", "none", "Steps that bidding uses", "none"]


def test_without_counts_actions_are_alike_and_there_are_no_shares() -> None:
    svg = drawn(roles, made(counted=False))
    assert lengths(svg, "step") == [50.0, 50.0]
    assert texts(svg)[:3] == ["Results that bidding uses", "2 actions", "Contact form"]


def test_many_names_are_told_as_a_number() -> None:
    overview = Overview(tuple(shown(f"n{number}", Part.OBSERVED, 1.0) for number in range(MOST_NAMES + 3)))
    assert texts(drawn(roles, overview))[-1] == "and 3 more"


# ---- names


@BOTH
@pytest.mark.parametrize(
    "name", [*PWNED, *NAMES, *MARKDOWN_NAMES, LONG], ids=range(len((*PWNED, *NAMES, *MARKDOWN_NAMES)) + 1)
)
def test_hostile_names_stay_text(name: str, draw: Callable[[Overview, Language, str], str]) -> None:
    one: Shown = shown(name, Part.STEP, 3.0, next=name, rate=0.5)
    svg = drawn(draw, Overview((one,), (one,), declared=True))
    assert {item.tag for item in svg.iter()} <= {"svg", "title", "desc", "g", "text", "rect"}
    assert harmful(ElementTree.tostring(svg, "unicode")) == []
    assert any(safe(name)[:8] in text for text in texts(svg))
    assert max(width(text) for text in texts(svg)) < 60


def test_a_name_that_is_too_long_keeps_both_ends() -> None:
    assert short("Momiji Garden (web) brochure_request_sent_to_us", 20) == "Momiji Garde…t_to_us"
    assert short("資料請求フォーム送信完了", 11) == "資料請…完了"
    assert short("short", 5) == "short"


@BOTH
def test_the_names_of_its_parts_begin_with_its_key(draw: Callable[[Overview, Language, str], str]) -> None:
    ids = [item.attrib["id"] for item in drawn(draw, made()).iter() if "id" in item.attrib]
    assert len(ids) == 2
    assert all(name.startswith("k-picture-") for name in ids)
