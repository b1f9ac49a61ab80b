"""Named switches for what is counted of the traffic that a seed describes and of the hits that are sent."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "hit_without_click",
        "counts",
        ("counts", "received"),
        "Google Ads counts conversions after clicks on ads only; a hit of a test rarely has the id of one.",
        "A hit sent to the emulator that names neither a click, a campaign nor a channel: counts is that of a session "
        "which an ad brought (channel Paid Search); received is that of another one (Direct): Google Ads counts "
        "nothing and notes the request (conversion_last_received_request_date_time).",
    ),
    Policy(
        "event_edit_rules",
        "before_create_rules",
        ("before_create_rules", "not_carried_out"),
        "The protos say that edit rules run in their order and act on no event that a create rule made; that they run "
        "first, so that create rules see what they left, is inferred. Checked 2026-11-29.",
        "Whether the edit rules of a web stream change the events that are sent to it (their name, value, currency and "
        "parameters; the page and what a seed counts stay as they are), or are stored alone.",
    ),
    Policy(
        "rule_on_missing_parameter",
        "never",
        ("never", "as empty"),
        "The MatchingCondition proto is silent about an event without the parameter, checked 2026-11-29.",
        "A condition of an event create rule about a parameter that the event does not carry: it never holds, negated "
        "or not, or it is compared as an empty text.",
    ),
    Policy(
        "rule_regular_expressions",
        "whole",
        ("whole", "part"),
        "The proto says of REGULAR_EXPRESSION only that web streams support it; whether it must match the whole text "
        "is not said. Checked 2026-11-29.",
        "Whether the regular expression of an event create rule must match the whole text, or a part of it.",
    ),
    Policy(
        "universal_analytics_end",
        "2023-06-30",
        ("2023-06-30", "2024-06-30"),
        "Google's help (analytics/answer/11583528, read as quoted elsewhere 2026-11-29): standard properties of "
        "Universal Analytics stop processing hits from July 1, 2023 on (it took some weeks), those of Analytics 360 on "
        "July 1, 2024.",
        "The last day on which actions of the types UNIVERSAL_ANALYTICS_* count, unless their traffic in a seed says "
        "until when.",
    ),
)
