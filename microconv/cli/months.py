"""Months and the folder of reports on the command line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from microconv.cli import spoken
from microconv.core.months import Month
from microconv.core.text import Text
from microconv.monthly.folder import REPORTS

_FIRST = Month(2000, 10)
"""The month in which Google Ads began (googlepress.blogspot.com, 2000-10-23)."""


class MonthType(click.ParamType[Month]):
    """A month such as `2026-10`."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month. Fails for any other text."""
        if isinstance(value, Month):
            return value
        try:
            month = Month.parse(value)
        except ValueError:
            text = Text(
                f"{value!r} is not a month: write the year and the month, as in 2026-10",
                f"{value!r} は月として読み取れません。2026-10 のように年と月で指定してください",
            )
            raise click.UsageError(text, ctx) from None
        if month < _FIRST:
            text = Text(f"there are no numbers before {_FIRST}", f"{_FIRST} より前のデータはありません")
            raise click.UsageError(text, ctx)
        return month


month_option = click.option(
    "--month",
    type=MonthType(),
    metavar="YYYY-MM",
    help="The month; without it the last whole one, in the time zone of the GA4 property.",
)


def _keep(_context: click.Context, _parameter: click.Parameter, value: Path) -> Path:
    """Remember the folder, in which nothing is written over."""
    spoken.REPORTS.set(value)
    return value


reports_option = click.option(
    "--reports",
    type=click.Path(path_type=Path, file_okay=False),
    default=REPORTS,
    callback=_keep,
    show_default=True,
    metavar="DIR",
    help="The folder of the frozen reports.",
)


def check_month(month: Month | None, now: datetime.datetime) -> None:
    """Raise ReportError for a month that has not begun anywhere: once, and not for each client."""
    from microconv.monthly.when import check_begun

    if month is not None:
        check_begun(month, now)


def last_month_of_all(now: datetime.datetime) -> Month:
    """The last whole month in UTC, where no account is asked for its time zone."""
    return Month.of(now.astimezone(datetime.UTC).date()).before
