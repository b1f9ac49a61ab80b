"""Numbers as people read them: none that is not 0 looks like 0, and none that is not there looks like a number."""

from __future__ import annotations

import pytest

from microconv.core.text import Language, Text
from microconv.render.report.numbers import shown, written
from microconv.render.report.outline import Cell, Form

EN, JA = Language.EN, Language.JA


@pytest.mark.parametrize(
    ("number", "form", "currency", "en", "ja"),
    [
        (1234, Form.COUNT, "", "1,234", "1,234"),
        (0, Form.COUNT, "", "0", "0"),
        (3.87, Form.COUNT, "", "3.9", "3.9"),
        (41.25, Form.DECIMAL, "", "41.3", "41.3"),
        (0.07, Form.DECIMAL, "", "0.07", "0.07"),
        (0.001, Form.DECIMAL, "", "<0.01", "<0.01"),
        (0, Form.DECIMAL, "", "0.0", "0.0"),
        (0.123, Form.SHARE, "", "12.3%", "12.3%"),
        (0.0001, Form.SHARE, "", "<0.1%", "<0.1%"),
        (0, Form.SHARE, "", "0.0%", "0.0%"),
        (0.9999, Form.SHARE, "", ">99.9%", ">99.9%"),
        (1, Form.SHARE, "", "100.0%", "100.0%"),
        (12.5, Form.SHARE, "", "1,250.0%", "1,250.0%"),
        (0.123, Form.CHANGE, "", "+12.3%", "+12.3%"),
        (-0.0004, Form.CHANGE, "", "-<0.1%", "-<0.1%"),
        (0, Form.CHANGE, "", "±0.0%", "±0.0%"),
        (-22, Form.DIFFERENCE, "", "-22", "-22"),
        (0, Form.DIFFERENCE, "", "±0", "±0"),
        (11234.4, Form.DIFFERENCE, "JPY", "+¥11,234", "+￥11,234"),
        (0.012, Form.POINTS, "", "+1.2 pt", "+1.2ポイント"),
        (72095, Form.MONEY, "JPY", "¥72,095", "￥72,095"),
        (-72095, Form.MONEY, "JPY", "-¥72,095", "-￥72,095"),
        (0.2, Form.MONEY, "JPY", "<¥1".replace("<¥1", "¥<1"), "￥<1"),
        (1234.5, Form.MONEY, "USD", "1,234.50 USD", "1,234.50 USD"),
        (1.2345, Form.MONEY, "KWD", "1.235 KWD", "1.235 KWD"),
        (1234.5, Form.MONEY, "", "1,234.5", "1,234.5"),
        (23, Form.SECONDS, "", "23s", "23秒"),
        (83.4, Form.SECONDS, "", "1m 23s", "1分23秒"),
        (123_120, Form.SECONDS, "", "34h 12m", "34時間12分"),
        (0.2, Form.SECONDS, "", "<1s", "<1秒"),
        (0, Form.SECONDS, "", "0s", "0秒"),
        (-14_000, Form.LONGER, "", "-3h 53m", "-3時間53分"),
    ],
)
def test_written(number: float, form: Form, currency: str, en: str, ja: str) -> None:
    assert written(number, form, EN, currency) == en
    assert written(number, form, JA, currency) == ja


def test_nothing_but_zero_looks_like_zero() -> None:
    for form in set(Form) - {Form.TEXT, Form.DAY}:
        zero = written(0, form, EN, "JPY").lstrip("±")
        for number in (1e-9, 0.0004, 0.004, 0.04, 0.4, 1, 1e12):
            assert written(number, form, EN, "JPY").lstrip("+") != zero, (form, number)


def test_cells_have_their_interval_and_marks() -> None:
    share = Cell(number=0.18, form=Form.SHARE, low=0.152, high=0.211, marks=("*1", "*2"))
    assert shown(share, EN) == "18.0% (15.2%–21.1%) *1*2"
    assert shown(share, JA) == "18.0%（15.2%〜21.1%） *1*2"
    assert shown(share, JA, marks=False) == "18.0%（15.2%〜21.1%）"
    assert shown(Cell(number=5, form=Form.COUNT, marks=("*1",)), EN) == "5*1"
    assert shown(Cell(Text("no data", "データなし"), form=Form.COUNT, marks=("*1",)), JA) == "データなし *1"


def test_days_have_their_weekday() -> None:
    day = Cell(Text("2026-10-05", "2026-10-05"), form=Form.DAY)
    assert shown(day, EN) == "2026-10-05 (Mon)"
    assert shown(day, JA) == "2026-10-05（月）"
    assert shown(Cell(Text("within the month", "当月中"), form=Form.DAY), JA) == "当月中"
