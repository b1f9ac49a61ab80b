"""The types of objects that an audit reads at once; it reads others where something depends on them."""

from __future__ import annotations

from collections.abc import Collection

from microconv.core.account_ids import Accounts
from microconv.core.kinds import AS_NEEDED, CAMPAIGN_GOAL, CUSTOM_GOAL, FOR_TAGS, LINK, TAG_MANAGER, provider_of


def types_of_audit(everything: frozenset[str], accounts: Accounts, wanted: Collection[str]) -> frozenset[str]:
    """Those of the names of `everything` that an audit of these accounts reads, which asks for the facts `wanted`.

    Goals of campaigns are read where one has its own: no rule asks for those that follow the account's. Custom goals
    come with the campaigns that use them, the others are asked for last. The links of a property matter beside a Google
    Ads account alone.
    """
    apart = AS_NEEDED | {CAMPAIGN_GOAL, CUSTOM_GOAL}
    if not accounts.customer_id:
        apart |= {LINK}
    if TAG_MANAGER not in wanted:
        apart |= FOR_TAGS | {name for name in everything if provider_of(name) == TAG_MANAGER}
    return everything - apart
