"""Settings around an account's conversions that only audits read: who bids how, what changes values, who has access.

Nothing of it is ever changed. None stands for what was not read. Words are Google's, in lower case. Of users only
roles and domains are kept: no names and no addresses.
"""

from __future__ import annotations

from typing import NamedTuple

CAMPAIGNS = "campaigns"
VALUE_RULES = "value_rules"
LIFECYCLE_GOALS = "lifecycle_goals"
UPLOADS = "uploads"
USERS = "users"
PARTS = (CAMPAIGNS, VALUE_RULES, UPLOADS, USERS, LIFECYCLE_GOALS)
"""The parts of a context, as `Measures.missing` calls them; in the order in which they are asked for."""


class CampaignBidding(NamedTuple):
    """The bidding of one campaign that is not removed.

    campaign: its name.
    strategy: its strategy, such as `target_cpa`.
    status: the state of the strategy, such as `enabled`, `learning_new` or `limited_by_data`.
    """

    campaign: str
    strategy: str
    status: str


class ValueRule(NamedTuple):
    """A value rule that is in force.

    operation: `add`, `multiply` or `set`.
    value: the amount, in the account's currency, or the factor.
    conditions: what it asks for, as `condition: value, value`; empty for every conversion.
    campaign: the name of the one campaign for which it is; empty for the whole account.
    categories: the categories of actions that it is limited to; empty for all but visits and sales in stores.
    """

    operation: str
    value: float
    conditions: tuple[str, ...] = ()
    campaign: str = ""
    categories: tuple[str, ...] = ()


class LifecycleGoal(NamedTuple):
    """A lifecycle goal of one campaign.

    kind: its type, such as `new_customer_acquisition`.
    campaign: the campaign's name.
    added: the value that is added for such a customer, in the account's currency; None for none.
    factor: the factor of the value for such a customer; None for none.
    """

    kind: str
    campaign: str
    added: float | None = None
    factor: float | None = None


class Upload(NamedTuple):
    """Uploaded conversions of one action, by the way they came.

    action: the action's number.
    client: the way, such as `google_ads_api`.
    status: Google's judgement: `excellent`, `good`, `needs_attention` or `no_recent_upload`.
    total: the number of uploaded events.
    successful: how many of them were taken.
    last: the time of the last upload, as Google writes it; empty for none.
    errors: Google's words for what was wrong on the last day.
    """

    action: str
    client: str
    status: str
    total: int = 0
    successful: int = 0
    last: str = ""
    errors: tuple[str, ...] = ()


class Users(NamedTuple):
    """The number of users with one role whose mail addresses are of one domain; an unknown domain is empty."""

    role: str
    domain: str
    number: int


class Context(NamedTuple):
    """Settings around the conversions of one account; None for a part that was not read."""

    campaigns: tuple[CampaignBidding, ...] | None = None
    value_rules: tuple[ValueRule, ...] | None = None
    lifecycle_goals: tuple[LifecycleGoal, ...] | None = None
    uploads: tuple[Upload, ...] | None = None
    users: tuple[Users, ...] | None = None


NO_CONTEXT = Context()
"""Nothing was read."""
