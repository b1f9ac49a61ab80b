"""Google Ads as a provider: what a reader reads, and one mutate request for each step to change it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from microconv.clock import Clock, utc_now
from microconv.core.account_ids import Accounts
from microconv.core.errors import ApiError, CredentialsError, RejectedError
from microconv.core.kinds import ACTION, CUSTOM_GOAL, EVERYTHING, GOALS
from microconv.core.plan import Action, Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, failed, unsent
from microconv.core.resource import Reading
from microconv.providers.google_ads.client import Connection
from microconv.providers.google_ads.convert import RECENT_QUERY, Reader, fill
from microconv.providers.google_ads.hints import AGAIN
from microconv.providers.google_ads.reader import GoogleAdsReader
from microconv.providers.google_ads.references import References
from microconv.providers.google_ads.rehearsing import outcome, rehearsal
from microconv.providers.google_ads.writing import Account


class GoogleAds(GoogleAdsReader):
    """One Google Ads account. Implements core.ports.Provider.

    As its reader; with `accounts.manage_owner` conversions that belong to a manager account are changed there. Over a
    connection that can only read, `apply` and `rehearse` raise ReadOnlyError.
    """

    opens = Account
    _account: Account
    _owner: Account

    def __init__(
        self,
        connection: Connection,
        accounts: Accounts,
        needs: frozenset[str] = EVERYTHING,
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(connection, accounts, needs, clock=clock)
        self._references = References(accounts.customer_id, accounts.customer_id)
        self._known = False

    def read(self) -> Reading:
        """As its reader; what is read also tells by which resource names changes refer to things."""
        reading = super().read()
        self._references = References(self._owner.customer_id, self._account.customer_id)
        self._references.learn(reading.resources)
        self._known = True
        return reading

    def rehearse(self, changes: Sequence[Change]) -> Sequence[Outcome]:
        """Ask Google to validate the changes without doing them, in one call for each account. Raises ApiError.

        An action that a custom goal of the same request lists has a temporary name there.
        """
        outcomes: dict[int, Outcome] = {}
        for account in dict.fromkeys(self._of(change) for change in changes):
            part = [(index, change) for index, change in enumerate(changes) if self._of(change) is account]
            answers = rehearsal(account, [change for _, change in part], self._references, self._filled)
            outcomes.update((index, answer) for (index, _), answer in zip(part, answers, strict=True))
        return [outcomes[index] for index in range(len(changes))]

    def recent(self, ids: Collection[str]) -> Mapping[str, tuple[float, float]]:
        """Conversions of the last 30 days and their value, by action; nothing for a manager account. One call."""
        if self._manager:
            return {}
        counts = {}
        reader = Reader(self._account.customer_id)
        for row in self._account.search(RECENT_QUERY):
            identifier = reader.identifier(row.conversion_action)
            if identifier in ids:
                counts[identifier] = (row.metrics.all_conversions, row.metrics.all_conversions_value)
        return counts

    def labels(self, actions: Sequence[str]) -> Mapping[str, str]:
        """The labels of actions by name, see core.capabilities.Labelling: one call, none for no actions."""
        names = {}
        for action in actions:
            with suppress(KeyError):
                names[self._references.of(ACTION, action)] = action
        return {names[identifier]: label for identifier, label in self.send_tos(list(names)).items()}

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Send all changes of a step in one mutate request. What fails alone does not stop the rest, unless `whole`."""
        try:
            self._look(step.changes)
        except (ApiError, CredentialsError) as error:
            return [unsent(change, error) for change in step.changes]
        account = self._of(step.changes[0])
        self._references.expect(step.names)
        operations = []
        for change in step.changes:
            try:
                operations.append(self._filled(change, self._references))
            except KeyError as error:
                return [failed(item, self._unknown(item, error)) for item in step.changes]
        try:
            mutation = account.mutate(operations, whole=step.whole)
        except (ApiError, CredentialsError) as error:
            return [failed(change, error) for change in step.changes]
        outcomes = [outcome(account, index, change, mutation) for index, change in enumerate(step.changes)]
        for index, item in enumerate(outcomes):
            if item.status is Status.APPLIED and index in mutation.names:
                self._references.done(item.change, mutation.names[index])
        return outcomes

    def _look(self, changes: Sequence[Change]) -> None:
        """Read, if nobody has: whose the conversions are, and what goals refer to, is known from a reading alone.

        Raises ApiError, CredentialsError.
        """
        if not self._known and (self._manage_owner or any(change.address.type in GOALS for change in changes)):
            self.read()

    def _of(self, change: Change) -> Account:
        """The account in which a change happens."""
        shared = next(kind.shared for kind in self.types if kind.name == change.address.type)
        return self._owner if shared and self._manage_owner else self._account

    def _filled(self, change: Change, references: References, *, temporary: bool = False) -> Any:
        """The operation of a change. Raises KeyError for a reference to what is not there.

        What it makes has a temporary name if it is a custom goal, or if `temporary` says so.
        """
        operation = self._account.message("MutateOperation")
        kind = next(kind for kind in self.types if kind.name == change.address.type)
        name = references.of_change(change)
        if change.action is Action.CREATE and (temporary or kind.name == CUSTOM_GOAL):
            name = references.temporary(change)
        referred = ACTION if kind.name == CUSTOM_GOAL else CUSTOM_GOAL
        fill(operation, change, kind, name, lambda reference: references.of(referred, reference))
        return operation

    def _unknown(self, change: Change, error: KeyError) -> RejectedError:
        return RejectedError(
            api=self.name,
            account=self.account,
            code="NO_SUCH_OBJECT",
            message=f"there is no {error.args[0]} that a change refers to: an earlier step should have made it",
            target=str(change.address),
            hint=AGAIN,
        )
