"""Suggestions: which events and pages, in which order, and what they would be."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.core.cycle import ConversionCycle
from microconv.core.paths import EventsSeen, FinalCount, PathCount, PathsAnswer, PathSource, Seen, SeenWanted
from microconv.review.given import Given
from microconv.review.model import Suggestion
from microconv.review.questions import BUSIEST, paths_wanted, seen_wanted
from microconv.review.suggestions import name_for, suggestions
from tests.unit.review.accounts import FINAL, LAST, client, counted, macro, micro

CLIENT = client(micro("mv_a", 100, "mv_b"), micro("mv_b", 900, FINAL), macro())
STEPS = {"mv_a": (40, 2_000), "mv_b": (40, 400)}


def suggested(answer: PathsAnswer) -> tuple[Suggestion, ...]:
    return suggestions(CLIENT, Given(answer, LAST))


def test_the_surest_events_come_first_with_their_place_in_the_chain() -> None:
    counts = {"scroll": (30, 3_000), "form_start": (45, 800), "chat": (30, 60), "few": (4, 8)}
    made = suggested(counted({**STEPS, **counts}, events={"form_start": 1_200}))
    assert [(one.subject, one.next, one.distance, one.value, one.name) for one in made] == [
        ("chat", FINAL, 1, 5_000, "mv_chat"),
        ("form_start", "mv_b", 2, 570, "mv_form_start"),
        ("scroll", "mv_a", 3, 100, "mv_scroll"),
    ]
    assert [one.month for one in made] == [None, pytest.approx(400), None]
    assert made[1].evidence.users == 800


def test_a_high_share_of_few_users_is_behind_a_sure_one_of_many() -> None:
    made = suggested(counted({"lucky": (5, 12), "sure": (200, 600)}))
    assert [one.subject for one in made] == ["sure", "lucky"]
    assert made[1].evidence.share.share > made[0].evidence.share.share


def test_pages_are_told_from_events() -> None:
    answer = counted({"pricing": (50, 500)})
    page = PathCount("page_view", FINAL, 300, 60, 900, page="/料金/Plan?<b>")
    made = suggested(replace(answer, paths=(*answer.paths, page)))
    assert [(one.subject, one.page, one.name) for one in made] == [
        ("/料金/Plan?<b>", True, "mv_view_plan_b"),
        ("pricing", False, "mv_pricing"),
    ]


def test_all_suggestions_fit_into_one_config() -> None:
    """Names differ only in capitals, or have no letter that a config's name can have."""
    answer = counted({"Chart": (60, 500), "chart": (50, 500)})
    pages = [
        PathCount("page_view", FINAL, 300, 40 - place, 900, page=page) for place, page in enumerate(["/予約", "/料金"])
    ]
    made = suggested(replace(answer, paths=(*answer.paths, *pages)))
    assert {one.subject: one.name for one in made} == {
        "Chart": "mv_chart", "chart": "mv_chart_2", "/予約": "mv_view_page", "/料金": "mv_view_page_2",
    }  # fmt: skip


def test_unrelated_events_are_no_suggestions() -> None:
    finals = FinalCount(FINAL, 300, 300, 0)
    answer = counted({"scroll": (30, 3_000), "form": (60, 600)}, users=30_000, finals=finals, source=PathSource.FUNNELS)
    assert [one.subject for one in suggested(answer)] == ["form"]


def test_a_final_without_a_value_gives_none() -> None:
    (one,) = suggestions(client(macro(None)), Given(counted({"form": (60, 600)}), LAST))
    assert (one.value, one.currency) == (None, "")
    assert suggestions(client(macro(name="other")), Given(counted({"form": (60, 600)}), LAST)) == ()


@pytest.mark.parametrize(
    ("subject", "page", "name"),
    [("form_start", False, "mv_form_start"), ("mv_new", False, "mv_new"), ("mv_a", False, "mv_a_2"),
     ("A", False, "mv_a_2"), ("/", True, "mv_view_home"), ("資料請求", False, "mv_event"),
     ("/a/b.html", True, "mv_view_a_b_html"), ("x" * 60, False, "mv_" + "x" * 35)],
)  # fmt: skip
def test_names(subject: str, page: bool, name: str) -> None:
    assert name_for(CLIENT, subject, page=page) == name


def test_names_that_are_cut_stay_apart() -> None:
    taken = client(micro("mv_" + "x" * 35, 1), macro())
    assert name_for(taken, "x" * 60, page=False) == "mv_" + "x" * 33 + "_2"


def test_the_questions_of_values_and_suggestions() -> None:
    plain = paths_wanted(CLIENT, LAST)
    assert (plain.pairs, plain.pages) == ((("mv_a", FINAL), ("mv_b", FINAL)), ())
    assert (plain.first, plain.last, plain.horizon_days) == (LAST - datetime.timedelta(days=89), LAST, 30)
    long = paths_wanted(CLIENT, LAST, ConversionCycle(10, 44.2, 100, 90))
    assert (long.horizon_days, (long.last - long.first).days) == (45, 134)
    assert seen_wanted(CLIENT, LAST).without >= {"mv_a", "mv_b", FINAL, "session_start"}
    seen = EventsSeen(
        SeenWanted(plain.first, LAST),
        events=tuple(Seen(name, 1, users) for name, users in [("scroll", 900), ("mv_a", 800), ("page_view", 999),
                                                              ("form", 30)]),
        pages=tuple(Seen(f"/{number}", 1, 500 - number) for number in range(40)),
    )  # fmt: skip
    wanted = paths_wanted(CLIENT, LAST, seen=seen)
    assert wanted.pairs == (("mv_a", FINAL), ("mv_b", FINAL), ("scroll", FINAL))
    assert wanted.pages == tuple((f"/{number}", FINAL) for number in range(BUSIEST - 1))
    assert paths_wanted(client(), LAST, seen=seen).pages == ()
    odd = tuple(Seen(name, 1, 700) for name in ("form submit", "資料請求", "ga_mine", "x" * 41, "file_download"))
    named = paths_wanted(CLIENT, LAST, seen=replace(seen, events=odd))
    assert named.pairs[2:] == (("file_download", FINAL), ("資料請求", FINAL))
    bare = paths_wanted(client(macro()), LAST, seen=seen)
    assert bare.pairs == (("scroll", FINAL), ("mv_a", FINAL))
