"""Clients are begun only while what they need still fits: into the quota that is left, and into the run's budget."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from microconv.core.errors import QuotaSpentError
from microconv.core.text import NO_TEXT, Text
from microconv.fleet.finished import label_of
from microconv.fleet.logins import credentials_of
from microconv.fleet.needs import Measured, Need
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quotas import DAY, GOOGLE_ADS
from microconv.providers.registry import rows

if TYPE_CHECKING:
    from microconv.core.plan import Plan
    from microconv.fleet.finished import Finished

Amounts = Mapping[str, int]
Ledgers = Callable[[str, Any], "QuotaLedger | None"]
"""Gives the ledger of an API for the accounts of a client; None where it is not known."""


class Under(NamedTuple):
    """A task under way: what was set aside for it by API, and the ledgers that it takes from."""

    amounts: Amounts
    ledgers: Mapping[str, QuotaLedger]


class QuotaGate:
    """Lets a task begin only if what it needs still fits, as a gate of one run. One thread asks it.

    measured: what commands need. command: the name of the one that runs.
    ledgers: where the quota that is left is known.
    budget: the operations of Google Ads that the run may spend; None for as many as it needs.
    """

    def __init__(self, measured: Measured, command: str, ledgers: Ledgers, budget: int | None = None) -> None:
        self._measured, self._command, self._ledgers, self._budget = measured, command, ledgers, budget
        self._needs: dict[tuple[str, int], Mapping[str, Need]] = {}
        self._under: dict[int, Under] = {}
        self._spent = 0
        self._before: dict[QuotaLedger, int] = {}
        self._ended: dict[QuotaLedger, int] = {}
        self._taken: dict[str, dict[str, dict[str, int]]] = {}
        self._ahead: dict[str, Under] = {}
        self._waiting = False
        self._used_up: set[tuple[str, str]] = set()

    def needs(self, task: Any) -> Mapping[str, Need]:
        """The needs of a task, by API, as far as its client has an account there. Raises JournalError."""
        key = kind_of(self._command, task), len(getattr(task.client, "conversions", ()))
        if key not in self._needs:
            self._needs[key] = self._measured.of(*key)
        accounts = task.client.accounts
        there = {row.name for row in rows() if row.account(accounts)}
        return {api: need for api, need in self._needs[key].items() if api in there}

    def operations(self, task: Any) -> int:
        """The operations of Google Ads that the budget must have room for, for a task to begin. Raises JournalError."""
        need = self.needs(task).get(GOOGLE_ADS)
        return 0 if need is None else self._amount(GOOGLE_ADS, need, task)

    def against(self, task: Any) -> Text:
        """The reason, where the quota of an API or the budget has no room for it. Otherwise room is set aside."""
        self._ahead.pop(label_of(task), None)
        amounts = {api: self._amount(api, need, task) for api, need in self.needs(task).items()}
        if self._budget is not None and not self._in_budget(amounts.get(GOOGLE_ADS, 0)):
            return budget_spent(self._budget)
        for api in amounts:
            if (api, credentials_of(api, task.client.accounts)) in self._used_up:
                return quota_spent(api)
        ledgers = {api: ledger for api in amounts if (ledger := self._ledgers(api, task.client.accounts))}
        for api, ledger in ledgers.items():
            if amounts[api] and not self._fits(api, ledger, amounts[api]):
                return quota_spent(api)
        self._under[id(task)] = Under(amounts, ledgers)
        return NO_TEXT

    def ended(self, finished: Finished[Any, Any]) -> None:
        """Give back what was set aside, and count what was taken in its place."""
        error = finished.error or getattr(finished.answer, "error", None)
        if isinstance(error, QuotaSpentError):  # also by a worker whose ledger is not this machine's
            self._used_up.add((error.api, credentials_of(error.api, finished.task.client.accounts)))
        under = self._under.pop(id(finished.task), None)
        if under is None or not finished.reached:
            return
        self._spent += finished.spent.get(GOOGLE_ADS, 0)
        for api, ledger in under.ledgers.items():
            self._ended[ledger] = self._ended.get(ledger, 0) + finished.spent.get(api, 0)
        if finished.error is None and finished.spent:
            self._learn(finished)
        plan = getattr(finished.answer, "ahead", None)
        if plan is not None:
            self._waiting = True
            self._keep_room(finished.task, plan, under.ledgers)

    def only(self, labels: Iterable[str]) -> None:
        """Give up the room that is kept for plans of other clients than these: they are not applied."""
        self._waiting, staying = False, {*labels}
        self._ahead = {label: under for label, under in self._ahead.items() if label in staying}

    def keep(self) -> None:
        """Keep what clients have taken, for the estimate of the next run; not before plans that wait are applied.

        Raises JournalError.
        """
        if self._waiting:
            return
        for kind, taken in self._taken.items():
            if len(taken) > 1:
                self._measured.add(kind, [*taken.values()])
        self._taken.clear()

    def _learn(self, finished: Finished[Any, Any]) -> None:
        """Count what a client took: where it was planned first, applying its plan comes on top."""
        label, kind = label_of(finished.task), kind_of(self._command, finished.task)
        whole = self._taken.setdefault(self._command, {}).setdefault(label, {})
        for api, number in finished.spent.items():
            whole[api] = whole.get(api, 0) + number
            if kind != self._command:
                part = self._taken.setdefault(kind, {}).setdefault(label, {})
                part[api] = max(0, number - _writes(api, _plan_of(finished.task)))

    def _keep_room(self, task: Any, plan: Plan, ledgers: Mapping[str, QuotaLedger]) -> None:
        """Keep room for the plan of a task, which is applied later in the run, if there is any.

        Otherwise plans of others would take all that there is, and none could be applied.
        """
        kind, accounts = applying(self._command), {row.name for row in rows() if row.account(task.client.accounts)}
        amounts = {
            api: self._most(api, need, kind) + _writes(api, plan)
            for api, need in self._measured.of(kind).items()
            if api in accounts
        }
        fits = all(self._fits(api, ledger, amounts.get(api, 0)) for api, ledger in ledgers.items())
        if fits and (self._budget is None or self._in_budget(amounts.get(GOOGLE_ADS, 0))):
            self._ahead[label_of(task)] = Under(amounts, ledgers)

    def _in_budget(self, amount: int) -> bool:
        """True where the budget has room for so many operations of Google Ads more; for none it always has."""
        aside = self._aside(self._under, GOOGLE_ADS) + self._aside(self._ahead, GOOGLE_ADS)
        return not amount or self._budget is None or self._spent + aside + amount <= self._budget

    def _amount(self, api: str, need: Need, task: Any) -> int:
        """The most that a client has taken so far; of a plan that is known, its changes come on top."""
        return self._most(api, need, kind_of(self._command, task)) + _writes(api, _plan_of(task))

    def _most(self, api: str, need: Need, kind: str) -> int:
        taken = [one.get(api, 0) for one in self._taken.get(kind, {}).values()]
        return max(taken) if taken and not need.measured else max(need.most, *taken, 0)

    def _aside(self, whose: Mapping[Any, Under], api: str, ledger: QuotaLedger | None = None) -> int:
        """The amount that is set aside for tasks under way, or kept for plans."""
        under = whose.values()
        return sum(one.amounts.get(api, 0) for one in under if ledger is None or one.ledgers.get(api) is ledger)

    def _fits(self, api: str, ledger: QuotaLedger, amount: int) -> bool:
        """True where the quota has room beside what is set aside and not taken yet."""
        used, left = ledger.used_and_left(DAY)
        if left is None:
            return True
        before = self._before.setdefault(ledger, used)
        aside = self._aside(self._under, api, ledger)
        taken = min(max(used - before - self._ended.get(ledger, 0), 0), aside)
        return amount + aside - taken + self._aside(self._ahead, api, ledger) <= left


def _plan_of(task: Any) -> Plan | None:
    """The plan that a task applies; None where none is known yet."""
    plan: Plan | None = getattr(task, "plan", None)
    return plan


def _writes(api: str, plan: Plan | None) -> int:
    """The cost of the changes of a plan that is known: in Google Ads each is asked about, and made."""
    changes = () if plan is None else plan.changes
    return (2 if api == GOOGLE_ADS else 1) * sum(change.address.provider == api for change in changes)


def kind_of(command: str, task: Any) -> str:
    """The name under which needs are measured: the command; of plans that are known, applying them."""
    return applying(command) if type(getattr(task, "work", task)).__name__ == "ApplyTask" else command


def applying(command: str) -> str:
    """The name under which the part of a command is measured that applies a plan."""
    return f"{command} apply"


def budget_spent(budget: int) -> Text:
    """The reason why a client is left out of a run with a budget."""
    return Text(
        f"the budget of {budget:,} operations has no room for them",
        f"--budget の上限 {budget:,} オペレーションに達するため",
    )


def quota_spent(api: str) -> Text:
    """The reason why a client is left out where the quota is used up."""
    title = next(row.title for row in rows() if row.name == api)
    return Text(
        f"the quota of {title} for 24 hours is used up",
        f"{getattr(title, 'ja', title)}の 24 時間あたりの割り当てを使い切ったため",
    )


def totals(gate: QuotaGate, tasks: Sequence[Any]) -> dict[str, tuple[float, int, bool]]:
    """The needs of tasks together, by API: the amount, of how many clients, and whether all of it was measured."""
    together: dict[str, tuple[float, int, bool]] = {}
    for task in tasks:
        for api, need in gate.needs(task).items():
            amount, clients, measured = together.get(api, (0.0, 0, True))
            together[api] = amount + need.usual, clients + 1, measured and need.measured
    return together
