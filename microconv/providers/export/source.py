"""The exported events in DuckDB: one view of plain columns over the files, which are read a part at a time.

Columns as "BigQuery Export schema" has them (support.google.com/analytics/answer/7029846, read in copies, 2026-11-29).
BigQuery writes 64-bit integers into JSON as texts, and leaves NULL out
(cloud.google.com/bigquery/docs/exporting-data, read in copies, 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from microconv.core.errors import ExportError
from microconv.core.frozen import FrozenDict
from microconv.core.paths import PAID_CHANNELS
from microconv.core.text import Text
from microconv.providers.export.files import Files

_VALUE = "STRUCT(string_value VARCHAR, int_value BIGINT, float_value DOUBLE, double_value DOUBLE)"
COLUMNS: Mapping[str, str] = FrozenDict(
    {
        "event_date": "VARCHAR",
        "event_timestamp": "BIGINT",
        "event_name": "VARCHAR",
        "user_pseudo_id": "VARCHAR",
        "event_params": f'STRUCT("key" VARCHAR, "value" {_VALUE})[]',
        "is_active_user": "BOOLEAN",
        "batch_page_id": "BIGINT",
        "batch_ordering_id": "BIGINT",
        "batch_event_index": "BIGINT",
        "session_traffic_source_last_click": "STRUCT(cross_channel_campaign STRUCT(default_channel_group VARCHAR))",
    }
)
"""The columns that are read, with DuckDB's types."""

_NEEDED = ("event_date", "event_timestamp", "event_name", "user_pseudo_id", "event_params")
_CHANNEL = "session_traffic_source_last_click.cross_channel_campaign.default_channel_group"
_PATH = "'^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*([^?#]*)'"


_PARAMS = f"CAST(event_params AS {COLUMNS['event_params']})"
"""Parquet tells its own types; a kind of value that nobody sent may be missing there."""


def _param(key: str) -> str:
    return f"[param.value FOR param IN {_PARAMS} IF param.key = '{key}'][1]"


_NUMBER = _param("value")
PLAIN: Mapping[str, str] = FrozenDict(
    {
        "day": "event_date",
        "micros": "event_timestamp",
        "uid": "user_pseudo_id",
        "active": "COALESCE(is_active_user, TRUE)",
        "name": "event_name",
        "page": f"COALESCE(NULLIF(regexp_extract({_param('page_location')}.string_value, {_PATH}, 1), ''), '/')",
        "paid": f"{_CHANNEL} IN ({', '.join(repr(one) for one in PAID_CHANNELS)})",
        "value": f"COALESCE({_NUMBER}.double_value, {_NUMBER}.float_value, CAST({_NUMBER}.int_value AS DOUBLE))",
        "currency": f"{_param('currency')}.string_value",
        "session": f"{_param('ga_session_id')}.int_value",
        "page_load": "batch_page_id",
        "batch": "batch_ordering_id",
        "place": "batch_event_index",
    }
)
"""The plain columns, as `queries` has them, and what they are made of."""

_WITHOUT: Mapping[str, str] = FrozenDict(
    {"active": "TRUE", "paid": "CAST(NULL AS BOOLEAN)", "page_load": "0", "batch": "0", "place": "0"}
)
"""Stand-ins for columns that older exports lack."""


def make_view(library: Any, db: Any, files: Files) -> None:
    """Make the view `events` over the files. Raises ExportError for files of another shape; duckdb.Error."""
    read = _reader(files)
    columns = dict(PLAIN)
    for name, content in PLAIN.items() if files.parquet else ():
        try:
            db.execute(f"SELECT {content} FROM {read} LIMIT 0")
        except library.BinderException as error:
            if name not in _WITHOUT:
                raise _shape(name, content, error) from error
            columns[name] = _WITHOUT[name]
    listed = ", ".join(f"{content} AS {name}" for name, content in columns.items())
    db.execute(f"CREATE TEMP VIEW events AS SELECT {listed} FROM {read}")


def _reader(files: Files) -> str:
    """The rows of the files, as SQL has them after FROM."""
    if files.parquet:
        return f"read_parquet({_list(files.patterns)}, union_by_name = true)"
    columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in COLUMNS.items())
    parts = []
    for compression in ("none", "gzip"):  # DuckDB looks for it behind the last dot before a question mark
        some = [one for one in files.patterns if one.endswith(".gz") == (compression == "gzip")]
        if some:
            how = f"format = 'newline_delimited', compression = '{compression}', columns = {{{columns}}}"
            parts.append(f"SELECT * FROM read_json({_list(some)}, {how})")
    return f"({' UNION ALL '.join(parts)})"


def _list(names: Sequence[str]) -> str:
    """Names of files as SQL writes a list."""
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _shape(name: str, content: str, error: Exception) -> ExportError:
    needed = next((one for one in _NEEDED if one in content), name)
    words = str(error).partition("\n")[0]
    return ExportError(
        Text(
            f"the files are not GA4's export: they have no column {needed} as it should be ({words})",
            f"GA4 のエクスポートではありません: 列 {needed} が正しい形式で存在しません（{words}）",
        )
    )
