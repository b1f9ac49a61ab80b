"""A client's report of a month: drawn from the frozen one, or made of what the APIs answer, and frozen."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from microconv.access import Access
from microconv.audit.run import Choice, audit_accounts, facts_wanted
from microconv.clock import Clock
from microconv.core.client import Client
from microconv.core.monthly import History
from microconv.core.months import Month
from microconv.core.planning.declared import declared_actions
from microconv.core.ports import Events
from microconv.core.resource import Reading, any_emulated
from microconv.core.setup_changes import Changes
from microconv.core.text import Text
from microconv.loading import take_snapshot
from microconv.monthly.answered import check_answered, gaps
from microconv.monthly.audited import NOT_RUN, summary
from microconv.monthly.changes import Setup, Sources, changes
from microconv.monthly.folder import ReportFolder
from microconv.monthly.frozen import FrozenReports
from microconv.monthly.runs import client_runs, owner_of
from microconv.monthly.when import check_begun, may_be_settled, zone_of_changes, zone_of_readings
from microconv.providers.registry import pairs, types
from microconv.report.build import build
from microconv.report.document import to_json
from microconv.report.editions import Moved
from microconv.report.given import Given
from microconv.report.model import SECTIONS, AuditSummary, Report
from microconv.report.questions import wanted
from microconv.version import __version__


@dataclass(frozen=True)
class Surroundings:
    """Where a report comes from, and where it goes.

    client: the client's config.
    access: the way to its accounts.
    read: reads everything in them, with the facts of these names.
    journals: the folder of the journals.
    folder: the client's reports.
    clock: tells the time.
    events: hears what is waited for.
    """

    client: Client
    access: Access
    read: Callable[[frozenset[str]], tuple[Reading, ...]]
    journals: Path
    folder: ReportFolder
    clock: Clock
    events: Events


@dataclass(frozen=True)
class Reported:
    """A report, and what became of it.

    report: the report.
    path: the file of its edition; None where it is not frozen: it is provisional, or answers are missing.
    drawn: it was frozen before, and is what that edition says.
    overtaken: it was frozen by another run while this one asked for its numbers, which are dropped.
    changed: what is not as in the edition before it.
    notes: the file for the person's notes.
    missing: why answers are missing that may be had later.
    """

    report: Report
    notes: Path
    path: Path | None = None
    drawn: bool = False
    overtaken: bool = False
    changed: tuple[Moved, ...] = ()
    missing: tuple[Text, ...] = ()


class Making:
    """The way to one report. `month`: None for the last whole one; `refresh`: a new edition; `audit`: with an audit."""

    def __init__(
        self, around: Surroundings, month: Month | None = None, *, refresh: bool = False, audit: bool = True
    ) -> None:
        self._around = around
        self._client, self._folder = around.client, around.folder
        self._month = month
        self._refresh = refresh
        self._audit = audit
        self._now = around.clock()
        self._frozen = FrozenReports(self._folder, self._client.label)
        self._read: tuple[Reading, ...] | None = None

    def report(self) -> Reported:
        """The report. Raises ReportError, ApiError, CredentialsError."""
        if self._month is not None:
            check_begun(self._month, self._now)
        month = self._month or self._frozen.last_month(self._now, lambda: zone_of_readings(self._readings))
        editions = self._folder.editions(month)
        if editions and not self._refresh:
            return self._drawn(month, editions[-1])
        return self._made(month, editions[-1] if editions else 0)

    def _drawn(self, month: Month, edition: int) -> Reported:
        report = self._frozen.report(month, edition)
        notes = self._folder.notes(month)
        return Reported(
            replace(report, notes=notes) if notes else report,
            self._folder.notes_path(month),
            self._folder.edition_path(month, edition),
            drawn=True,
            changed=self._frozen.changed(month, report),
        )

    @property
    def _readings(self) -> tuple[Reading, ...]:
        if self._read is None:  # not a cached property: Python 3.11 lets one of all reports compute it at a time
            self._read = self._around.read(facts_wanted() if self._audit else frozenset())
        return self._read

    def _made(self, month: Month, newest: int) -> Reported:
        notes = self._folder.notes(month)
        previous = self._frozen.last(month)
        if newest:
            self._frozen.report(month, newest)  # what it is compared with afterwards can be read
        if may_be_settled(month, self._now):
            self._folder.prepare()
        zone = zone_of_readings(self._readings)
        today = self._now.astimezone(zone).date()
        check_begun(month, self._now, zone)
        settings = self._client.report
        sections = settings.sections or SECTIONS
        ga4, google_ads = self._around.access.monthly(wanted(self._client, month, sections), self._around.events)
        check_answered(month, ga4, google_ads)
        history = self._around.access.history(month) if self._client.property_id else None
        annotated = self._around.access.annotated(month) if self._client.annotate else None
        given = Given(
            month=month,
            made=self._now.astimezone(zone).isoformat(timespec="seconds"),
            version=__version__,
            ga4=ga4,
            google_ads=google_ads,
            provisional=not month.settled(today),
            edition=newest + 1,
            changes=self._changes(month, today, zone_of_changes(month, zone, previous), history, annotated),
            audit=self._audited(previous),
            notes=notes,
            actions=declared_actions(types(), self._client, self._readings),
            previous=previous,
            targets=settings.targets.get(month, {}),
            pages={path: (page.label, page.heatmap) for path, page in self._client.pages.items()},
            sections=sections,
            other_requests=sum(one.calls for one in self._readings)
            + sum(one.requests for one in (history, annotated) if one),
        )
        report = build(self._client, given)
        missing = gaps(ga4, google_ads)
        if given.provisional or missing:
            return Reported(report, self._folder.notes_path(month), missing=missing)
        return self._kept(month, report, today)

    def _kept(self, month: Month, report: Report, today: datetime.date) -> Reported:
        """Freeze a report, and the setup first: where another run was faster, its report is the one that counts."""
        edition = report.heading.edition
        if month.after == Month.of(today):
            self._folder.freeze_setup(month, take_snapshot(self._readings, self._now))
        if not self._folder.freeze(month, edition, to_json(report)):
            return replace(self._drawn(month, edition), overtaken=True)
        return Reported(
            report,
            self._folder.notes_path(month),
            self._folder.edition_path(month, edition),
            changed=self._frozen.changed(month, report),
        )

    def _audited(self, previous: Report | None) -> AuditSummary:
        if not self._audit:
            return NOT_RUN
        last = datetime.date.fromisoformat(previous.heading.made[:10]) if previous else None
        return summary(audit_accounts(self._client, self._readings, self._now, Choice(last_report=last)))

    def _changes(
        self,
        month: Month,
        today: datetime.date,
        zone: datetime.tzinfo,
        history: History | None,
        annotated: History | None,
    ) -> Changes:
        emulated = any_emulated(self._readings)
        accounts, owner = pairs(self._client.accounts), owner_of(self._readings)
        runs = client_runs(self._around.journals, accounts, emulated=emulated, owner=owner)
        setup = self._setup(month)
        if isinstance(setup, Text) and month >= Month.of(today).before:
            setup = Setup(self._now.isoformat(timespec="seconds"), self._readings)
        before, earlier = self._setup(month.before), self._setup(month.before.before)
        known = Sources(runs, setup, before, history, annotated, earlier)
        return changes(self._client, month, zone, known, types())

    def _setup(self, month: Month) -> Setup | Text:
        """The setup that was frozen with a month's report, or why it is not known."""
        snapshot = self._folder.setup(month)
        if snapshot is None:
            return Text(
                f"the setup at the end of {month} was not frozen: no report was made in the month after it",
                f"{month} 末の設定が保存されていません（翌月中にレポートを作成しなかったため）",
            )
        readings = tuple(snapshot.reading(*account) for account in snapshot.accounts)
        if any_emulated(readings) != any_emulated(self._readings):
            return Text(
                f"the setup that was frozen for {month} is not one of these accounts: one is emulated",
                f"{month} に保存された設定は、このアカウントのものではありません（一方はエミュレーターです）",
            )
        return Setup(snapshot.taken, readings)
