"""Conversions that are still to come: the share is known where all conversions follow one lag."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core.answers import Row, Table
from microconv.core.monthly import GOOGLE_ADS_TABLES
from microconv.core.months import Month
from microconv.core.text import untranslated
from microconv.report.figures import Figure, Known, Why
from microconv.report.lag import FEW, LAGS, ToCome, complete, still_to_come
from tests.heavy import examples
from tests.unit.report.worlds import OCTOBER

DAY = datetime.date(2026, 11, 4)


def test_months_that_ended_ninety_days_ago_are_complete() -> None:
    assert complete(OCTOBER, DAY)[0] == Month(2026, 7)
    assert complete(OCTOBER, DAY)[-1] == Month(2025, 10)
    assert complete(OCTOBER, datetime.date(2026, 10, 28))[0] == Month(2026, 6)
    assert complete(OCTOBER, datetime.date(2026, 10, 29))[0] == Month(2026, 7)
    assert len(complete(OCTOBER, datetime.date(2028, 1, 1))) == 12


@pytest.mark.parametrize(
    ("made", "counts", "share"),
    [
        (DAY, {"less_than_one_day": 100.0}, 0.0),
        (datetime.date(2026, 11, 1), {"less_than_one_day": 100.0}, 0.0),
        (datetime.date(2026, 10, 31), {"less_than_one_day": 100.0}, 1 / 31),
        (datetime.date(2026, 10, 16), {"less_than_one_day": 100.0}, 16 / 31),
        (datetime.date(2027, 1, 31), {"less_than_one_day": 50.0, "sixty_to_ninety_days": 50.0}, 0.0),
        # the last clicks are 4, 5, 6 days old, and all of theirs come on the seventh
        (DAY, {"six_to_seven_days": 100.0}, 3 / 31),
        (DAY, {"six_to_seven_days": 50.0, "less_than_one_day": 150.0}, 3 / 31 / 4),
        (
            DAY,
            {"thirty_to_forty_five_days": 100.0},
            1 - sum(max(0, age - 30) / 15 for age in range(4, 35)) / 31,
        ),
    ],
)
def test_the_share_of_one_lag(made: datetime.date, counts: Mapping[str, float], share: float) -> None:
    assert still_to_come(OCTOBER, made, counts).value == pytest.approx(share)


def test_few_conversions_and_unknown_lags_say_nothing() -> None:
    assert still_to_come(OCTOBER, DAY, {"less_than_one_day": FEW - 1}) == Figure(None, Known.NO_DATA, Why.FEW)
    assert still_to_come(OCTOBER, DAY, {"less_than_one_day": FEW}).known is Known.YES
    assert still_to_come(OCTOBER, DAY, {"less_than_one_day": 60.0, "unknown": 59.0}).known is Known.YES
    assert still_to_come(OCTOBER, DAY, {"less_than_one_day": 60.0, "unknown": 61.0}).known is Known.NO_DATA
    assert still_to_come(OCTOBER, DAY, {}).known is Known.NO_DATA


LAG = st.dictionaries(st.sampled_from(sorted(LAGS)), st.floats(0, 1000), min_size=1)


@settings(max_examples=examples(200), deadline=None)
@given(LAG, st.integers(0, 200))
def test_the_share_falls_with_time_to_nothing(counts: Mapping[str, float], days: int) -> None:
    made = OCTOBER.first + datetime.timedelta(days=days)
    share = still_to_come(OCTOBER, made, counts).value
    if share is not None:
        following = still_to_come(OCTOBER, made + datetime.timedelta(days=1), counts).value
        assert -1e-9 <= (following or 0) <= share + 1e-9 <= 1 + 1e-8
        assert days < 121 or share == pytest.approx(0, abs=1e-9)


def table(*rows: tuple[str, str, str, float]) -> Table:
    columns, metrics = GOOGLE_ADS_TABLES["actions"]
    return Table(columns, metrics, tuple(Row(row[:3], (0.0, 0.0, row[3], *[0.0] * 5)) for row in rows))


def test_each_action_has_its_own_lag_and_the_account_that_of_all() -> None:
    to_come = ToCome(
        table(
            ("2026-07", "11", "six_to_seven_days", 40.0),
            ("2026-06", "11", "six_to_seven_days", 20.0),
            ("2026-07", "12", "less_than_one_day", 60.0),
            ("2026-08", "12", "sixty_to_ninety_days", 1000.0),
            ("2026-07", "13", "sixty_to_ninety_days", 1.0),
        ),
        OCTOBER,
        DAY,
    )
    assert to_come.of("11").value == pytest.approx(3 / 31)
    assert to_come.of("12").value == 0
    assert to_come.of("13").why == Why.FEW
    assert to_come.of("14").why == Why.FEW
    assert to_come.of().value == pytest.approx((60 * 3 / 31 + 1) / 121)
    assert (to_come.expected("11"), to_come.expected("12"), to_come.expected("13")) == (True, False, True)


def test_a_table_that_does_not_tell() -> None:
    no = untranslated("QUOTA: no")
    assert ToCome(Table(asked=False), OCTOBER, DAY).of("11").known is Known.NOT_ASKED
    assert ToCome(Table(refused=no), OCTOBER, DAY).of("11") == Figure(None, Known.REFUSED, "QUOTA: no")
    assert ToCome(Table(whole=False), OCTOBER, DAY).of("11").why == Why.CUT
    assert ToCome(table(), OCTOBER, DAY).of("11").why == Why.FEW
    assert not ToCome(table(), OCTOBER, datetime.date(2027, 2, 1)).expected("11")


def test_every_lag_of_google_has_its_days() -> None:
    """The words are those of the enumeration, so that none is left out unseen."""
    from google.ads.googleads.v25.enums.types.conversion_lag_bucket import ConversionLagBucketEnum

    words = {one.name.lower() for one in ConversionLagBucketEnum.ConversionLagBucket}
    assert words - {"unspecified", "unknown"} == {*LAGS}
    spans = sorted(LAGS.values())
    assert [end for _, end in spans[:-1]] == [first for first, _ in spans[1:]]
    assert (spans[0][0], spans[-1][1]) == (0, 90)
