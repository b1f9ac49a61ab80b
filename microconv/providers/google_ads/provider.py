"""Google Ads as a provider: a few search streams to read an account, one mutate request for each step to change it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from microconv.core.client import dashed
from microconv.core.errors import AccessDeniedError, ApiError, CredentialsError, RejectedError
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, EVERYTHING, GOALS
from microconv.core.plan import Action, Change
from microconv.core.ports import Outcome, Status, failed, unsent
from microconv.core.resource import Live, Reading, Standing
from microconv.core.schema import ResourceType, Scalar
from microconv.core.steps import Step
from microconv.providers.google_ads import goals, tags
from microconv.providers.google_ads.client import Account, Connection, Mutation
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION
from microconv.providers.google_ads.convert import ACTIONS_QUERY, CUSTOMER_QUERY, RECENT_QUERY, Reader, fill
from microconv.providers.google_ads.errors import API, WHOLE_REQUEST, rejected, undone
from microconv.providers.google_ads.ownership import sharing
from microconv.providers.google_ads.references import References

TYPES: tuple[ResourceType, ...] = (
    CONVERSION_ACTION,
    goals.CUSTOMER_CONVERSION_GOAL,
    goals.CAMPAIGN_CONVERSION_GOAL,
    goals.CONVERSION_GOAL_CAMPAIGN_CONFIG,
    goals.CUSTOM_CONVERSION_GOAL,
)


class GoogleAds:
    """One Google Ads account. Implements core.ports.Provider.

    `needs` are the names of the types to read. With `manage_owner` conversions that belong to a manager account are
    read and changed there.
    """

    name = API
    types: tuple[ResourceType, ...] = TYPES

    def __init__(
        self,
        connection: Connection,
        customer_id: str,
        login_customer_id: str = "",
        *,
        needs: frozenset[str] = EVERYTHING,
        manage_owner: bool = False,
    ) -> None:
        self._connection = connection
        self._account = Account(connection, customer_id, login_customer_id)
        self._owner = self._account
        self._needs = needs
        self._manage_owner = manage_owner
        self._manager = False
        self._references = References(customer_id, customer_id)
        self._known = False

    @property
    def account(self) -> str:
        """The customer id with dashes."""
        return self._account.name

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return self._account.calls + (self._owner.calls if self._owner is not self._account else 0)

    def read(self) -> Reading:
        """Conversion actions, the account itself, its goals, and what its campaigns use: from three calls on.

        An empty account takes one more; so do campaigns with goals of their own, custom goals, and a manager account
        that owns the conversions.
        """
        before = self.calls
        actions, customer = self._actions(self._account)
        if customer is None:
            customer = next((row.customer for row in self._account.search(CUSTOMER_QUERY)), None)
        facts: dict[str, Scalar] = {"emulated": self._account.emulated}
        if self._account.login:
            facts["account.found_through"] = dashed(self._account.login)
        if customer is not None:
            self._manager = bool(customer.manager)
            facts.update(_customer_facts(customer))
        resources = [*self._owned(actions, customer, facts), *self._goals(customer, facts)]
        types = {ACTION, ACCOUNT_GOAL, CAMPAIGN_CONFIG, *(self._needs & {CAMPAIGN_GOAL, CUSTOM_GOAL})}
        self._references = References(self._owner.customer_id, self._account.customer_id)
        self._references.learn(resources)
        self._known = True
        return Reading(self.name, self.account, tuple(resources), facts, self.calls - before, frozenset(types))

    def _actions(self, account: Account) -> tuple[list[Live], Any]:
        """The conversion actions that an account shows, and the account itself if there is any action."""
        reader, customer = Reader(account.customer_id), None
        found = []
        for row in account.search(ACTIONS_QUERY):
            found.append(reader.live(row.conversion_action))
            customer = row.customer
        return found, customer

    def _owned(self, actions: list[Live], customer: Any, facts: dict[str, Scalar]) -> list[Live]:
        """The actions with what belongs to the account whose conversions are managed."""
        owner = _conversion_customer(customer)
        if not owner or owner == self._account.customer_id:
            return actions
        facts["owner.account"] = dashed(owner)
        facts["owner.managed"] = self._manage_owner
        if self._owner.customer_id != owner:
            self._owner = self._account.sibling(owner)
        if not self._manage_owner:
            return actions
        facts["owner.shared_with"] = sharing(self._owner, self._account.sibling)
        theirs, _ = self._actions(self._owner)
        own = [item for item in actions if item.owner != dashed(owner) and item.standing is not Standing.REMOVED]
        return [*theirs, *(_of_client(item, self.account) for item in own)]

    def _goals(self, customer: Any, facts: dict[str, Scalar]) -> list[Live]:
        """Goals at every level that the plan needs; what campaigns use is always read."""
        found: list[Live] = []
        readable = True
        try:
            found += goals.account_goals(self._owner.search(goals.ACCOUNT_GOALS_QUERY))
            if CUSTOM_GOAL in self._needs:
                found += self._custom_goals()
        except AccessDeniedError as error:
            if self._owner is self._account:
                raise
            readable = False
            facts["account.warning"] = (
                f"the goals of the manager account {self._owner.name} cannot be read ({error.code}), so what bidding "
                "uses is not known"
            )
        if customer is not None and customer.manager:
            return found
        configs, used = goals.configs(self._account.search(goals.CONFIGS_QUERY), self._owner.customer_id)
        if readable and CUSTOM_GOAL not in self._needs and not all(item.address.name for item in used):
            used = self._custom_goals()  # those of another account did not come with the campaigns
        known = {item.id for item in found}
        found += [*configs, *(item for item in used if item.address.name and item.id not in known)]
        overriding = any(item.state.get("goal_config_level") == "campaign" for item in configs)
        if overriding or CAMPAIGN_GOAL in self._needs:
            found += goals.campaign_goals(self._account.search(goals.CAMPAIGN_GOALS_QUERY))
        return found

    def _custom_goals(self) -> list[Live]:
        return goals.custom_goals(self._owner.search(goals.CUSTOM_GOALS_QUERY), self._owner.customer_id)

    def send_tos(self, actions: Sequence[str]) -> Mapping[str, str]:
        """Where the tags of actions send, by resource name: `AW-…/…`, in one call. Raises ApiError."""
        return tags.send_tos(self._owner if self._manage_owner else self._account, actions)

    def rehearse(self, changes: Sequence[Change]) -> Sequence[Outcome]:
        """Ask Google to validate the changes without doing them, in one call. Raises ApiError."""
        if not changes:
            return []
        account = self._of(changes[0])
        mutation = account.mutate([self._operation(change) for change in changes], rehearsal=True)
        return [self._outcome(account, index, change, mutation) for index, change in enumerate(changes)]

    def recent(self, ids: Collection[str]) -> Mapping[str, tuple[float, float]]:
        """Conversions of the last 30 days and their value, by action; nothing for a manager account. One call."""
        if self._manager:
            return {}
        found = {}
        reader = Reader(self._account.customer_id)
        for row in self._account.search(RECENT_QUERY):
            identifier = reader.identifier(row.conversion_action)
            if identifier in ids:
                found[identifier] = (row.metrics.all_conversions, row.metrics.all_conversions_value)
        return found

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
                operations.append(self._operation(change))
            except KeyError as error:
                return [failed(item, self._unknown(item, error)) for item in step.changes]
        try:
            mutation = account.mutate(operations, whole=step.whole)
        except (ApiError, CredentialsError) as error:
            return [failed(change, error) for change in step.changes]
        outcomes = [self._outcome(account, index, change, mutation) for index, change in enumerate(step.changes)]
        for index, outcome in enumerate(outcomes):
            if outcome.status is Status.APPLIED and index in mutation.names:
                self._references.done(outcome.change, mutation.names[index])
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

    def _outcome(self, account: Account, index: int, change: Change, mutation: Mutation) -> Outcome:
        target = str(change.address)
        if index in mutation.failures or WHOLE_REQUEST in mutation.failures:
            errors = mutation.failures.get(index, [])
            return failed(change, rejected(errors, account.name, target, mutation.request_id))
        if mutation.nothing_done:
            return failed(change, undone(account.name, target, mutation.request_id))
        return Outcome(change, Status.APPLIED, mutation.request_id)

    def _operation(self, change: Change) -> Any:
        """The operation of a change. Raises KeyError for a reference to what is not there."""
        operation = self._account.message("MutateOperation")
        kind = next(kind for kind in self.types if kind.name == change.address.type)
        name = self._references.of_change(change)
        if change.action is Action.CREATE and kind.name == CUSTOM_GOAL:
            name = self._references.temporary(change)
        referred = ACTION if kind.name == CUSTOM_GOAL else CUSTOM_GOAL
        fill(operation, change, kind, name, lambda reference: self._references.of(referred, reference))
        return operation

    def _unknown(self, change: Change, error: KeyError) -> RejectedError:
        return RejectedError(
            api=self.name,
            account=self.account,
            code="NO_SUCH_OBJECT",
            message=f"there is no {error.args[0]} that a change refers to: an earlier step should have made it",
            target=str(change.address),
            hint="run again: the state is read first",
        )


def _conversion_customer(customer: Any) -> str:
    if customer is None:
        return ""
    return str(customer.conversion_tracking_setting.google_ads_conversion_customer.removeprefix("customers/"))


def _customer_facts(customer: Any) -> dict[str, Scalar]:
    return {
        "customer.currency_code": customer.currency_code,
        "customer.descriptive_name": customer.descriptive_name,
        "customer.manager": customer.manager,
        "customer.auto_tagging_enabled": customer.auto_tagging_enabled,
    }


def _of_client(item: Live, account: str) -> Live:
    """An action of the client itself, where the conversions of its manager are managed: not ours."""
    standing = item.standing if item.standing.never_ours else Standing.OTHER_OWNER
    return Live(item.address, item.id, item.identity, item.state, standing, item.owner or account)
