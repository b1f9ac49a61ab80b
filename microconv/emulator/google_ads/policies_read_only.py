"""Policies of what the emulator only shows, where the published material leaves it open."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "inherited_rules_and_goals",
        "shown",
        ("shown", "hidden"),
        "The comments of owner_customer of conversion_value_rule and conversion_value_rule_set speak of rules that are "
        "inherited from a manager, not of which manager; that of goal says owner alone. Checked 2026-11-29.",
        "Whether queries in an account whose conversions are a manager's find the value rules, rule sets and lifecycle "
        "goals of that manager, under the account's own resource names.",
    ),
    Policy(
        "customer_user_access_read",
        "allowed",
        ("allowed", "refused"),
        "Who may read customer_user_access, administrators alone or everybody with access, is not said. "
        "Checked 2026-11-29.",
        "Whether the caller may read who has access to an account; refused is ACTION_NOT_PERMITTED.",
    ),
    Policy(
        "enhanced_conversions_for_leads",
        "same_setting",
        ("same_setting", "as_seeded"),
        "v25 calls enhanced_conversions_for_leads_enabled deprecated in favour of enablement_setting, which came with "
        "v26 and is about all enhanced conversions; that both are one setting is inferred. Checked 2026-11-29.",
        "What v23 to v25 say of enhanced conversions for leads where the seed has no word on them: same_setting is on "
        "where enablement_setting is ON, as_seeded is off.",
    ),
    Policy(
        "bidding_status_without_seed",
        "by_strategy",
        ("by_strategy", "unset"),
        "The comments of BiddingStrategySystemStatus say what the words mean, not which strategies report which; no "
        "answer of the API was seen. Checked 2026-11-29.",
        "bidding_strategy_system_status of a campaign whose seed names none: by_strategy is UNAVAILABLE for bids set "
        "by hand, else ENABLED, and PAUSED where the campaign is not enabled.",
    ),
)
