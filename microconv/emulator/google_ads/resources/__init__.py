"""The resources: for each its field table, what is attributed to it, and how its rows come from the state.

A module of this package that is in `MODULES` can be queried. It has ``NAME`` (in GAQL), ``MESSAGE``, ``FIELDS``,
``ATTRIBUTED`` (names of other resources), ``rows(view, needed)``, and may have ``JOINS`` (attributed resource -> the
field that holds its resource name; the customer needs none) and ``NOT_EMULATED`` (paths).
"""

from __future__ import annotations

from types import ModuleType

from microconv.emulator.google_ads.resources import (
    campaign,
    campaign_budget,
    campaign_conversion_goal,
    change_event,
    change_status,
    conversion_action,
    conversion_goal_campaign_config,
    custom_conversion_goal,
    customer,
    customer_client,
    customer_conversion_goal,
)

MODULES: tuple[ModuleType, ...] = (
    campaign,
    campaign_budget,
    campaign_conversion_goal,
    change_event,
    change_status,
    conversion_action,
    conversion_goal_campaign_config,
    custom_conversion_goal,
    customer,
    customer_client,
    customer_conversion_goal,
)
