"""Named switches for what is not settled about the import of Google Analytics' key events into Google Ads.

What is known: no call of the Google Ads API makes or starts the import; a Google Ads link and a key event do, and some
time later a conversion action is there (reports of live accounts, read in copies, checked 2026-11-23).
"""

from __future__ import annotations

from microconv.emulator.policies import Policy

_OBSERVED = "Seen in reports of live accounts, read in copies 2026-11-23; Google's documents do not say."
_NOWHERE = "Not found in any published material, checked 2026-11-23."

POLICIES: tuple[Policy, ...] = (
    Policy(
        "ga4_import",
        True,
        bool,
        "The emulator's own switch.",
        "Whether key events of linked properties become conversion actions at all.",
    ),
    Policy(
        "ga4_import_lag_hours",
        24,
        int,
        "Reports of live accounts speak of 24 to 48 hours after linking or marking.",
        "Hours on the emulator's clock from the making of the link or of the key event, whichever is later, until the "
        "conversion action is there.",
    ),
    Policy(
        "ga4_import_needs_auto_tagging",
        True,
        bool,
        _OBSERVED,
        "Whether nothing is imported while auto_tagging_enabled of the linked customer is false.",
    ),
    Policy(
        "ga4_import_status",
        "HIDDEN",
        ("HIDDEN", "ENABLED"),
        "Actions of key events that Google makes by itself were seen as HIDDEN, custom ones as ENABLED, probably by a "
        "person.",
        "The status of an imported action.",
    ),
    Policy(
        "ga4_import_primary",
        False,
        bool,
        _OBSERVED,
        "primary_for_goal of an imported action.",
    ),
    Policy(
        "ga4_import_generate_lead_category",
        "SUBMIT_LEAD_FORM",
        ("SUBMIT_LEAD_FORM", "IMPORTED_LEAD", "DEFAULT"),
        "Inferred from the wording in the interface. PURCHASE, QUALIFIED_LEAD and CONVERTED_LEAD were seen for the "
        "three other named events.",
        "The category of the action imported from generate_lead.",
    ),
    Policy(
        "ga4_import_custom_category",
        "DEFAULT",
        ("DEFAULT", "BY_EVENT_NAME"),
        "Custom events were seen with DEFAULT, PAGE_VIEW, CONTACT and REQUEST_QUOTE; who set those is unknown.",
        "The category of actions of type GOOGLE_ANALYTICS_4_CUSTOM: always DEFAULT, or that of the recommended event's "
        "name (add_to_cart, begin_checkout, page_view, sign_up), DEFAULT for all others.",
    ),
    Policy(
        "ga4_import_click_through_days",
        90,
        (30, 90),
        _OBSERVED,
        "click_through_lookback_window_days of an imported action.",
    ),
    Policy(
        "ga4_import_counting",
        "follows",
        ("follows", "at_import", "many_per_click"),
        "Google's help has the counting method of a key event (analytics answer 13366706, read in a copy) and the "
        "counting of an action, and does not say how one comes to the other. Checked 2026-11-29.",
        "counting_type of an imported action: that of the key event (ONE_PER_CLICK for ONCE_PER_SESSION), set at the "
        "import and whenever the key event's is changed; set at the import alone; or MANY_PER_CLICK always.",
    ),
    Policy(
        "ga4_import_after_removal",
        "not_again",
        ("not_again", "again"),
        _NOWHERE,
        "A key event or link made anew when the account has an action of the same property and event that was removed: "
        "not_again leaves it at that, again imports another.",
    ),
    Policy(
        "ga4_import_name_taken",
        "property_id_appended",
        ("property_id_appended", "not_imported"),
        _NOWHERE,
        "An import whose name another action of the account has (two properties of one name): imported with the "
        "property's id in brackets behind the name, or not at all.",
    ),
    Policy(
        "ga4_import_key_event_removed",
        "stays",
        ("stays", "hidden", "removed"),
        _NOWHERE,
        "What becomes of an imported action when its key event is deleted: nothing, or its status becomes HIDDEN or "
        "REMOVED at once.",
    ),
)
