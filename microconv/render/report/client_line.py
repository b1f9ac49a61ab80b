"""A report as one line of the page that lists many."""

from __future__ import annotations

from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.report.page.index_line import IndexLine
from microconv.render.report.results import name_of
from microconv.render.report.words import month_name
from microconv.report.key_numbers import key_numbers
from microconv.report.model import Report


def client_line(report: Report, path: str) -> IndexLine:
    """The client's line. `path` is that of its page, relative to the list."""
    numbers, leak = key_numbers(report), NO_TEXT
    if numbers.leak is not None:
        step, following = name_of(numbers.leak.step, report), name_of(numbers.leak.next, report)
        leak = untranslated(f"{step} → {following}")
    return IndexLine(
        client=report.heading.client,
        month=month_name(report.heading.month.month),
        path=path,
        finals=numbers.finals.value,
        change=numbers.change.value,
        target=numbers.target.value,
        leak=leak,
        provisional=report.heading.provisional,
        emulated=report.heading.emulated,
    )


def failed_line(client: str, why: Text) -> IndexLine:
    """The line of a client without a report."""
    return IndexLine(client=client, failed=why)
