"""What is not settled about the GA4 Admin API, as named switches with the default the emulator takes."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "counting_method_required",
        False,
        bool,
        "The proto marks KeyEvent.counting_method REQUIRED, Google's own sample creates key events without it, and the "
        "old ConversionEvent documents ONCE_PER_EVENT as the default. Not settled, checked 2026-11-23.",
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
        "key_event_output_only",
        "IGNORE",
        ("IGNORE", "REFUSE"),
        "AIP-203 says output-only fields in a request are ignored; no captured answer of this API, checked 2026-11-23.",
        "An output-only field (name, create_time, deletable, custom) that a create sets or an update mask names: "
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
        "A key event named like an automatically collected event (click, page_view, ...): true refuses it.",
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
