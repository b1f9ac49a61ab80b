"""Named switches for what is not settled about the GA4 Admin API, with the default the emulator takes."""

from __future__ import annotations

from microconv.emulator.ga4.policies_settings import POLICIES as SETTINGS
from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    *SETTINGS,
    Policy(
        "counting_method_required",
        True,
        bool,
        "The proto marks KeyEvent.counting_method REQUIRED, and so does the discovery document (revision 20261102); "
        "Google's own sample creates key events without it, and the old ConversionEvent documents ONCE_PER_EVENT as "
        "the default. Not settled, so the strict side; checked 2026-11-28.",
        "Creating a key event (or replacing it with the mask *) without counting_method: true refuses it with "
        "INVALID_ARGUMENT, false stores ONCE_PER_EVENT. Conversion events always get the default.",
    ),
    Policy(
        "counting_method_clearable",
        False,
        bool,
        "Inferred: a required field should not be cleared (AIP-203), but the old API has a default.",
        "A mask that names counting_method with the value unspecified: false refuses it, true stores ONCE_PER_EVENT.",
    ),
    Policy(
        "output_only_fields",
        "IGNORE",
        ("IGNORE", "REFUSE"),
        "AIP-203 says output-only fields in a request are ignored; no captured answer of this API, checked 2026-11-23.",
        "An output-only field (such as name, create_time, deletable) that a create sets or an update mask names: "
        "IGNORE serves the rest, REFUSE answers INVALID_ARGUMENT.",
    ),
    Policy(
        "key_event_limit_standard",
        30,
        int,
        "support.google.com/analytics/answer/11202874 says 30, one unsourced page says 50. Read in copies, 2026-11-23.",
        "Key events of a property whose service level is GOOGLE_ANALYTICS_STANDARD.",
    ),
    Policy(
        "key_event_limit_360",
        50,
        int,
        "support.google.com/analytics/answer/11202874. Read in copies, 2026-11-23.",
        "Key events of a property whose service level is GOOGLE_ANALYTICS_360.",
    ),
    Policy(
        "key_event_limit_counts",
        "CUSTOM",
        ("CUSTOM", "ALL"),
        "The proto: custom events count towards the maximum number of custom key events; the help page does not say.",
        "Whether only custom key events or all of them count, and are refused, at the limit.",
    ),
    Policy(
        "key_event_limit_error",
        "RESOURCE_EXHAUSTED",
        ("RESOURCE_EXHAUSTED", "FAILED_PRECONDITION"),
        "No captured answer found, checked 2026-11-23.",
        "The code of the answer to one key event too many.",
    ),
    Policy(
        "key_event_not_deletable_error",
        "FAILED_PRECONDITION",
        ("FAILED_PRECONDITION", "INVALID_ARGUMENT", "PERMISSION_DENIED"),
        "No captured answer found, checked 2026-11-23.",
        "The code of the answer to deleting a key event whose `deletable` is false.",
    ),
    Policy(
        "reserved_event_names_refused",
        False,
        bool,
        "support.google.com/analytics/answer/13316687 lists the names and adds that they can be used when creating or "
        "modifying events within GA. Read in a copy, 2026-11-23.",
        "A key event, or the event of an event create rule, named like an automatically collected event (click, "
        "page_view, ...): true refuses it.",
    ),
    Policy(
        "reserved_destination_prefixes_refused",
        True,
        bool,
        "The help pages reserve the prefixes for all events; the EventCreateRule proto does not name them. Inferred.",
        "An event create rule whose event starts with firebase_, ga_ or google_: true refuses it.",
    ),
    Policy(
        "duplicate_destination_events_refused",
        False,
        bool,
        "Not documented. Two rules for one event are the only way to say 'or', so inferred to be allowed.",
        "A second event create rule of a stream for the same event: true answers ALREADY_EXISTS.",
    ),
    Policy(
        "invalid_regular_expressions_refused",
        True,
        bool,
        "The proto says of REGULAR_EXPRESSION only that web streams support it. The Data API refuses what RE2 does not "
        "take; inferred for rules. No captured answer found, checked 2026-11-29.",
        "A condition of an event create or edit rule whose regular expression RE2 does not take (unmatched brackets, "
        "look-around, back references): true refuses it, false stores it, and nothing meets it.",
    ),
    Policy(
        "comparisons_with_text_refused",
        True,
        bool,
        "The proto calls the four comparisons numeric by their words alone; its value is a string. No captured answer "
        "found, checked 2026-11-29.",
        "A condition greater or less than a value that is not a number: true refuses it, false stores it.",
    ),
    Policy(
        "rules_on_their_own_event_refused",
        True,
        bool,
        "The proto says that create rules do not act on events that create rules made; whether a rule that starts from "
        "the event it makes is refused is not said. Checked 2026-11-29.",
        "An event create rule with a condition that the event is the one that it makes: true refuses it, false stores "
        "it, and it never applies to what it made.",
    ),
    Policy(
        "chained_rules_refused",
        False,
        bool,
        "The proto says that neither kind of rule acts on an event that a create rule made, which is said of rules "
        "that are there; so they are taken. Inferred, checked 2026-11-29.",
        "An event create or edit rule with a condition that the event is one that another create rule of the stream "
        "makes: true refuses it, false stores it, and it never applies to that.",
    ),
    Policy(
        "event_create_rule_limit",
        50,
        int,
        "Often repeated, found in no source of Google's, checked 2026-11-23.",
        "Event create rules of one data stream, at every service level.",
    ),
    Policy(
        "event_edit_rule_limit",
        50,
        int,
        "Often repeated, found in no source of Google's, checked 2026-11-23.",
        "Event edit rules of one data stream, at every service level.",
    ),
    Policy(
        "event_rules_on_app_streams",
        True,
        bool,
        "The list method speaks of a web data stream, the comparison types of what web streams alone support, which "
        "would be said in vain if there were no others. Checked 2026-11-23.",
        "Creating an event create or edit rule on an app stream: false refuses it with INVALID_ARGUMENT.",
    ),
    Policy(
        "event_name_mutations_in_create_rules",
        False,
        bool,
        "The ParameterMutation proto allows the parameter event_name for edit rules; inferred: for those alone.",
        "A parameter mutation of event_name in an event create rule: false refuses it.",
    ),
    Policy(
        "empty_mutation_values_refused",
        True,
        bool,
        "ParameterMutation.parameter_value is marked REQUIRED; whether an empty one removes the parameter, as a blank "
        "field is said to do in the web interface, is not documented for the API.",
        "A parameter mutation without a value: true refuses it.",
    ),
    Policy(
        "data_stream_limit",
        50,
        int,
        "Third-party pages agree on 50, checked 2026-11-23.",
        "Data streams of one property.",
    ),
    Policy(
        "app_data_stream_limit",
        30,
        int,
        "A third-party page says 30, checked 2026-11-23.",
        "App data streams of one property.",
    ),
    Policy(
        "configuration_limit_error",
        "RESOURCE_EXHAUSTED",
        ("RESOURCE_EXHAUSTED", "FAILED_PRECONDITION"),
        "No captured answer found, checked 2026-11-23.",
        "The code of the answer to one event rule or data stream too many. For key events: key_event_limit_error.",
    ),
    Policy(
        "enhanced_measurement_defaults",
        "STREAM_ONLY",
        ("STREAM_ONLY", "ALL_BUT_FORMS"),
        "A published fixture (google/site-kit-wp, default-enhanced-measurement-settings.json) has stream_enabled alone "
        "true; the web interface is said to switch on all but forms. Checked 2026-11-23.",
        "What is on in the enhanced measurement settings of a web stream on which nobody changed them.",
    ),
    Policy(
        "links_to_unknown_customers_refused",
        False,
        bool,
        "No captured answer found; a link needs administrative access to the Google Ads account.",
        "Linking a Google Ads account that the emulator does not hold: true answers PERMISSION_DENIED.",
    ),
    Policy(
        "new_property_has_purchase",
        True,
        bool,
        "A published fixture shows purchase in a new property; properties made through the API are reported to differ "
        "from those made in the web interface (google/site-kit-wp issue 6551). Checked 2026-11-23.",
        "Whether a property made through the API has the key event purchase, which cannot be deleted.",
    ),
    Policy(
        "trashed_property_delete_error",
        "FAILED_PRECONDITION",
        ("FAILED_PRECONDITION", "NOT_FOUND"),
        "The method says only that there is an error if the property is not found.",
        "The code of the answer to deleting a property that is in the trash.",
    ),
    Policy(
        "change_history_order",
        "NEWEST_FIRST",
        ("NEWEST_FIRST", "OLDEST_FIRST"),
        "Not documented; the web interface shows the newest first.",
        "The order of change history events.",
    ),
    Policy(
        "key_events_in_v1beta_history",
        "OMIT",
        ("OMIT", "CONVERSION_EVENT"),
        "v1beta has CONVERSION_EVENT but not KEY_EVENT among its change history resource types. Not settled.",
        "Changes of key events in v1beta's change history: left out, or shown as conversion events.",
    ),
    Policy(
        "zero_default_value_refused",
        False,
        bool,
        "numeric_value is marked REQUIRED but has no presence in proto3: 0 and absent are the same bytes. Not settled.",
        "A default value of 0: true refuses it as missing.",
    ),
    Policy(
        "negative_default_value_refused",
        False,
        bool,
        "No lower bound is documented, checked 2026-11-23.",
        "A default value below 0: true refuses it.",
    ),
    Policy(
        "missing_property_error",
        "PERMISSION_DENIED",
        ("PERMISSION_DENIED", "NOT_FOUND"),
        "Google's own sample tests expect PERMISSION_DENIED for made-up ids on every Admin method; whether that holds "
        "for every caller is not documented.",
        "The code for an account or property that does not exist. One that is denied is always PERMISSION_DENIED.",
    ),
    Policy(
        "trashed_property_children",
        "SERVE",
        ("SERVE", "REFUSE"),
        "The documents say that a trashed property can be inspected, not what becomes of what is in it.",
        "Requests about what is in a property with a delete_time: REFUSE answers FAILED_PRECONDITION.",
    ),
    Policy(
        "page_size_may_change",
        True,
        bool,
        "The method texts say all other parameters must match the call that gave the page token; AIP-158 exempts "
        "page_size.",
        "Whether a page token may be used with another page_size.",
    ),
)
