"""Accounts in memory that keep the APIs' rules: what the laws are proved on, and a provider around each."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from ads_store import AdsStore
from ga4_store import Ga4Store
from store import Store
from strategies import ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, CUSTOMER, PROPERTY

from microconv.core.documents.facts_json import facts_from_dict
from microconv.core.errors import RejectedError, UnclearError
from microconv.core.kinds import ALWAYS, EVERYTHING
from microconv.core.plan import Action, Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, failed
from microconv.core.resource import Live, Reading
from microconv.core.schema import ResourceType
from microconv.core.value import Scalar
from microconv.providers import TYPES
from microconv.providers.google_ads.references import References

__all__ = ["Account", "AdsStore", "Fault", "Ga4Store", "Store"]


class Fault(enum.Enum):
    """The kinds of failure of one write call."""

    ANSWER_LOST = "the write happens, the answer does not arrive"
    NOT_ARRIVED = "the request gets lost"
    INTERRUPT_BEFORE = "Ctrl-C before the write"
    INTERRUPT_AFTER = "Ctrl-C after the write"


class Account:
    """A store as a provider, which reads and refers to things as the real ones do.

    `faults` says what goes wrong with which write call, counted from 1. `reads_until` is how many reads succeed before
    the API goes away. `needs` are the types that are read. `owner` are facts about who owns the conversions. `refused`
    are changes that the API will not take. `watch` is called after every write that arrived.
    """

    def __init__(
        self,
        store: Store,
        faults: Mapping[int, Fault] | None = None,
        reads_until: int = 99,
        needs: frozenset[str] = EVERYTHING,
    ) -> None:
        self.store = store
        self.name = store.api
        self.account = "123-456-7890" if self.name == "google_ads" else PROPERTY
        self.types: tuple[ResourceType, ...] = tuple(kind for kind in TYPES if kind.provider == self.name)
        self.calls = 0
        self.writes = 0
        self.faults = dict(faults or {})
        self.owner: Mapping[str, Scalar] = {}
        self.refused: Collection[Change] = ()
        self.watch: Callable[[], None] = lambda: None
        self._needs = needs
        self._reads_left = reads_until
        self._references = References(CUSTOMER, CUSTOMER)

    def read(self) -> Reading:
        self.calls += 1
        self._reads_left -= 1
        if self._reads_left < 0:
            raise UnclearError(api=self.name, account=self.account, code="UNAVAILABLE", message="no answer")
        facts = facts_from_dict({"customer.currency_code": "JPY", **self.owner} if self.name == "google_ads" else {})
        live = tuple(item for item in self.store.live.values() if self._is_read(item))
        types = {kind.name for kind in self.types if kind.name in self._needs | ALWAYS}
        self._references = References(CUSTOMER, CUSTOMER)
        self._references.learn(live)
        return Reading(self.name, self.account, live, facts, calls=1, types=frozenset(types))

    def _is_read(self, item: Live) -> bool:
        """Goals of campaigns come where one overrides the account's, and custom goals that campaigns use always."""
        configs = self.store.of(CAMPAIGN_CONFIG)
        if item.address.type == CAMPAIGN_GOAL and any(one.state["goal_config_level"] == "campaign" for one in configs):
            return True
        if item.address.type == CUSTOM_GOAL and item.id in {one.state["custom_conversion_goal"] for one in configs}:
            return True
        return item.address.type in self._needs | ALWAYS

    def rehearse(self, changes: Sequence[Change]) -> Sequence[Outcome]:
        self.calls += self.name == "google_ads"  # the real provider of GA4 cannot be asked
        return [Outcome(change, Status.APPLIED) for change in changes]

    def apply(self, step: Step) -> Sequence[Outcome]:
        self.calls += 1
        self.writes += 1
        fault = self.faults.get(self.writes)
        if fault is Fault.INTERRUPT_BEFORE:
            raise KeyboardInterrupt
        if fault is Fault.NOT_ARRIVED:
            return [failed(change, self._silence()) for change in step.changes]
        outcomes = self._whole(step) if step.whole else list(self._outcomes(step))
        self.watch()
        if fault is Fault.INTERRUPT_AFTER:
            raise KeyboardInterrupt
        if fault is Fault.ANSWER_LOST:
            return [failed(change, self._silence()) for change in step.changes]
        return outcomes

    def _whole(self, step: Step) -> list[Outcome]:
        """All of it, or nothing."""
        before = dict(self.store.live)
        outcomes = list(self._outcomes(step))
        wrong = [item.error for item in outcomes if item.error is not None]
        if not wrong:
            return outcomes
        self.store.live = before
        return [item if item.error is not None else failed(item.change, wrong[0]) for item in outcomes]

    def _outcomes(self, step: Step) -> Iterator[Outcome]:
        for change in step.changes:
            try:
                if change in self.refused:
                    raise RejectedError(api=self.name, account=self.account, code="REFUSED", message="by the test")
                self._carry_out(change)
            except RejectedError as error:
                yield failed(change, error)
            else:
                yield Outcome(change, Status.APPLIED, f"REQ-{self.writes}" if self.name == "google_ads" else "")

    def _carry_out(self, change: Change) -> None:
        if self.name != "google_ads":
            self.store.carry_out(change)
            return
        there = set(self.store.live)
        try:
            self.store.carry_out(change, self._references.of_change(change), self._refer(change))
        except KeyError as error:
            raise RejectedError(
                api=self.name, account=self.account, code="NO_SUCH_OBJECT", message=str(error)
            ) from error
        made = set(self.store.live) - there
        new = [item for item in made if self.store.live[item].address.type == change.address.type]
        name = new[0] if change.action is Action.CREATE else change.id or self._references.of_change(change)
        self._references.done(change, name)

    def _refer(self, change: Change) -> Callable[[str, Scalar], Scalar]:
        def refer(name: str, value: Scalar) -> Scalar:
            if isinstance(value, tuple):
                return tuple(sorted(self._references.of(ACTION, item) for item in value))
            if name == "custom_conversion_goal" and value:
                return self._references.of(CUSTOM_GOAL, str(value))
            return value

        return refer

    def _silence(self) -> UnclearError:
        return UnclearError(api=self.name, account=self.account, code="DEADLINE_EXCEEDED", message="no answer in time")
