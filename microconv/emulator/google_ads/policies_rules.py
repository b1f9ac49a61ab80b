"""Policies of the rules for names, categories, lists and bidding, where the published material leaves them open."""

from __future__ import annotations

from microconv.emulator.policies import Policy

_NO_WORD = "Not in the protos or the documentation, no answer of the API was seen: the strict side. Checked 2026-11-29."

POLICIES: tuple[Policy, ...] = (
    Policy(
        "conversion_action_name_case",
        "ignored",
        ("ignored", "counts"),
        _NO_WORD,
        "Whether two conversion actions may have names that differ only in case: ignored is DUPLICATE_NAME.",
    ),
    Policy(
        "conversion_action_name_blanks",
        "refused",
        ("refused", "trimmed", "kept"),
        _NO_WORD,
        "A name of a conversion action with blanks at its ends: refused is FieldError.INVALID_VALUE; trimmed stores it "
        "without them.",
    ),
    Policy(
        "conversion_action_name_of_blanks",
        "refused",
        ("refused", "kept"),
        _NO_WORD,
        "A name of a conversion action that is nothing but blanks: refused is StringLengthError.EMPTY; kept leaves it "
        "to conversion_action_name_blanks, and what is empty after trimming is refused all the same.",
    ),
    Policy(
        "conversion_action_name_line_breaks",
        "refused",
        ("refused", "kept"),
        "CampaignError.INVALID_CAMPAIGN_NAME says it of names of campaigns: no null, line feed, carriage return. "
        "Inferred for conversion actions, checked 2026-11-29.",
        "A name of a conversion action with one of these characters: refused is FieldError.INVALID_VALUE.",
    ),
    Policy(
        "category_of_other_types",
        "refused",
        ("refused", "allowed"),
        "That not every type takes every category was observed (WEBPAGE with DOWNLOAD, October 2026); the whole table "
        "is not published. Inferred from the comments of ConversionActionCategory, which name the source of each.",
        "A category that belongs to what another type counts (visits and sales in stores, views on YouTube, downloads "
        "and advertising revenue of apps): refused is FieldError.INVALID_VALUE. WEBPAGE with DOWNLOAD always is.",
    ),
    Policy(
        "data_driven_needs_a_model",
        True,
        bool,
        "ConversionActionError has four words for a data-driven model that is not there (6 to 9 in v23 to v26). Since "
        "September 2021 Google announces the model for every new action, without a minimum of data. What a request "
        "that names it meets was not seen, checked 2026-11-29.",
        "Whether the attribution model can be set to data-driven only where data_driven_model_status is AVAILABLE; "
        "what an action has it keeps, and one that is created without a model follows default_attribution_model.",
    ),
    Policy(
        "custom_goal_names",
        "strict",
        ("strict", "any"),
        _NO_WORD,
        "Names of custom conversion goals: strict refuses blanks at the ends and line breaks "
        "(FieldError.INVALID_VALUE), and a second name that differs in case alone (CUSTOM_GOAL_DUPLICATE_NAME).",
    ),
    Policy(
        "custom_goal_repeated_action",
        "refused",
        ("refused", "once"),
        "DistinctError.DUPLICATE_ELEMENT exists; no answer about custom goals was found. Checked 2026-11-29.",
        "A custom conversion goal that lists an action twice: refused is DUPLICATE_ELEMENT at the second one, once "
        "stores it once.",
    ),
    Policy(
        "conversion_bidding_without_tracking",
        "campaign_error.CONVERSION_TRACKING_NOT_ENABLED",
        ("campaign_error.CONVERSION_TRACKING_NOT_ENABLED", "bidding_error.UNKNOWN", "allowed"),
        "Google requires conversion tracking for MAXIMIZE_CONVERSIONS (google-ads-java issue 810, 2024). Reports of "
        "2020 and 2021 had a bidding_error (google-ads-php issues 475 and 517) whose word BiddingError of v23 to v26 "
        "does not have, so that clients would read UNKNOWN; CampaignError has one (79), quoted with request ids in a "
        "report of 2026. Checked 2026-11-29.",
        "A campaign that is to bid for conversions (maximize_conversions, maximize_conversion_value, target_cpa, "
        "target_roas) in an account that has no conversion action, its own or shared: the error, or allowed.",
    ),
)
