"""Exports that cannot be used, as errors."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from microconv.core.errors import ExportError
from microconv.core.paths import PathsWanted
from microconv.core.text import Text
from microconv.providers.export.files import Files


def unreadable(place: Path, error: Exception) -> ExportError:
    """DuckDB cannot read it; its words say which file and line."""
    words = str(error).partition("\n")[0]
    return ExportError(Text(f"the export {place}: {words}", f"エクスポート {place}: {words}"))


def no_export(files: Files) -> ExportError:
    """Some rows are no events."""
    names = f"{files.paths[0].name}, …" if len(files.paths) > 1 else files.paths[0].name
    return ExportError(
        Text(
            f"{names}: rows without event_name, event_timestamp or an event_date such as 20261001 are not GA4's export",
            f"{names}: event_name、event_timestamp、または 20261001 形式の event_date がない行があり、"
            "GA4 のエクスポートではありません",
        )
    )


def no_days(wanted: PathsWanted, counts: Mapping[datetime.date, int]) -> ExportError:
    """The export has other days than those that are asked about."""
    there = f"{min(counts)}–{max(counts)}" if counts else "-"
    return ExportError(
        Text(
            f"the export has no events from {wanted.first} to {wanted.last}; days that it has: {there}",
            f"エクスポートに {wanted.first} から {wanted.last} までのイベントがありません。含まれる期間: {there}",
        )
    )


def too_short(wanted: PathsWanted, present: frozenset[datetime.date]) -> ExportError:
    """The days are fewer than the horizon."""
    first, last, horizon = min(present), max(present), f"{wanted.horizon_days:g}"
    return ExportError(
        Text(
            f"the export has events from {first} to {last} alone: nobody has had {horizon} days for the final event",
            f"エクスポートの期間が {first} から {last} までと短く、{horizon} 日間が経過したユーザーがいません",
        )
    )
