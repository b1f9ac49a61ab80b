"""The notes that stand at any number of a report, and what is known of each table it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from microconv.core.answers import Table
from microconv.report.figures import Figure, Known, Note
from microconv.report.ground import Ground


def notes_of(*parts: object) -> tuple[Note, ...]:
    """Every note of any figure in these parts of a report, each once, in the order of Note."""
    seen = {note for part in parts for note in _notes(part)}
    return tuple(note for note in Note if note in seen)


def left_out(ground: Ground, **shown: int) -> tuple[tuple[str, int], ...]:
    """The sections that show fewer rows than the answers have, by the numbers that they show, and how many are not."""
    columns = {"pages": "page", "landing_pages": "landing_page", "items": "item"}
    rows = {name: len(ground.ga4(name, column).named()) for name, column in columns.items()}
    return tuple((name, rows[name] - number) for name, number in shown.items() if rows[name] > number)


def sources(ground: Ground) -> tuple[tuple[str, Known, str], ...]:
    """Each table that was asked for: its name, what is known of it, the API's words where it refused."""
    ga4, ads = ground.given.ga4, ground.given.google_ads
    tables: list[tuple[str, Table]] = []
    if ga4 is not None:
        tables += [(f"ga4 {name}", table) for name, table in ga4.tables.items()]
        tables += [(f"ga4 funnel {' > '.join(one.steps)} {one.by}".strip(), one.table) for one in ga4.funnels]
    if ads is not None:
        tables += [("google_ads campaigns", ads.campaigns), ("google_ads actions", ads.actions)]
    return tuple((name, *_known(table)) for name, table in tables)


def _known(table: Table) -> tuple[Known, str]:
    if not table.asked:
        return Known.NOT_ASKED, ""
    if table.refused:
        return Known.REFUSED, table.refused.en
    return (Known.YES, "") if table.rows or not table.limits.empty else (Known.NO_DATA, table.limits.empty)


def _notes(part: object) -> Iterator[Note]:
    if isinstance(part, Figure):
        yield from part.notes
    elif isinstance(part, Note):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _notes(one)
    elif is_dataclass(part) and not isinstance(part, type):
        for name in _names(type(part)):
            yield from _notes(getattr(part, name))


@cache
def _names(kind: type[Any]) -> Iterable[str]:
    return tuple(one.name for one in fields(kind))
