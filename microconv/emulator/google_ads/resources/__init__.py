"""The resources: for each its field table, what is attributed to it, and how its rows come from the state.

A module of this package that is in `MODULES` can be queried. It has ``NAME`` (in GAQL), ``MESSAGE``, ``FIELDS``,
``ATTRIBUTED`` (names of other resources), ``rows(view, needed)``, and may have ``JOINS`` (attributed resource -> the
field that holds its resource name; the customer needs none) and ``NOT_EMULATED`` (paths).
"""

from __future__ import annotations

from types import ModuleType

from microconv.emulator.google_ads.resources import (
    bidding_strategy,
    campaign,
    campaign_budget,
    campaign_conversion_goal,
    campaign_goal_config,
    change_event,
    change_status,
    conversion_action,
    conversion_goal_campaign_config,
    conversion_value_rule,
    conversion_value_rule_set,
    custom_conversion_goal,
    customer,
    customer_client,
    customer_conversion_goal,
    customer_user_access,
    goal,
    offline_conversion_upload_client_summary,
    offline_conversion_upload_conversion_action_summary,
)

MODULES: tuple[ModuleType, ...] = (
    bidding_strategy,
    campaign,
    campaign_budget,
    campaign_conversion_goal,
    campaign_goal_config,
    change_event,
    change_status,
    conversion_action,
    conversion_goal_campaign_config,
    conversion_value_rule,
    conversion_value_rule_set,
    custom_conversion_goal,
    customer,
    customer_client,
    customer_conversion_goal,
    customer_user_access,
    goal,
    offline_conversion_upload_client_summary,
    offline_conversion_upload_conversion_action_summary,
)
