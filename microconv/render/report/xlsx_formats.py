"""Formats of cells in a workbook: numbers stay numbers, and their format shows signs, units and footnote marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microconv.core.currencies import DECIMALS
from microconv.core.text import Language
from microconv.render.report.outline import Cell, Form
from microconv.render.safe import safe

_TONES = {"good": "#1B6E3C", "bad": "#B3261E"}
HEAD = "#1F3A5F"
LINE = "#C9CED6"

_LONGEST = 40
"""The most characters of a literal: a format may have 255 in all (Excel's specifications and limits)."""


_WHOLE, _FRACTIONS = "#,##0", "#,##0.0##"
"""Digits of whole numbers, and of others, which must not look whole or like 0."""


def number_format(form: Form, currency: str, language: Language, marks: str = "", digits: str = _WHOLE) -> str:
    """Excel's number format of a form; `marks` stand behind the number, which stays a number.

    `digits`: those of a number that has no currency and no unit.
    """
    return ";".join(f"{section}{_quoted(marks)}" for section in _sections(form, currency, language, digits))


def _sections(form: Form, currency: str, language: Language, digits: str) -> tuple[str, ...]:
    """The sections of a format: one for all, or for conditions, the rest last; signed ones for +, - and 0."""
    if form is Form.SECONDS:
        unit = _seconds(language)
        return f"[>=100]#,##0{unit}", f"#,##0.0{unit}"
    if form is Form.SHARE:
        return "[=0]0.0%", '[<0.0005]"<0.1%"', "#,##0.0%"
    if form is Form.POINTS:
        return '+#,##0.0%" pt"', '-#,##0.0%" pt"', '"±"0.0%" pt"'
    if form is Form.CHANGE:
        return "+#,##0.0%", "-#,##0.0%", '"±"0.0%'
    plain = _plain(form, currency, language, digits)
    if form in (Form.DIFFERENCE, Form.LONGER):
        return f"+{plain}", f"-{plain}", f'"±"{plain}'
    return (plain,)


def _plain(form: Form, currency: str, language: Language, digits: str) -> str:
    if form is Form.LONGER:
        return f"#,##0{_seconds(language)}"
    if currency:
        decimals = DECIMALS.get(currency, 2)
        amount = _WHOLE + (f".{'0' * decimals}" if decimals else "")
        if currency == "JPY":
            return _quoted("¥" if language is Language.EN else "￥") + amount
        return amount + _quoted(f" {currency}")
    return "#,##0.0#" if form is Form.DECIMAL else "#,##0.##" if form is Form.MONEY else digits


def _seconds(language: Language) -> str:
    return _quoted(" s" if language is Language.EN else "秒")


def _quoted(text: str) -> str:
    """A text as a literal of a number format."""
    shown = safe(text).replace(chr(34), "")[:_LONGEST]
    return f'"{shown}"' if shown else ""


def cell_format(cell: Cell, language: Language) -> Mapping[str, Any]:
    """The properties of a cell's format, for XlsxWriter."""
    properties: dict[str, Any] = {"valign": "top", "border": 1, "border_color": LINE}
    if cell.number is not None:
        marks = "".join(f" {mark}" for mark in cell.marks)
        whole = cell.number.is_integer() if isinstance(cell.number, float) else True
        fraction = cell.form is Form.DIFFERENCE and not cell.currency and not whole
        properties["num_format"] = number_format(
            cell.form, cell.currency, language, marks, digits=_FRACTIONS if fraction else _WHOLE
        )
    elif cell.form is Form.DAY:
        properties |= {"num_format": DAYS[language], "align": "left"}
    elif cell.form is not Form.TEXT:
        properties |= {"align": "right", "font_color": "#5F6368"}
    else:
        properties["text_wrap"] = True
    if cell.tone in _TONES:
        properties["font_color"] = _TONES[cell.tone]
    return properties


DAYS = {Language.EN: "yyyy-mm-dd (ddd)", Language.JA: '[$-411]yyyy-mm-dd"（"aaa"）"'}
"""The formats of a day with its weekday."""
