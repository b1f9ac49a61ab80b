"""The conclusion: facts in their order, in both languages, better or worse only beyond chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.answers import Period
from microconv.core.months import Month
from microconv.core.setup_changes import ChangeEntry, Changes, Source
from microconv.core.text import Text, untranslated
from microconv.report.arithmetic import compared, no_data, number, quotient
from microconv.report.build import build, span
from microconv.report.chains import FunnelMonth, Leak
from microconv.report.conclusion import beyond_chance, conclusion
from microconv.report.figures import Compared, Figure, Known, Note, Why
from microconv.report.model import ConversionMonth, Fact, Heading, Target
from tests.languages import JAPANESE
from tests.unit.report.worlds import OCTOBER, client, given, world

HEADING = Heading("Aoi", span(OCTOBER), span(OCTOBER.before), span(OCTOBER.year_before), "2026-11-04", "1")
REPORT = build(client(), given(world(4, size=60)))
DAYS = (31, 30, 31)
UNKNOWN = no_data(Why.NOTHING_MEASURED)
UNCOUNTED = Compared(*([UNKNOWN] * 7))
ENTRY = ChangeEntry("", "run", untranslated("x"), "y")
KNOWN = Changes((Source("journals", True),))


def counts(now: float, before: float | None = None, year: float | None = None) -> Compared:
    one, two, three = (UNKNOWN if value is None else number(value) for value in (now, before, year))
    return compared(one, two, three, DAYS)


def of(name: str, count: Compared, **more: object) -> ConversionMonth:
    conversion = next(one for one in REPORT.conversions if one.name == name)
    return replace(conversion, count=count, still_to_come=Figure(), label=f"L{name}", **more)  # type: ignore[arg-type]


def facts(*conversions: ConversionMonth, **more: object) -> list[Fact]:
    chains = more.pop("chains", ())
    heading = more.pop("heading", HEADING)
    return list(conclusion(heading, conversions, chains, more.pop("changes", KNOWN)))  # type: ignore[arg-type]


def test_a_final_conversion_against_the_earlier_months() -> None:
    first, last = facts(of("purchase", counts(120, 100, 80)))
    assert first.text == Text(
        "Lpurchase: 120 in October 2026, "
        "+20.0% against September 2026 (100), +16.1% a day, +50.0% against October 2025",
        "「Lpurchase」は2026年10月に120件でした。"
        "前月比 +20.0%（前月 100件）、1日あたりの前月比 +16.1%、前年同月比 +50.0%",
    )
    assert last.text.en == "No changes of the measurement setup in October 2026"


def test_a_final_conversion_with_nothing_to_compare_with() -> None:
    assert facts(of("purchase", counts(1234)))[0].text == Text(
        "Lpurchase: 1,234 in October 2026", "「Lpurchase」は2026年10月に1,234件でした"
    )
    assert facts(of("purchase", counts(3, 0)))[0].text.en == "Lpurchase: 3 in October 2026, none in September 2026"


def test_a_final_conversion_without_a_number() -> None:
    first = facts(of("purchase", compared(UNKNOWN, number(1), number(1))))[0]
    assert first == Fact(
        Text("Lpurchase: there is no number for October 2026", "「Lpurchase」は、2026年10月の数値がありません")
    )


def test_a_final_conversion_that_google_ads_alone_counts() -> None:
    nothing = Compared(*([Figure()] * 7))
    ads = of("purchase", nothing, all_conversions_by_date=counts(12.5, 10))
    first = facts(ads)[0]
    assert first.text.en.startswith("Lpurchase: 12.5 conversions in Google Ads in October 2026, +25.0% against")
    assert first.text.ja.startswith("「Lpurchase」は2026年10月に12.5件（Google 広告）でした。前月比 +25.0%")
    assert first.good is None


@pytest.mark.parametrize(
    ("now", "before", "good"),
    [(120, 100, None), (130, 100, True), (85, 100, None), (70, 100, False), (3, 1, None), (6, 1, True), (0, 4, False)],
)
def test_better_and_worse_are_beyond_chance(now: float, before: float, good: bool | None) -> None:
    assert facts(of("purchase", counts(now, before)))[0].good is good


def test_what_chance_makes_is_what_it_makes() -> None:
    """Of pairs of equal months about one in ten is called better or worse. Poisson numbers, made by waiting times."""
    import random

    rng = random.Random(7)

    def drawn(mean: float) -> int:
        passed, number_of = rng.expovariate(mean), 0
        while passed < 1:
            passed, number_of = passed + rng.expovariate(mean), number_of + 1
        return number_of

    apart = [abs(beyond_chance(compared(number(drawn(50)), number(drawn(50)), UNKNOWN))) > 1 for _ in range(2000)]
    assert 0.07 < sum(apart) / len(apart) < 0.13


def test_months_of_other_lengths_are_compared_per_day() -> None:
    assert beyond_chance(compared(number(3100), number(2800), UNKNOWN, (31, 28, 31)), 31 / 28) == pytest.approx(0)
    assert beyond_chance(compared(number(3100), number(2800), UNKNOWN)) > 1


def test_estimates_are_neither_better_nor_worse() -> None:
    sampled = compared(number(200, (Note.SAMPLED,)), number(100), UNKNOWN, DAYS)
    assert facts(of("purchase", sampled))[0].good is None


@pytest.mark.parametrize(
    ("count", "provisional", "good"), [(120, False, True), (119, False, False), (119, True, None), (121, True, True)]
)
def test_a_target(count: float, provisional: bool, good: bool | None) -> None:
    target = Target(120, quotient(number(count), number(120)))
    fact = facts(of("purchase", counts(count), target=target), heading=replace(HEADING, provisional=provisional))[1]
    assert fact.good is good
    assert f"{count / 120:.1%} of the target of 120 was reached" in fact.text.en
    assert fact.text.ja == f"「Lpurchase」の目標 120件に対する達成率は {count / 120:.1%} です"


def test_a_target_without_a_number_is_not_missed() -> None:
    target = Target(120, UNKNOWN)
    assert len(facts(of("purchase", counts(1), target=target))) == 2


def test_the_largest_leak_of_all_users() -> None:
    chain = FunnelMonth(
        ("confirm", "purchase"), True, None, Known.YES,
        leaks=(
            Leak("x", "y", number(900), number(0.9), "device", "mobile"),
            Leak("confirm", "purchase", number(1200), number(0.617)),
        ),
    )  # fmt: skip
    other = FunnelMonth(("x", "y"), True, None, Known.YES, leaks=(Leak("x", "y", number(10), number(0.5)),))
    fact = facts(of("purchase", counts(1)), of("confirm", counts(1)), chains=(other, chain))[1]
    assert fact.text == Text(
        "Most users are lost between Lconfirm and Lpurchase: 1,200 users, 61.7% of those who came so far",
        "離脱が最も多いのは「Lconfirm」から「Lpurchase」の間で、1,200人（離脱率 61.7%）です",
    )


def test_the_micro_conversion_that_moved_most() -> None:
    small, large = of("confirm", counts(10, 30)), of("view_form", counts(1200, 1000))
    still = of("mv_call", counts(101, 100))
    fact = facts(of("purchase", counts(1)), small, large, still)[1]
    assert (
        fact.text.en == "Lview_form moved most among the micro-conversions: from 1,000 to 1,200 (+20.0%, +16.1% a day)"
    )
    assert fact.good is True
    assert "Lview_form" in fact.text.ja
    assert len(facts(of("purchase", counts(1)), still)) == 2


def test_a_mover_of_months_of_other_lengths_says_what_it_is_a_day() -> None:
    heading = replace(HEADING, month=span(Month(2026, 3)), before=span(Month(2026, 2)), made="2026-04-04")
    mover = of("view_form", compared(number(31_500), number(29_500), UNKNOWN, (31, 28, 31)))
    fact = facts(of("purchase", UNCOUNTED), mover, heading=heading)[1]
    assert fact.text.en.endswith("from 29,500 to 31,500 (+6.8%, -3.6% a day)")
    assert fact.text.ja.endswith("29,500件から31,500件になりました（+6.8%、1日あたりの前月比 -3.6%）")
    assert fact.good is False


RUNNING = replace(HEADING, made="2026-10-06", provisional=True)


def so_far(now: float, before: float, year: float) -> Compared:
    return compared(number(now), number(before), number(year), (6, 30, 31))


def test_a_month_that_is_not_over_is_compared_per_day_alone() -> None:
    first = facts(of("purchase", so_far(24, 60, 62)), heading=RUNNING)[0]
    assert first.text == Text(
        "Lpurchase: 24 in October 2026, +100.0% a day against September 2026, +100.0% a day against October 2025",
        "「Lpurchase」は2026年10月に24件でした。1日あたりの前月比 +100.0%、1日あたりの前年同月比 +100.0%",
    )
    assert first.good is True
    mover = facts(of("purchase", UNCOUNTED), of("confirm", so_far(24, 60, 62)), heading=RUNNING)[1]
    assert mover.text.en.endswith("from 60 to 24 (+100.0% a day against September 2026)")


def test_none_in_a_few_days_is_less_than_chance_makes_only_where_many_were_usual() -> None:
    few, many = of("confirm", so_far(0, 6, 6)), of("view_form", so_far(0, 70, 70))
    assert len(facts(of("purchase", UNCOUNTED), few, heading=RUNNING)) == 3
    assert facts(of("purchase", UNCOUNTED), few, many, heading=RUNNING)[1].text.en.startswith("Lview_form moved most")


def test_clicks_that_are_not_made_yet_are_no_lag() -> None:
    late = replace(of("purchase", so_far(24, 60, 62)), still_to_come=number(0.8))
    assert not [fact for fact in facts(late, heading=RUNNING) if "have yet to arrive" in fact.text.en]
    over = replace(RUNNING, made="2026-11-01")
    assert [fact for fact in facts(late, heading=over) if "have yet to arrive" in fact.text.en]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (Changes(), "It is not known whether the measurement setup was changed in October 2026"),
        (Changes((Source("journals", True), Source("setup", False))), "It is not known whether"),
        (KNOWN, "No changes of the measurement setup in October 2026"),
        (replace(KNOWN, entries=(ENTRY,)), "1 change of the measurement setup in October 2026"),
        (Changes(entries=(ENTRY, ENTRY)), "2 changes of the measurement setup in October 2026; there may be others"),
    ],
)
def test_changes(changes: Changes, text: str) -> None:
    assert facts(of("purchase", counts(1)), changes=changes)[-1].text.en.startswith(text)


def test_what_is_not_settled_is_the_end_and_never_left_out() -> None:
    target = Target(1, number(1))
    finals = [
        of("purchase", counts(1, 1), target=target),
        replace(of("purchase", counts(1, 1)), name="other", still_to_come=number(0.061)),
    ]
    leak = FunnelMonth(("a", "b"), True, None, Known.YES, leaks=(Leak("a", "b", number(9), number(0.5)),))
    many = facts(*finals, of("confirm", counts(10, 300)), chains=(leak,), heading=replace(HEADING, provisional=True))
    assert len(many) == 6
    assert many[-2].text.en == "The numbers of October 2026 are provisional: they count as settled from 2026-11-03 on"
    assert many[-2].text.ja == "2026年10月の数値は速報値です（2026年11月3日以降に確定値として扱います）"
    assert "about 6.1% of the conversions from the clicks of October 2026 have yet to arrive" in many[-1].text.en


def test_every_sentence_is_in_japanese() -> None:
    made = world(8, size=200)
    report = build(client(), given(made, provisional=True))
    assert 3 <= len(report.conclusion) <= 6
    for fact in report.conclusion:
        assert JAPANESE.search(fact.text.ja)
        assert not JAPANESE.search(fact.text.en.replace("ご購入", ""))
    assert made.of(Period.MONTH)
