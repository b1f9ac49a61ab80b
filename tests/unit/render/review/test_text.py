"""Answers of a sitting at a terminal: in both languages, as narrow as it is, and harmless."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
import yaml

from microconv.core.text import Language, Text
from microconv.render.review.text import Answer, answer_text
from microconv.render.review.written import Written, written_text
from microconv.render.safe import width
from microconv.render.style import Style
from microconv.review.model import Change, Past, Scheme
from tests.conftest import flat
from tests.styles import WIDE
from tests.unit.render.review.made import (
    GROUND,
    PASTE,
    TODAY,
    roles_answer,
    sizes_answer,
    suggest_answer,
    values_answer,
)

ANSWERS: dict[str, Answer] = {
    "values": values_answer(),
    "roles": roles_answer(),
    "suggest": suggest_answer(),
    "sizes": sizes_answer(),
}
SENTENCE = re.compile(r"(?<![\w./_-])[a-z]+ [a-z]+ [a-z]+(?![\w.])")


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("language", Language)
def test_no_line_is_wider_than_the_terminal(name: str, columns: int, language: Language) -> None:
    text = answer_text(ANSWERS[name], language, Style(columns=columns)).replace(PASTE, "-\n")
    assert max(map(width, text.splitlines())) <= columns
    assert "\n\n\n" not in text
    assert "None" not in text


@pytest.mark.parametrize("name", ANSWERS)
def test_no_english_is_left_in_japanese(name: str) -> None:
    text = answer_text(ANSWERS[name], Language.JA, WIDE)
    assert not SENTENCE.search(text), text


def test_values_with_what_is_proposed_and_why_others_stay() -> None:
    text = answer_text(ANSWERS["values"], Language.EN, Style(columns=120))
    assert text.splitlines()[0] == "Values: aoi-store, 2026-11-23"
    assert "! Emulated: these numbers come from the emulator and not from Google." in text
    table = text[: text.index("*1 Order")].splitlines()
    rows = {line.split()[0]: flat(line) for line in table if line.startswith("  mv_")}
    assert rows["mv_add_to_cart"].startswith("mv_add_to_cart ¥1,000 ¥300 (¥250–¥")
    assert rows["mv_add_to_cart"].endswith(" 96 of 3,210 ¥500")
    assert rows["mv_rare"].endswith("*1 7 of 90 keep *2")
    assert "*2 Fewer than 20 users reached the final conversion; about 6 more months at this pace." in text
    assert "users, 90 days); now ¥1,000; one step at most ×2 or ÷2" in flat(text)
    assert "- mv_zero: primary → secondary: nobody reached the final conversion" in text
    assert "- purchase: ¥10,000 (config)" in text
    assert "Share of conversion value from micro-conversions: 41%; with the proposals 30%." in text
    assert "! More than 20% of the conversion value comes from micro-conversions" in text
    assert flat(text).count("had less than 30 days") == 1
    assert "Runs of microconv (journals): not known, no journal is here." in text
    assert "the next review is not before 2026-12-21" in text
    assert text.index("Proposed changes: 3 values, 1 role.") < text.index("Correlation per session")


def test_after_a_change_nothing_is_proposed_and_the_day_is_said() -> None:
    past = Past((Change(TODAY - datetime.timedelta(days=10), "mv_add_to_cart"),))
    answer = values_answer(past, Scheme.INCREMENTAL)
    english, japanese = (answer_text(answer, language, WIDE) for language in Language)
    assert "Nothing is proposed." in english
    line = "The last change was on 2026-11-13: mv_add_to_cart (value). The next proposals come on 2026-12-11 at the"
    assert line in flat(english)
    assert "Incremental: each value is what the step adds to the one before." in english
    assert "変更の提案はありません。" in japanese
    assert "直近の変更は 2026-11-13 です（mv_add_to_cart（値））。次に提案できるのは 2026-12-11 以降です。" in japanese


def test_what_the_accounts_lack_is_named_with_the_next_command() -> None:
    past = Past(tuple(Change(TODAY, name, live=False) for name in ("mv_a", "mv_b", "mv_c", "mv_d")))
    english, japanese = (answer_text(values_answer(past), language, WIDE) for language in Language)
    names = "mv_a (value), mv_b (value), mv_c (value), 1 more"
    assert f"! The accounts lack values or roles of the config: {names}. Run `microconv sync PATH` first." in flat(
        english
    )
    assert "mv_c（値）、ほか 1 件。先に `microconv sync PATH` を実行してください。" in japanese


def test_what_an_api_refused_comes_first() -> None:
    gap = Text("GA4 refused the funnels", "GA4 がファネルを拒否しました")
    text = answer_text(values_answer(ground=replace(GROUND, gaps=(gap,))), Language.EN)
    assert text.index("! GA4 refused the funnels") < text.index("Micro-conversions")


def test_chains_with_their_roles_and_the_count_of_finals() -> None:
    english, japanese = (answer_text(ANSWERS["roles"], language, WIDE) for language in Language)
    assert "mv_view_item → mv_add_to_cart → mv_begin_checkout (primary) → purchase" in english
    assert "mv_view_item → mv_add_to_cart → mv_begin_checkout（メイン） → purchase" in japanese
    assert "Final conversions in 30 days: 34. Enough is 30, too few is less than 15." in english
    assert "30 日間の最終コンバージョン: 34 件（30 件以上で十分、15 件未満で不足）。" in japanese
    assert (
        "primary → secondary: there are enough final conversions for bidding to learn from (34 in 30 days)." in english
    )
    assert "Bidding loses 412.5 conversions in 30 days" in english
    assert "Google will have learnt between 2026-12-11 and 2026-12-20" in english
    assert "mv_rare → purchase\n  The roles fit the numbers." in english
    assert "Where 30 comes from: the usual recommendation of the trade" in english
    assert "30 件の根拠: 運用現場で一般的な目安" in japanese
    assert "Final conversions at earlier reviews: 33 (2026-08-01)." in english


def test_suggestions_say_what_was_left_out_and_can_be_pasted() -> None:
    text = answer_text(ANSWERS["suggest"], Language.EN, Style(columns=60))
    assert "15 events and pages that are no conversion yet were looked at. 14 are left out" in flat(text)
    paste = text[text.index("- name:") : text.index("\nHow it was counted")]
    assert yaml.safe_load(paste) == yaml.safe_load(PASTE)


def test_no_suggestion_is_said_so() -> None:
    text = answer_text(replace(suggest_answer(), suggestions=(), pastes=(), asked=1), Language.EN)
    assert "No event or page stands out. 1 event or page that is no conversion yet was looked at. 1 is left out" in text
    assert "To paste" not in text


def test_tests_that_take_too_long_and_one_that_does_not() -> None:
    text = answer_text(ANSWERS["sizes"], Language.EN, WIDE)
    assert "No test is done within 8 weeks; the shortest, of mv_begin_checkout, takes 106 weeks." in text
    assert "read the result once, at the end" in text
    large = answer_text(sizes_answer(2.0), Language.EN, WIDE)
    assert "The shortest test is that of mv_begin_checkout: 2 weeks." in large
    assert next(line.split()[-1] for line in large.splitlines() if line.startswith("  mv_")) == "yes"
    assert "too large to change by +20%" in flat(answer_text(replace(sizes_answer(), sizes=()), Language.EN, WIDE))


@pytest.mark.parametrize(("uplift", "advised", "told"), [(0.002, True, "show +0.2%,"), (0.6, False, "show +60%,")])
def test_a_larger_change_is_advised_only_below_it(uplift, advised, told):
    sizes = tuple(replace(one, suffices=False, uplift=uplift) for one in sizes_answer().sizes)
    text = answer_text(replace(sizes_answer(), sizes=sizes, uplift=uplift), Language.EN, WIDE)
    assert ("try `--uplift 0.5`" in flat(text), told in text) == (advised, True), text


def test_hostile_names_are_harmless() -> None:
    text = answer_text(suggest_answer("/a\x1b[31m\u202e"), Language.EN, WIDE)
    assert "/a\\x1b[31m\\u202e" in text
    assert not {"\x1b", "\u202e"} & set(text)


def test_colour_only_where_it_is_wanted() -> None:
    plain, coloured = (answer_text(ANSWERS["values"], Language.EN, Style(colour, 120)) for colour in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain != coloured


def test_what_was_written_with_the_next_command() -> None:
    answer = values_answer()
    english, japanese = (
        written_text(Written("aoi-store", "my configs/aoi.yaml", answer.proposals), language) for language in Language
    )
    assert english.splitlines() == [
        "Written into my configs/aoi.yaml:",
        "  mv_view_item: ¥100 → ¥160",
        "  mv_add_to_cart: ¥1,000 → ¥500",
        "  mv_begin_checkout: ¥2,000 → ¥1,300",
        "  mv_zero: primary → secondary",
        "No account was changed. Next: git diff 'my configs/aoi.yaml', then microconv plan 'my configs/aoi.yaml'",
    ]
    assert "メイン → サブ" in japanese
    assert written_text(Written("aoi-store", "a.yaml"), Language.EN) == "a.yaml: nothing to write\n"
