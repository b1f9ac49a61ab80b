"""A report as the overview of many clients has it."""

from __future__ import annotations

from microconv.core.client_numbers import ClientNumbers
from microconv.core.text import NO_TEXT, Language, Text, untranslated
from microconv.render.fleet_page.line import Answered, Remark, Topic
from microconv.render.report.numbers import cell_text
from microconv.render.report.outline import Cell, Form
from microconv.render.report.page.words import WORDS
from microconv.render.report.results import name_of
from microconv.render.report.words import month_name
from microconv.report.key_numbers import KeyNumbers, key_numbers
from microconv.report.model import Report

HEADS = (WORDS["month"], WORDS["finals"], WORDS["change"], WORDS["target"], WORDS["leak"])
"""The heads of the cells."""


def report_answered(report: Report, path: str, calls: int = 0) -> Answered:
    """The month in the numbers by which clients are compared: final conversions, their change, the target, a leak.

    path: that of the report's page; empty for none.
    calls: the API calls that it took.
    """
    numbers, head = key_numbers(report), report.heading
    leak = WORDS["none"]
    if numbers.leak is not None:
        step, following = name_of(numbers.leak.step, report), name_of(numbers.leak.next, report)
        leak = untranslated(f"{step} → {following}")
    cells = (
        month_name(head.month.month),
        _number(numbers.finals.value, Form.COUNT),
        _number(numbers.change.value, Form.CHANGE),
        WORDS["none"] if numbers.target.value is None else _number(numbers.target.value, Form.SHARE),
        leak,
    )
    remarks = (Remark(Topic.PROVISIONAL, WORDS["provisional"]),) if head.provisional else ()
    return Answered(
        ClientNumbers(calls=calls), remarks, emulated=head.emulated, cells=cells, page=path, missing=missing(numbers)
    )


def missing(numbers: KeyNumbers) -> float:
    """The share that is missing to the target or to last month's number, whichever is more, by which lists are sorted.

    Unknown finals miss more than all; where there is nothing to compare with, nothing is missing.
    """
    if numbers.finals.value is None:
        return float("inf")
    change, target = numbers.change.value, numbers.target.value
    shares = [0.0] if change is None and target is None else []
    shares += [-change] if change is not None else []
    shares += [1 - target] if target is not None else []
    return max(shares)


def _number(value: float | None, form: Form) -> Text:
    """A number in both languages; unknown where there is none."""
    cell = Cell(WORDS["unknown"] if value is None else NO_TEXT, value, form)
    return Text(cell_text(cell, Language.EN), cell_text(cell, Language.JA))
