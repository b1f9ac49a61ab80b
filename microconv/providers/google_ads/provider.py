"""Google Ads as a provider: two search streams to read an account, one mutate request to change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.client import dashed
from microconv.core.errors import ApiError, CredentialsError
from microconv.core.plan import Change
from microconv.core.ports import Outcome, Status, failed
from microconv.core.resource import Live, Reading
from microconv.core.schema import ResourceType, Scalar
from microconv.core.steps import Step
from microconv.providers.google_ads.client import Account, Connection, Mutation
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION
from microconv.providers.google_ads.convert import ACTIONS_QUERY, CUSTOMER_QUERY, GOALS_QUERY, Reader, fill
from microconv.providers.google_ads.errors import WHOLE_REQUEST, rejected
from microconv.providers.google_ads.goals import goal_facts


class GoogleAds:
    """One Google Ads account. Implements core.ports.Provider."""

    name = "google_ads"
    types: tuple[ResourceType, ...] = (CONVERSION_ACTION,)

    def __init__(self, connection: Connection, customer_id: str, login_customer_id: str = "") -> None:
        self._account = Account(connection, customer_id, login_customer_id)

    @property
    def account(self) -> str:
        """The customer id with dashes."""
        return self._account.name

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return self._account.calls

    def read(self) -> Reading:
        """Every conversion action, the account itself and its goals: two calls, or three for an empty account."""
        before = self.calls
        reader = Reader(self._account.customer_id)
        resources: list[Live] = []
        customer: Any = None
        for row in self._account.search(ACTIONS_QUERY):
            resources.append(reader.live(row.conversion_action))
            customer = row.customer
        goals = goal_facts(self._account.search(GOALS_QUERY))
        if customer is None:
            customer = next((row.customer for row in self._account.search(CUSTOMER_QUERY)), None)
        facts: dict[str, Scalar] = {"emulated": self._account.emulated, **goals}
        if customer is not None:
            facts.update(self._customer_facts(customer))
        return Reading(self.name, self.account, tuple(resources), facts, self.calls - before)

    def _customer_facts(self, customer: Any) -> dict[str, Scalar]:
        owner = customer.conversion_tracking_setting.google_ads_conversion_customer.removeprefix("customers/")
        facts: dict[str, Scalar] = {
            "customer.currency_code": customer.currency_code,
            "customer.descriptive_name": customer.descriptive_name,
            "customer.manager": customer.manager,
            "customer.auto_tagging_enabled": customer.auto_tagging_enabled,
        }
        if owner and owner != self._account.customer_id:
            facts["account.refusal"] = (
                f"the conversions of {self.account} belong to {dashed(owner)} (cross-account conversion tracking): "
                "a change there would touch every account that shares them"
            )
        return facts

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Send all changes of a step in one mutate request. What fails alone does not stop the rest."""
        try:
            mutation = self._account.mutate([self._operation(change) for change in step.changes])
        except (ApiError, CredentialsError) as error:
            return [failed(change, error) for change in step.changes]
        return [self._outcome(index, change, mutation) for index, change in enumerate(step.changes)]

    def _outcome(self, index: int, change: Change, mutation: Mutation) -> Outcome:
        if index not in mutation.failures and WHOLE_REQUEST not in mutation.failures:
            return Outcome(change, Status.APPLIED, mutation.request_id)
        errors = mutation.failures.get(index, [])
        return failed(change, rejected(errors, self.account, str(change.address), mutation.request_id))

    def _operation(self, change: Change) -> Any:
        operation = self._account.message("MutateOperation")
        fill(operation, change)
        return operation
