"""Steps and results among conversions, as far as a category or a GA4 event's name tells."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from microconv.core.conversion import Conversion

STEP_SHARES: Mapping[str, float] = MappingProxyType(
    {
        "begin_checkout": 0.2,
        "get_directions": 0.05,
        "add_to_cart": 0.05,
        "engagement": 0.03,
        "outbound_click": 0.02,
        "page_view": 0.002,
    }
)
"""Categories of steps, with the share of the result's value that is proposed for one.

Graded as domain.md advises, in the proportions of the example configs (against a purchase of 10,000: a product page 20,
a basket 500, a checkout 2,000).
"""

STEPS = frozenset(STEP_SHARES)
"""Categories of acts before the result."""

RESULTS = frozenset(
    {
        *("purchase", "submit_lead_form", "book_appointment", "request_quote", "contact", "phone_call_lead"),
        *("imported_lead", "qualified_lead", "converted_lead", "subscribe_paid", "signup", "store_sale", "store_visit"),
        "message_lead",
    }
)
"""Categories of results."""

STEP_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("begin_checkout", "add_shipping_info", "add_payment_info"), "begin_checkout"),
        **dict.fromkeys(("add_to_cart", "add_to_wishlist", "view_cart"), "add_to_cart"),
        **dict.fromkeys(("form_start", "file_download", "scroll", "video_start", "video_progress"), "engagement"),
        **dict.fromkeys(("video_complete", "search", "view_search_results", "share", "select_content"), "engagement"),
        **dict.fromkeys(("page_view", "view_item", "view_item_list", "session_start", "first_visit"), "page_view"),
        "user_engagement": "engagement",
        "click": "outbound_click",
    }
)
"""GA4's own and recommended events that are steps, with the category that is like them.

Source: support.google.com/analytics/answer/9216061 and /9267735, checked 2026-11-23.
"""


def category_of(conversion: Conversion) -> str:
    """The kind of act that a conversion is: by its category, or what its event is known for."""
    category = conversion.settings.get("category")
    if category in {None, "default"}:
        return STEP_EVENTS.get(conversion.event or conversion.name, str(category or ""))
    return str(category)
