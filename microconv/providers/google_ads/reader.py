"""Google Ads to be read: a few search streams for an account, four more for what it counted. No way to write."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from microconv.clock import Clock, utc_now
from microconv.core.account_ids import Accounts, dashed
from microconv.core.container_facts import Labels
from microconv.core.context import PARTS, CampaignBidding
from microconv.core.counts import ActionDays
from microconv.core.cycle_answer import CycleAnswer
from microconv.core.errors import AccessDeniedError, ApiError
from microconv.core.facts import Access, AccountFacts, Customer, Owner
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    CUSTOMER,
    EVERYTHING,
    SEND_TOS,
)
from microconv.core.measures import NO_CALL_LEFT
from microconv.core.monthly import GoogleAdsMonth, MonthWanted
from microconv.core.resource import Live, Reading, Standing
from microconv.core.schema import ResourceType
from microconv.core.text import Text
from microconv.providers.days import today
from microconv.providers.google_ads import goals, tags
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.client import Connection
from microconv.providers.google_ads.context import AUDIT_CALLS, bidding, context
from microconv.providers.google_ads.convert import ACTIONS_QUERY, CUSTOMER_QUERY, Reader, word
from microconv.providers.google_ads.customer import live as account_settings
from microconv.providers.google_ads.errors import API
from microconv.providers.google_ads.loading import load
from microconv.providers.google_ads.measures import measures
from microconv.providers.google_ads.ownership import sharing
from microconv.providers.google_ads.types import TYPES


class GoogleAdsReader:
    """One Google Ads account to read. Implements core.ports.Reader.

    `needs` are the names of the types to read. With `accounts.manage_owner` conversions that belong to a manager
    account are read there. `clock` tells the time, for the days of which something is counted.
    """

    name = API
    types: tuple[ResourceType, ...] = TYPES
    load = staticmethod(load)
    opens: type[ReadAccount] = ReadAccount
    """The class that accounts are opened as: here without a way to write."""

    def __init__(
        self,
        connection: Connection,
        accounts: Accounts,
        needs: frozenset[str] = EVERYTHING,
        *,
        clock: Clock = utc_now,
    ) -> None:
        self._account = self.opens(connection, accounts.customer_id, accounts.login_customer_id)
        self._owner = self._account
        self._needs = needs
        self._manage_owner = accounts.manage_owner
        self._clock = clock
        self._manager = False
        self._campaigns: dict[str, CampaignBidding] | None = None
        self._asked = 0
        self._send_tos: dict[str, str] = {}

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
        self._asked = self._account.asked
        with self._account.ahead([self._actions_query, *self._of_goals]):
            return self._read(before)

    @property
    def _of_goals(self) -> list[str]:
        """The queries for goals of this account that a reading makes, as far as is known whose conversions it uses."""
        here = self._owner is self._account and not self._manage_owner
        return goals.queries(self._needs, manager=self._manager, here=here)

    def _read(self, before: int) -> Reading:
        actions, customer = self._actions(self._account)
        if customer is None:
            customer = next((row.customer for row in self._account.search(CUSTOMER_QUERY)), None)
        if customer is not None:
            self._manager = bool(customer.manager)
        actions, owner = self._owned(actions, customer)
        with self._account.ahead(self._of_goals):
            goal_objects, warning = self._goals(customer)
        facts = AccountFacts(
            emulated=self._account.emulated,
            account=Access(dashed(self._account.login) if self._account.login else None, warning),
            customer=Customer() if customer is None else _customer_facts(customer),
            owner=owner,
            labels=self._labels(actions),
        )
        types = {
            ACTION,
            ACCOUNT_GOAL,
            CAMPAIGN_CONFIG,
            *(self._needs & {CAMPAIGN_GOAL, CUSTOM_GOAL, CUSTOMER, SEND_TOS}),
        }
        objects = (*self._settings(customer), *actions, *goal_objects)
        return Reading(self.name, self.account, objects, facts, self.calls - before, frozenset(types))

    def measured(self, reading: Reading) -> Reading:
        """The same reading of this account with what its actions counted, its campaigns cost, and all settings around.

        Four calls and up to five more; none for a manager account. How campaigns bid came with the reading, if it was
        this reader's. What Google refuses is told in `measures.missing`. Days are those of the account's time zone.
        Raises CredentialsError.
        """
        return self.audited(reading, PARTS, (), sparing=False)

    def audited(
        self, reading: Reading, wanted: Collection[str], earlier: Sequence[Reading], *, sparing: bool
    ) -> Reading:
        """The reading for an audit, see core.capabilities.Sparing.

        With `sparing` those settings alone that are `wanted`, and at last all custom goals, as far as AUDIT_CALLS goes.
        Raises CredentialsError.
        """
        before = self.calls
        until = today(self._clock(), reading.facts.customer.time_zone)
        counts, refusal = measures(self._account, reading, until)
        parts, last = (wanted, self._asked + AUDIT_CALLS) if sparing else (PARTS, None)
        around, missing = context(self._account, reading, self._campaigns, parts, last, refusal)
        if sparing and CUSTOM_GOAL in wanted and not reading.has(CUSTOM_GOAL):
            why = refusal or (NO_CALL_LEFT if self._account.asked >= self._asked + AUDIT_CALLS else "")
            if not why:
                reading, why = self._with_custom_goals(reading)
            missing = {**missing, CUSTOM_GOAL: why} if why else missing
        counts = replace(counts, context=around, missing=FrozenDict({**counts.missing, **missing}))
        return replace(reading, measures=counts, calls=reading.calls + self.calls - before)

    def month(self, wanted: MonthWanted) -> GoogleAdsMonth:
        """The account's answers for a monthly report, in two calls where nothing is sent again.

        What Google refuses is told in the tables. Raises CredentialsError.
        """
        from microconv.providers.google_ads.monthly import month

        return month(self._account, wanted)

    def cycle(self, time_zone: str = "UTC") -> CycleAnswer:
        """The length of the account's conversion cycle, in one call. Raises CredentialsError."""
        from microconv.providers.google_ads.cycle import cycle

        return cycle(self._account, self._clock(), time_zone)

    def action_days(self, first: datetime.date, last: datetime.date) -> ActionDays:
        """The conversions by action and day of the account's time zone, in one call. Raises CredentialsError."""
        from microconv.providers.google_ads.counts import action_days

        return action_days(self._account, first, last)

    def _with_custom_goals(self, reading: Reading) -> tuple[Reading, str]:
        """The reading with all custom goals, also those that no campaign uses; else the reason why not."""
        try:
            every = self._custom_goals()
        except ApiError as error:
            return reading, f"{error.code}: {error.message}"
        known = {item.id for item in reading.resources}
        unused = (item for item in every if item.id not in known)
        return replace(reading, resources=(*reading.resources, *unused), types=reading.types | {CUSTOM_GOAL}), ""

    def _actions(self, account: ReadAccount) -> tuple[list[Live], Any]:
        """The conversion actions that an account shows, and the account itself if there is any action."""
        reader, customer = Reader(account.customer_id), None
        actions = []
        for row in account.search(self._actions_query):
            item = reader.live(row.conversion_action)
            actions.append(item)
            if SEND_TOS in self._needs:
                self._send_tos[item.id] = tags.send_to_of(row.conversion_action)
            customer = row.customer
        return actions, customer

    @property
    def _actions_query(self) -> str:
        labelled = SEND_TOS in self._needs
        return ACTIONS_QUERY.replace("SELECT ", f"SELECT {tags.SNIPPETS}, ") if labelled else ACTIONS_QUERY

    def _settings(self, customer: Any) -> list[Live]:
        """The settings of the account itself, which came with its actions."""
        if customer is None or CUSTOMER not in self._needs:
            return []
        return [account_settings(self._account.customer_id, bool(customer.auto_tagging_enabled))]

    def _owned(self, actions: list[Live], customer: Any) -> tuple[list[Live], Owner]:
        """The actions with those of the account whose conversions are managed, and the facts about that account."""
        owner = _conversion_customer(customer)
        if not owner or owner == self._account.customer_id:
            return actions, Owner()
        if self._owner.customer_id != owner:
            self._owner = self._account.sibling(owner)
        if not self._manage_owner:
            return actions, Owner(dashed(owner), managed=False)
        facts = Owner(dashed(owner), managed=True, shared_with=sharing(self._owner, self._account.sibling))
        theirs, _ = self._actions(self._owner)
        own = [item for item in actions if item.owner != dashed(owner) and item.standing is not Standing.REMOVED]
        return [*theirs, *(_of_client(item, self.account) for item in own)], facts

    def _goals(self, customer: Any) -> tuple[list[Live], Text | None]:
        """Goals at every level that the plan needs, and a warning; what campaigns use is always read."""
        live: list[Live] = []
        warning = None
        try:
            live += goals.account_goals(self._owner.search(goals.ACCOUNT_GOALS_QUERY))
            if CUSTOM_GOAL in self._needs:
                live += self._custom_goals()
        except AccessDeniedError as error:
            if self._owner is self._account:
                raise
            warning = Text(
                f"the goals of the manager account {self._owner.name} cannot be read ({error.code}), so what bidding "
                "uses is not known",
                f"MCC アカウント {self._owner.name} の目標を読み取れない（{error.code}）ため、"
                "何が入札に使われているかわかりません",
            )
        if customer is not None and customer.manager:
            return live, warning
        rows = list(self._account.search(goals.CONFIGS_QUERY))
        self._campaigns = bidding(rows)
        configs, used = goals.configs(rows, self._owner.customer_id)
        if warning is None and CUSTOM_GOAL not in self._needs and not all(item.address.name for item in used):
            used = self._custom_goals()  # those of another account did not come with the campaigns
        known = {item.id for item in live}
        live += [*configs, *(item for item in used if item.address.name and item.id not in known)]
        overriding = any(item.state.get("goal_config_level") == "campaign" for item in configs)
        if overriding or CAMPAIGN_GOAL in self._needs:
            live += goals.campaign_goals(self._account.search(goals.CAMPAIGN_GOALS_QUERY))
        return live, warning

    def _labels(self, actions: Sequence[Live]) -> Labels:
        """Where the tags of a website's actions send, which came with them; nothing where nobody speaks of tags."""
        if SEND_TOS not in self._needs:
            return Labels()
        gone = Standing.REMOVED
        tagged = [one.id for one in actions if one.state.get("type") == "webpage" and one.standing is not gone]
        known = {action: self._send_tos.get(action, "") for action in tagged}
        return Labels(tuple(sorted(f"{action} {target}" for action, target in known.items() if target)))

    def _custom_goals(self) -> list[Live]:
        return goals.custom_goals(self._owner.search(goals.CUSTOM_GOALS_QUERY), self._owner.customer_id)

    def send_tos(self, actions: Sequence[str]) -> Mapping[str, str]:
        """Where the tags of actions send, by resource name: `AW-…/…`, in one call. Raises ApiError."""
        return tags.send_tos(self._owner if self._manage_owner else self._account, actions)


def _conversion_customer(customer: Any) -> str:
    if customer is None:
        return ""
    return str(customer.conversion_tracking_setting.google_ads_conversion_customer.removeprefix("customers/"))


def _customer_facts(customer: Any) -> Customer:
    return Customer(
        currency_code=customer.currency_code,
        descriptive_name=customer.descriptive_name,
        manager=customer.manager,
        time_zone=customer.time_zone,
        auto_tagging_enabled=customer.auto_tagging_enabled,
        data_terms=customer.conversion_tracking_setting.accepted_customer_data_terms,
        enhanced_conversions=word(customer.conversion_tracking_setting, "effective_enablement_setting"),
    )


def _of_client(item: Live, account: str) -> Live:
    """An action of the client itself, where the conversions of its manager are managed: not ours."""
    standing = item.standing if item.standing.never_ours else Standing.OTHER_OWNER
    return Live(item.address, item.id, item.identity, item.state, standing, item.owner or account)
