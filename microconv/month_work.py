"""The month's work on a client, as methods of a project: report, funnel, values, roles, suggestions, reviews."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microconv.config.editing import Edited
    from microconv.core.months import Month
    from microconv.monthly.client_reports import ClientReports
    from microconv.monthly.funnels import FunnelChoice
    from microconv.report.model import Report
    from microconv.review.agenda import Proposal
    from microconv.sitting.answers import ValuesChoice
    from microconv.sitting.client_sitting import ClientSitting
    from microconv.sitting.model import ReviewAnswer, RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer


class MonthWork(ABC):
    """The part of a project that reports and reviews. It writes into no account."""

    @abstractmethod
    def reports(self, folder: Path | None = None) -> ClientReports:
        """The monthly reports of the client below `folder` (None: `reports`)."""

    @abstractmethod
    def _sitting(self, folder: Path | None = None) -> ClientSitting:
        """The sittings of the client."""

    def report(
        self, month: Month | None = None, *, refresh: bool = False, audit: bool = True, folder: Path | None = None
    ) -> Report:
        """The report of a month, None for the last whole one in the time zone of the numbers.

        Drawn from the one that was frozen below `folder`; else made, and frozen from the third day of the next month
        on. `refresh` makes another edition. Raises ReportError, ApiError, CredentialsError.
        """
        return self.reports(folder).report(month, refresh=refresh, audit=audit).report

    def funnel(self, month: Month | None = None, choice: FunnelChoice | None = None) -> Report:
        """A report of the chains of `funnel: {next}` alone. Raises ReportError, ApiError, CredentialsError."""
        from microconv.monthly.funnels import FunnelChoice

        return self.reports().funnel(month, choice or FunnelChoice())

    def values(self, choice: ValuesChoice | None = None) -> ValuesAnswer:
        """The values of the micro-conversions by their results, and what is proposed; changes nothing.

        Raises ReportError, ApiError, CredentialsError; ExportError for files of an export.
        """
        from microconv.sitting.answers import ValuesChoice

        return self._sitting().values(choice or ValuesChoice())

    def roles(self) -> RolesAnswer:
        """The roles of the chains by their results, and what is proposed. Raises as `values`."""
        return self._sitting().roles()

    def suggest(self) -> SuggestAnswer:
        """The events and pages that are no conversion yet and could be one. Raises as `values`."""
        return self._sitting().suggest()

    def test_size(self, uplift: float | None = None) -> SizesAnswer:
        """The tests of two arms that the traffic suffices for; `uplift` is the relative change. Raises as `values`."""
        from microconv.review.sample_size import UPLIFT

        return self._sitting().test_size(UPLIFT if uplift is None else uplift)

    def review(self, folder: Path | None = None) -> ReviewAnswer:
        """The whole sitting: report, audit, values, roles, suggestions, and one set of proposals. Raises as `values`.

        The monthly report is that below `folder` (None: `reports`), made and frozen where it is not there yet.
        """
        return self._sitting(folder).review()

    def decide(
        self,
        accepted: Sequence[Proposal],
        declined: Sequence[Proposal] = (),
        *,
        review: bool = False,
        today: datetime.date | None = None,
    ) -> Edited:
        """The config with accepted proposals and what was decided, not written yet: `Edited` has path and content.

        With `review` it says too that a review took place, and what was declined. `today` is the day of the decisions,
        `ground.today` of the answer; None for the clock's. Raises ConfigError, also for a client of no file.
        """
        from microconv.sitting.deciding import edited

        reports = self.reports()
        clock = reports.clock or reports.connections.clock
        return edited(reports.client, accepted, declined, today or clock().date(), review=review)
