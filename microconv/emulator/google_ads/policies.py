"""The policies of the Google Ads part: what the published material leaves open, and the settings tests need."""

from __future__ import annotations

from microconv.emulator.google_ads.policies_access import POLICIES as ACCESS
from microconv.emulator.google_ads.policies_queries import POLICIES as QUERIES
from microconv.emulator.google_ads.policies_read_only import POLICIES as READ_ONLY
from microconv.emulator.google_ads.policies_rest import POLICIES as REST
from microconv.emulator.google_ads.policies_rules import POLICIES as RULES
from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    *RULES,
    *ACCESS,
    *QUERIES,
    *READ_ONLY,
    *REST,
    Policy(
        "hidden_by_api",
        "refused",
        ("refused", "allowed"),
        "Client programs disagree whether the API takes status HIDDEN. Not settled.",
        "Whether a client may create an action as HIDDEN or set that status: refused is EnumError.",
    ),
    Policy(
        "name_reuse_after_removal",
        "allowed",
        ("allowed", "refused"),
        "Not found in any published material.",
        "Whether the name of a removed conversion action is free again: refused is DUPLICATE_NAME.",
    ),
    Policy(
        "status_removed_by_update",
        "allowed",
        ("allowed", "refused"),
        "Whether remove and status=REMOVED are both taken for every type was not established.",
        "Whether an update may set status REMOVED; refused is EnumError.ENUM_VALUE_NOT_PERMITTED.",
    ),
    Policy(
        "removed_resource_error",
        "context_error",
        ("context_error", "operation_access_denied_error"),
        "Both enums have OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE. Several public tools handle it as ContextError "
        "(number 3), with its text, for campaigns, ads and keywords; nobody quotes the other. Checked 2026-11-29.",
        "Which error a mutate of a removed action draws.",
    ),
    Policy(
        "click_through_max_webpage",
        90,
        (30, 60, 90),
        "The create-conversion-actions page says 30 for most types, the interface and help 90.",
        "The longest click-through window of WEBPAGE actions, in days.",
    ),
    Policy(
        "click_through_max_other",
        90,
        (30, 60, 90),
        "As for click_through_max_webpage; imported actions carry 90 in live accounts.",
        "The longest click-through window of types other than WEBPAGE, AD_CALL and WEBSITE_CALL, in days.",
    ),
    Policy(
        "ga4_import_mutability",
        "status_primary_category_name_and_value",
        (
            "status_and_primary",
            "category_name_and_value",
            "status_primary_category_name_and_value",
            "all",
            "none",
        ),
        "HIDDEN to ENABLED and primary_for_goal were seen to work in live accounts, and so were category, name and "
        "value with MUTATE_NOT_ALLOWED for the rest: the default puts the two together. One report says that every "
        "mutate is refused.",
        "What a client may change on GOOGLE_ANALYTICS_4_* actions. none is MUTATE_NOT_ALLOWED at the resource name, "
        "for everything; the others name the refused field: status_and_primary with IMMUTABLE_FIELD, "
        "category_name_and_value and status_primary_category_name_and_value with MUTATE_NOT_ALLOWED. Value is all of "
        "value_settings. Without status nothing can be removed either.",
    ),
    Policy(
        "rejecting_type_error",
        "mutate_error.MUTATE_NOT_ALLOWED",
        ("mutate_error.MUTATE_NOT_ALLOWED", "conversion_action_error.UPDATE_NOT_SUPPORTED"),
        "MUTATE_NOT_ALLOWED was observed; the enum also has ConversionActionError.UPDATE_NOT_SUPPORTED.",
        "The error for types that take no mutate at all (WEBPAGE_CODELESS, LEAD_FORM_SUBMIT, SMART_CAMPAIGN_*, ...).",
    ),
    Policy(
        "output_only_error",
        "field_error.IMMUTABLE_FIELD",
        ("field_error.IMMUTABLE_FIELD", "request_error.IMMUTABLE_FIELD", "mutate_error.RESOURCE_READ_ONLY"),
        "Three enums have a fitting value; IMMUTABLE_FIELD of FieldError was observed for one such field.",
        "The error for a client that sets an output-only field or names it in a mask.",
    ),
    Policy(
        "goal_resource_name_style",
        "names",
        ("names", "numbers"),
        "The official example builds names with enum names; one client family insists on numbers.",
        "How category and origin are written in customerConversionGoals resource names. Both are read.",
    ),
    Policy(
        "conversion_action_name_max_length",
        100,
        int,
        "Not in the protos or the documentation; one client hard-codes 100.",
        "The longest name of a conversion action, in characters; longer is StringLengthError.TOO_LONG.",
    ),
    Policy(
        "max_conversion_actions",
        2000,
        int,
        "No published limit was found, only the error enum.",
        "How many conversion actions that are not removed a customer may have.",
    ),
    Policy(
        "shared_action_resource_name",
        "querying_customer",
        ("querying_customer", "owner"),
        "Not established for actions of a manager that a client account sees through cross-account tracking.",
        "Whose id is in the resource name of a manager's action when a client account is queried.",
    ),
    Policy(
        "default_attribution_model",
        "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN",
        ("GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN", "GOOGLE_ADS_LAST_CLICK"),
        "Google announced in September 2021 that data-driven attribution becomes the default of all new conversion "
        "actions; what the API gives one that leaves the model out was not seen. Checked 2026-11-29.",
        "The attribution model of an action that was created without one.",
    ),
    Policy(
        "unset_default_value",
        1.0,
        (0.0, 1.0),
        "Imported actions show 1.0 in live accounts; not established for created ones.",
        "value_settings.default_value of an action that was created without one, in its currency.",
    ),
    Policy(
        "store_sales_direct_upload",
        "not_allowlisted",
        ("not_allowlisted", "allowlisted"),
        "The type is documented as open to an allow-list only.",
        "Whether customers may create STORE_SALES_DIRECT_UPLOAD actions.",
    ),
    Policy(
        "search_page_size",
        10_000,
        int,
        "Documented as fixed at 10,000; a setting so that tests of paging need few rows.",
        "Rows in a page of Search and in a batch of SearchStream.",
    ),
    Policy(
        "ads_history_start",
        "",
        str,
        "The emulator's own: a seed does not say when an account began.",
        "The first day with metrics, as YYYY-MM-DD; empty: thirteen months before the present one.",
    ),
    Policy(
        "unlisted_campaigns",
        "one",
        ("one", "none"),
        "The emulator's own: a seed may leave campaigns out.",
        "Whether an account without campaigns in the seed has the metrics of one that no query lists, or none at all.",
    ),
    Policy(
        "daily_operations_test",
        15_000,
        int,
        "The page on access levels.",
        "Operations in 24 hours of a project with test access, and on test accounts with explorer access.",
    ),
    Policy(
        "daily_operations_explorer",
        2_880,
        int,
        "The page on access levels.",
        "Operations in 24 hours of a project with explorer access, on accounts that are not test accounts.",
    ),
    Policy(
        "daily_operations_basic",
        15_000,
        int,
        "The page on access levels.",
        "Operations in 24 hours of a project with basic access.",
    ),
    Policy(
        "qps_per_customer",
        0,
        int,
        "That there is a token bucket for each customer is documented, its size is not.",
        "Requests a second for each customer, 0 for no limit; beyond it is RESOURCE_TEMPORARILY_EXHAUSTED.",
    ),
    Policy(
        "qps_per_project",
        0,
        int,
        "That there is a token bucket for each project is documented, its size is not.",
        "Requests a second for each Google Cloud project, 0 for no limit; beyond it is RESOURCE_TEMPORARILY_EXHAUSTED.",
    ),
    Policy(
        "new_customer_goal",
        "same_category_rule",
        ("same_category_rule", "always_true"),
        "Google's developer blog announced on 2025-09-25 the rule for 2025-11-17; the page on customer goals, in its "
        "copy with v26 links, still says that new ones are true. The later announcement is the default.",
        "biddable of a customer goal that comes with a new action, an import or a change of category: "
        "same_category_rule is false if another goal of that category is; always_true looks at none. The pairs that "
        "the page on customer goals lists are false either way. What a seed leaves out does not go by it.",
    ),
    Policy(
        "new_campaign_goal",
        "documented_rule",
        ("documented_rule", "account_default"),
        "The campaign goals page gives a rule; the comment in the v26 proto says the account's default is inherited.",
        "biddable of a goal that comes to a campaign which overrides the account's goals: documented_rule is false if "
        "another of its goals with that category is false; account_default takes the customer goal's value.",
    ),
    Policy(
        "missing_eu_political_declaration",
        "blocks_mutates",
        ("blocks_mutates", "allowed"),
        "The comment of MutateError.EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED says mutates are generally refused.",
        "What a campaign without the declaration does to its account: blocks_mutates refuses every mutate request "
        "but those that change the campaigns themselves.",
    ),
    Policy(
        "removed_custom_goal_name",
        "free",
        ("free", "taken"),
        "Not found in any published material.",
        "Whether the name and the actions of a removed custom conversion goal may be used by another.",
    ),
    Policy(
        "custom_goal_and_campaign_goals",
        "both",
        ("both", "custom_only"),
        "The page on conversion goals says that a campaign is configured with campaign goals, a custom goal or both; "
        "it has no example of both.",
        "What a campaign with a custom goal bids for: both is the actions of the custom goal and the primary actions "
        "of its biddable campaign goals, custom_only the actions of the custom goal alone.",
    ),
    Policy(
        "campaign_back_to_account",
        "reset",
        ("reset", "kept"),
        "The page on campaign goals says that the level CUSTOMER brings a campaign back to the account's goals, not "
        "what becomes of its own (a report of 2022, google-ads-java issue 645, saw goals once kept and once not when "
        "the config was changed the other way).",
        "A campaign whose goal_config_level is set to CUSTOMER: reset takes its custom goal and its own campaign "
        "goals, kept leaves them without effect (the custom goal still shows in its config, and cannot be removed "
        "while it does), and they are in force again when the level is CAMPAIGN again.",
    ),
    Policy(
        "selected_actions_and_goals",
        "both",
        ("both", "selected_only"),
        "The comments of Campaign.SelectiveOptimization and of AppBiddingGoal speak of the selected in-app "
        "conversions; what the roles and goals of other actions do beside them is not said.",
        "What an App campaign with selected actions bids for: both is those, whatever their role, and the primary "
        "actions of its biddable goals, selected_only those alone.",
    ),
    Policy(
        "selected_actions_limit",
        0,
        int,
        "CampaignError.CANNOT_SET_MORE_THAN_ONE_CONVERSION_ACTION does not say of which campaigns; no other number was "
        "found.",
        "How many actions an App campaign may select, 0 for no limit.",
    ),
    Policy(
        "call_tag_snippets",
        "html",
        ("html", "none"),
        "The comments of TrackingCodeType describe a snippet for each; no answer of the API with one was found.",
        "Whether actions of the types WEBSITE_CALL and CLICK_TO_CALL have a tag snippet, of that tracking code type "
        "and for HTML pages.",
    ),
)
