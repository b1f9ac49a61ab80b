"""The meaning of an error of the Google Ads API for the request that drew it: one table, each row with its source.

Everything that is not in it is definite: nothing was done, and asking again would draw the same answer.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_PAGE = "page API error types (developers.google.com/google-ads/api/docs/best-practices/error-types), 2026-11-23"
_ENUM = "comment of the value in the client's error enums, v26, 2026-11-23"
_GRPC = "meaning of the gRPC status: the answer does not tell whether the server had done its work, 2026-11-23"


class Meaning(enum.Enum):
    """The kind of an error, and so what follows from it."""

    LATER = "nothing was done, and the same request may succeed later"
    UNCLEAR = "it may have been done: read before anything is sent again"
    RENEW = "nothing was done; the same request may succeed with a new access token"
    THERE = "what should be made is there already"
    NEVER = "nothing was done; asking again does not help"


@dataclass(frozen=True, slots=True)
class Row:
    """One error: what it means, and where that is said."""

    meaning: Meaning
    source: str


CODES: Mapping[str, Row] = MappingProxyType(
    {
        "DatabaseError.CONCURRENT_MODIFICATION": Row(Meaning.LATER, _ENUM),
        "QuotaError.RESOURCE_TEMPORARILY_EXHAUSTED": Row(Meaning.LATER, _ENUM),
        "QuotaError.EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION": Row(Meaning.LATER, _ENUM),
        "QuotaError.RESOURCE_EXHAUSTED": Row(Meaning.NEVER, _ENUM + ": the quota of the day"),
        "QuotaError.EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION": Row(Meaning.NEVER, _ENUM),
        "InternalError.TRANSIENT_ERROR": Row(Meaning.UNCLEAR, _PAGE),
        "InternalError.INTERNAL_ERROR": Row(Meaning.UNCLEAR, _PAGE),
        "InternalError.DEADLINE_EXCEEDED": Row(Meaning.UNCLEAR, _ENUM),
        "InternalError.ERROR_CODE_NOT_PUBLISHED": Row(Meaning.UNCLEAR, _ENUM),
        "RequestError.RPC_DEADLINE_TOO_SHORT": Row(Meaning.UNCLEAR, _ENUM),
        "ConversionActionError.DUPLICATE_NAME": Row(Meaning.THERE, _ENUM),
        "CustomConversionGoalError.CUSTOM_GOAL_DUPLICATE_NAME": Row(Meaning.THERE, _ENUM),
        "AuthenticationError.OAUTH_TOKEN_EXPIRED": Row(Meaning.RENEW, _ENUM),
    }
)
"""By Google's own code."""

STATUSES: Mapping[str, Row] = MappingProxyType(
    {
        "UNAVAILABLE": Row(Meaning.UNCLEAR, _GRPC),
        "INTERNAL": Row(Meaning.UNCLEAR, _GRPC),
        "DEADLINE_EXCEEDED": Row(Meaning.UNCLEAR, _GRPC),
        "UNKNOWN": Row(Meaning.UNCLEAR, _GRPC),
        "CANCELLED": Row(Meaning.UNCLEAR, _GRPC),
        "ABORTED": Row(Meaning.UNCLEAR, _GRPC),
        "UNAUTHENTICATED": Row(Meaning.RENEW, "meaning of the gRPC status: tokens are checked before work, 2026-11-23"),
        "RESOURCE_EXHAUSTED": Row(Meaning.UNCLEAR, "page Quotas: an answer above 64 MB draws it, after the work"),
    }
)
"""By gRPC status, where the answer has no code of Google's."""


def meaning(code: str, status: str) -> Meaning:
    """The meaning of an error: by Google's own code, or, where the answer has none (empty), by its status."""
    row = CODES.get(code) if code else STATUSES.get(status)
    if row is None and code.endswith((".UNKNOWN", ".UNSPECIFIED")):
        row = STATUSES.get(status)
    return Meaning.NEVER if row is None else row.meaning
