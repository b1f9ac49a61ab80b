"""The reports in a client's folder, as data."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from microconv.core.errors import ReportError, said
from microconv.core.months import Month
from microconv.core.text import Text, joined
from microconv.monthly.folder import ReportFolder, damaged
from microconv.monthly.when import known_zone, last_month
from microconv.report.consistent import check_consistent
from microconv.report.document import from_json
from microconv.report.editions import Moved, changed
from microconv.report.model import Report


class FrozenReports:
    """The frozen reports of a client. Every method raises ReportError where a file cannot be used."""

    def __init__(self, folder: ReportFolder, client: str) -> None:
        self._folder = folder
        self._client = client

    def report(self, month: Month, edition: int) -> Report:
        """An edition of a month's report."""
        path = self._folder.edition_path(month, edition)
        text = self._folder.edition(month, edition)
        try:
            report = from_json(text)
        except ReportError as error:
            raise ReportError(joined((f"{path}: ", said(error)), "", ""), hint=error.hint) from error
        head = report.heading
        if (head.client, head.month.month, head.edition) != (self._client, str(month), edition):
            raise damaged(path, Text("it is another report", "別のレポートです"))
        try:
            check_consistent(report)
        except (ValueError, OverflowError) as error:
            raise damaged(path, Text(f"{error}", f"内容に矛盾があります: {error}")) from error
        return report

    def changed(self, month: Month, report: Report) -> tuple[Moved, ...]:
        """Every number of a report that is not as in the edition before it, if there is one."""
        earlier = [number for number in self._folder.editions(month) if number < report.heading.edition]
        return changed(self.report(month, earlier[-1]), report) if earlier else ()

    def last(self, before: Month | None = None) -> Report | None:
        """The newest edition of the last month that has one, before a month; None where there is none."""
        months = [month for month in self._folder.months() if before is None or month < before]
        return self.report(months[-1], self._folder.editions(months[-1])[-1]) if months else None

    def last_month(self, now: datetime.datetime, zone: Callable[[], datetime.tzinfo]) -> Month:
        """The last whole month in the time zone of the last report, or else in `zone`, asked for where it decides."""
        return last_month(now, lambda: self._zone() or zone())

    def _zone(self) -> datetime.tzinfo | None:
        report = self.last()
        names = [account.time_zone for account in report.heading.accounts if account.time_zone] if report else []
        return known_zone(names[0]) if names else None


def last_report_day(root: Path, client: str) -> datetime.date | None:
    """The day on which the client's last report below `root` was made; None where there is none. Raises ReportError."""
    report = FrozenReports(ReportFolder(root, client), client).last()
    return datetime.date.fromisoformat(report.heading.made[:10]) if report else None
