"""Plans of one run seen together: what clients share of an account is planned once, and a base's mistake is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from microconv.cli import exit_codes
from microconv.core.planning.fleet import FEWEST

if TYPE_CHECKING:
    from microconv.cli.overview import Overview
    from microconv.core.client import Client
    from microconv.core.errors import Refusal
    from microconv.core.planning.limits import Limits
    from microconv.core.planning.owners import Owners
    from microconv.fleet.check import Planned
    from microconv.fleet.tasks.plan import PlanAnswer, PlanTask


class PlansTogether:
    """Takes the plans of a run in the order of its clients."""

    def __init__(self, clients: Sequence[Client], limits: Limits) -> None:
        self._by_label = {client.label: client for client in clients}
        self._limits = limits
        self._planned: list[Planned] = []
        self._own: dict[str, tuple[Refusal, ...]] = {}
        self._owners: Owners | None = None

    def take(self, answer: PlanAnswer) -> PlanAnswer:
        """The answer, its plan without what an earlier client's plan has of an account of theirs."""
        if len(self._by_label) < 2:
            return answer
        from microconv.fleet.check import Planned, owners

        client = self._by_label[answer.plan.client]
        self._planned.append(Planned(client, answer.plan))
        self._own[client.label] = answer.refusals
        self._owners = self._owners or owners([*self._by_label.values()])
        return replace(answer, plan=self._owners.once(client, answer.plan))

    def against(self, label: str) -> tuple[Refusal, ...]:
        """The reasons why a sync would refuse a client beside its own: it contradicts another one of the run, or what
        it wants of their account is planned with one that is refused. One without changes is done.
        """
        if self._owners is None:
            return ()
        reasons = tuple(self._owners.conflicts.get(label, ()))
        if reasons and any(one.client.label == label and one.plan.changes for one in self._planned):
            return reasons
        leaders = sorted(self._owners.leaders.get(label, ()))
        return next(filter(None, (self._own[one] or self.against(one) for one in leaders)), ())

    def settled(self, overview: Overview, tasks: Sequence[PlanTask], code: int) -> int:
        """The exit code of the run, and `code` where all is settled: that a client is refused, a later one may show.

        The overview hears of it. Raises JournalError.
        """
        for task in tasks:
            if reasons := self.against(task.client.label):
                overview.refused(task, reasons[0].summary)
        codes = overview.without(()).values()
        return exit_codes.combined(codes) if code != exit_codes.INTERRUPTED and tasks else code

    def refusals(self, before: int) -> tuple[Refusal, ...]:
        """The reasons why a sync would write nothing for all of them, or for some that contradict each other.

        `before` is the number of clients that a run which is resumed has done.
        """
        if self._owners is None:
            return ()
        reasons = tuple(dict.fromkeys(one for of_client in self._owners.conflicts.values() for one in of_client))
        if len(self._planned) < FEWEST:
            return reasons
        from microconv.fleet.check import check_fleet

        return (*check_fleet(self._planned, len(self._planned) + before, self._limits), *reasons)
