"""The files of an export: a folder with `events_YYYYMMDD….json` (a row a line), `.json.gz` or `.parquet`, or one file.

Files of `events_intraday_` are left out: their days come again as whole ones, and they do not tell whose session came
from an ad (support.google.com/analytics/answer/7029846, read in copies, 2026-11-28).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.core.errors import ExportError
from microconv.core.text import Text

_JSON, _PARQUET = (".json", ".json.gz"), (".parquet",)
_EVENTS, _INTRADAY = "events_", "events_intraday_"
_HINT = Text(
    "export the tables events_… of the BigQuery dataset as newline-delimited JSON or Parquet, and name their folder",
    "BigQuery データセットの events_… テーブルを改行区切り JSON または Parquet でエクスポートし、"
    "そのフォルダを指定してください",
)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an export, all of one form. `paths`: in the order of their names."""

    paths: tuple[Path, ...]
    parquet: bool

    @property
    def patterns(self) -> list[str]:
        """Their names for DuckDB, to which `*`, `?` and `[` would else stand for other names."""
        return ["".join(f"[{one}]" if one in "*?[" else one for one in str(path)) for path in self.paths]


def files_of(place: Path) -> Files:
    """The files of an export at a place, a folder or one file. Raises ExportError."""
    if place.is_file():
        return _of_one_form(place, [place])
    try:
        names = sorted(path for path in place.iterdir() if path.is_file())
    except FileNotFoundError:
        raise _error(place, Text("there is no such folder or file", "フォルダまたはファイルがありません")) from None
    except OSError as error:
        words = error.strerror or str(error)
        raise _error(place, Text(f"it cannot be read: {words}", f"読み取れません: {words}")) from error
    return _of_one_form(
        place, [path for path in names if path.name.startswith(_EVENTS) and not path.name.startswith(_INTRADAY)]
    )


def _of_one_form(place: Path, paths: list[Path]) -> Files:
    """Raises ExportError where there are none, or those of both forms, which may hold the same events twice."""
    json = tuple(path for path in paths if path.name.endswith(_JSON))
    parquet = tuple(path for path in paths if path.name.endswith(_PARQUET))
    if json and parquet:
        raise _error(
            place,
            Text(
                "it has JSON and Parquet files of events: keep one of them",
                "JSON と Parquet のファイルが混在しています",
            ),
        )
    if not (json or parquet):
        raise _error(
            place,
            Text(
                "it has no file events_….json, events_….json.gz or events_….parquet",
                "events_….json、events_….json.gz、events_….parquet のいずれもありません",
            ),
        )
    return Files(json or parquet, bool(parquet))


def _error(place: Path, why: Text) -> ExportError:
    return ExportError(Text(f"the export {place}: {why.en}", f"エクスポート {place}: {why.ja}"), hint=_HINT)
