"""Numbers of a report as people read them: `1,234`, `12.3%`, `+12.3%`, `￥72,095`, `1m 23s`.

A number that is not 0 is never written as 0, and one that is not there is never written as a number.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from microconv.core.currencies import DECIMALS
from microconv.core.text import Language
from microconv.render.report.outline import Cell, Form
from microconv.render.report.words import WEEKDAYS

_YEN = {Language.EN: "¥", Language.JA: "￥"}


def shown(cell: Cell, language: Language, *, marks: bool = True) -> str:
    """A cell in one language, with its interval and, with `marks`, the marks of its footnotes. Not yet safe."""
    text = cell_text(cell, language)
    if marks and cell.marks:
        text += "".join(cell.marks) if text.endswith(tuple("0123456789%")) else f" {''.join(cell.marks)}"
    return text


def cell_text(cell: Cell, language: Language) -> str:
    """A cell in one language with its interval, without marks."""
    if cell.number is None:
        text = cell.text.of(language)
        return day(text, language) if cell.form is Form.DAY else text
    text = written(cell.number, cell.form, language, cell.currency)
    if cell.low is None or cell.high is None:
        return text
    low, high = (written(end, cell.form, language, cell.currency) for end in (cell.low, cell.high))
    return f"{text} ({low}–{high})" if language is Language.EN else f"{text}（{low}〜{high}）"


def written(number: float, form: Form, language: Language, currency: str = "") -> str:
    """A number in its form and language; a difference in a currency where one is given."""
    match form:
        case Form.SHARE:
            return _share(number)
        case Form.CHANGE:
            return _signed(number, _percent(abs(number)))
        case Form.POINTS:
            return _signed(number, _percent(abs(number)).replace("%", " pt" if language is Language.EN else "ポイント"))
        case Form.DIFFERENCE if currency:
            return _signed(number, money(abs(number), currency, language))
        case Form.DIFFERENCE:
            return _signed(number, _plain(abs(number)))
        case Form.MONEY:
            return money(number, currency, language)
        case Form.SECONDS:
            return seconds(number, language)
        case Form.LONGER:
            return _signed(number, seconds(abs(number), language))
        case Form.DECIMAL:
            return _decimal(number)
        case Form.COUNT | Form.TEXT | Form.DAY:
            return _plain(number)


def money(amount: float, currency: str, language: Language) -> str:
    """An amount in the main unit, with its currency's decimals: `￥72,095`, `1,234.50 USD`; without a code `1,234`."""
    if amount < 0:
        return f"-{money(-amount, currency, language)}"
    if not currency:
        return _plain(amount)
    decimals = DECIMALS.get(currency, 2)
    least = 10**-decimals
    text = _rounded(amount, decimals) if amount == 0 or amount >= least / 2 else f"<{least:.{decimals}f}"
    return f"{_YEN[language]}{text}" if currency == "JPY" else f"{text} {currency}"


def seconds(number: float, language: Language) -> str:
    """A time: `23s`, `1m 23s`, `34h 12m`; in Japanese `23秒`, `1分23秒`, `34時間12分`."""
    if number < 0:
        return f"-{seconds(-number, language)}"
    whole = round(number)
    units = ("h ", "m ", "s") if language is Language.EN else ("時間", "分", "秒")
    if 0 < number < 0.5:
        return f"<1{units[2]}"
    minutes, rest = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours:,}{units[0]}{minutes_left}{units[1]}".strip()
    return f"{minutes}{units[1]}{rest}{units[2]}" if minutes else f"{rest}{units[2]}"


def day(text: str, language: Language) -> str:
    """An ISO date with its weekday: `2026-10-05 (Mon)`; any other text as it is."""
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        return text
    name = WEEKDAYS[date.weekday()].of(language)
    return f"{text} ({name})" if language is Language.EN else f"{text}（{name}）"


def _share(number: float) -> str:
    text = _percent(abs(number))
    if number < 0:
        return f"-{text}"
    return ">99.9%" if number < 1 and text == "100.0%" else text


def _percent(size: float) -> str:
    text = f"{_rounded(size * 100, 1)}%"
    return "<0.1%" if size > 0 and text == "0.0%" else text


def _signed(number: float, size: str) -> str:
    return f"{'+' if number > 0 else '-' if number < 0 else '±'}{size}"


def _plain(number: float) -> str:
    return _rounded(number, 0) if float(number).is_integer() else _decimal(number)


def _rounded(number: float, decimals: int) -> str:
    """A number with so many decimals, halves away from zero as spreadsheets round them."""
    rounded = Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,f}"


def _decimal(number: float) -> str:
    """One decimal, and below 1 two."""
    size = abs(number)
    if size == 0 or size >= 1:
        return _rounded(number, 1)
    sign = "-" if number < 0 else ""
    return f"{sign}{_rounded(size, 2)}" if size >= 0.005 else f"{sign}<0.01"
