"""The sittings of one client: what is asked for, and with which connections."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.audit.run import facts_wanted
from microconv.core.kinds import PROPERTY
from microconv.core.resource import Reading
from microconv.monthly.client_reports import ClientReports
from microconv.review.sample_size import UPLIFT
from microconv.sitting.answers import ValuesChoice, roles_answer, sizes_answer, suggest_answer, values_answer
from microconv.sitting.around import Around, Questions
from microconv.sitting.gathering import Gathering
from microconv.sitting.model import ReviewAnswer, RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer
from microconv.sitting.review import review_answer


@dataclass(frozen=True)
class ClientSitting:
    """The sittings of one client. Every method raises ApiError, CredentialsError, ReportError.

    reports: its monthly reports, with the way to its accounts.
    needs: the names of the types that a plan of it reads.
    """

    reports: ClientReports
    needs: frozenset[str]

    def values(self, choice: ValuesChoice) -> ValuesAnswer:
        """The values of its micro-conversions. Raises ExportError for files of an export."""
        asked = self._gathering(Questions(paid=choice.paid, export=choice.export))
        return values_answer(asked, choice.scheme)

    def roles(self) -> RolesAnswer:
        """The roles of its chains."""
        return roles_answer(self._gathering(Questions(strategies=True)))

    def suggest(self) -> SuggestAnswer:
        """The steps that could be conversions."""
        return suggest_answer(self._gathering(Questions(seen=True)))

    def test_size(self, uplift: float = UPLIFT) -> SizesAnswer:
        """The tests that are possible. `uplift`: the relative change to be seen."""
        return sizes_answer(self._gathering(Questions()), uplift)

    def review(self) -> ReviewAnswer:
        """The whole sitting, with the report of the last whole month."""
        asked = self._gathering(Questions(audited=True, seen=True))
        return review_answer(asked, self.reports.report(readings=lambda: asked.readings))

    def _gathering(self, questions: Questions) -> Gathering:
        reports = self.reports
        access = reports.access(reports.client.accounts)

        def read(audited: bool) -> tuple[Reading, ...]:
            if audited:
                return access.measured(reports.everything, reports.events, facts_wanted())
            return access.read(self.needs | {PROPERTY}, reports.events)  # which has the time zone of the numbers

        around = Around(
            client=reports.client,
            access=access,
            read=read,
            journals=reports.journals,
            folder=reports.folder,
            clock=reports.clock or reports.connections.clock,
            events=reports.events,
        )
        return Gathering(around, questions)
