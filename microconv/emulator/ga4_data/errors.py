"""Errors as the GA4 Data API answers them; they travel as those of the Admin API do.

Texts as third parties recorded them from live answers (read in copies, 2026-11-23).
"""

from __future__ import annotations

from collections.abc import Iterable

from microconv.emulator.ga4.errors import ApiError
from microconv.emulator.shared import COVERAGE

_MORE = "To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id."
_EXHAUSTED = {
    "tokens_per_day": "Exhausted property tokens per day. These quota tokens will return in under 24 hours.",
    "tokens_per_hour": "Exhausted property tokens per hour. These quota tokens will return in under an hour.",
    "tokens_per_project_per_hour": (
        "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour."
    ),
    "concurrent_requests": "Exhausted concurrent requests quota. Please send fewer requests concurrently.",
    "server_errors_per_project_per_hour": (
        "Exhausted server errors quota of this property and project. It will return in under an hour."
    ),
    "potentially_thresholded_requests_per_hour": (
        "Exhausted potentially thresholded requests quota. This quota will return in under an hour."
    ),
}


def refuse(text: str) -> ApiError:
    """INVALID_ARGUMENT."""
    return ApiError("INVALID_ARGUMENT", text)


def no_property_id(text: str) -> ApiError:
    """INVALID_ARGUMENT for a resource name without a number."""
    return refuse(f"Invalid property ID: {text}. A numeric Property ID is required. {_MORE}")


def no_permission() -> ApiError:
    """PERMISSION_DENIED for a property that is not there or not visible."""
    return ApiError("PERMISSION_DENIED", f"User does not have sufficient permissions for this property. {_MORE}")


def exhausted(quota: str) -> ApiError:
    """RESOURCE_EXHAUSTED for a quota."""
    return ApiError("RESOURCE_EXHAUSTED", _EXHAUSTED[quota])


def not_emulated(what: str, has: Iterable[str] = ()) -> ApiError:
    """UNIMPLEMENTED for a part of the API that the emulator does not have.

    has: the names that it has instead; they are listed.
    """
    instead = f"; it has {', '.join(has)}" if has else ""
    return ApiError("UNIMPLEMENTED", f"The microconv emulator does not have {what}{instead}. {COVERAGE}")


def incompatible(field: str) -> ApiError:
    """INVALID_ARGUMENT for fields that do not go together."""
    return refuse(
        f"Please remove {field} to make the request compatible for example. The request's dimensions & metrics are "
        "incompatible. To learn more, see https://ga-dev-tools.web.app/ga4/dimensions-metrics-explorer/"
    )
