"""The things without which an export cannot be read: DuckDB, and the property's time zone."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microconv.core.errors import ExportError
from microconv.core.text import Text


def duckdb_library() -> Any:
    """The package duckdb. Raises ExportError where it is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise ExportError(
            Text(
                "files of the BigQuery export are read by DuckDB, which is not installed",
                "BigQuery エクスポートのファイルを読み取る DuckDB がインストールされていません",
            ),
            hint=Text("run `pip install 'microconv[duckdb]'`", "`pip install 'microconv[duckdb]'` を実行してください"),
        ) from error
    return duckdb


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises ExportError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ExportError(
            Text(
                f"{name!r} is no time zone such as Asia/Tokyo",
                f"{name!r} は Asia/Tokyo のようなタイムゾーンではありません",
            )
        ) from error
