"""Texts of errors as Google has them, where somebody quotes one; all others are the emulator's own words.

Quoted in public reports, logs and tests recorded from live answers (read in copies, 2026-11-29). The descriptions of
the codes in the published enums are not taken for texts: of those quoted here, half differ from their description.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text of Google's.

    template: with the parts that change in braces.
    source: who quotes it.
    """

    template: str
    source: str

    @property
    def is_fixed(self) -> bool:
        """True if no part of it changes."""
        return "{" not in self.template


_INCOMPATIBLE = (
    ", since {kind} is incompatible with the resource in the FROM clause or other selected segmenting resources."
)
#: How a metric or a segment stands in the two texts that end so.
NOT_OF_RESOURCE = "'{name}'(could not support requested resources: '{resource}')"
#: How a segment stands in the text of PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE.
NOT_WITH_METRICS = "'{name}'(unsupported metrics: {metrics})"
_QUERY_LOGS = "error handling of public query tools, with the number of the code"
#: By ``family.WORD``.
TEXTS: Mapping[str, Text] = {
    "authentication_error.CUSTOMER_NOT_FOUND": Text(
        "No customer found for the provided customer id.",
        "recorded answers in tests of github.com/rudderlabs/rudder-transformer, with the status UNAUTHENTICATED",
    ),
    "authorization_error.CUSTOMER_NOT_ENABLED": Text(
        "The customer account can't be accessed because it is not yet enabled or has been deactivated.",
        "recorded answers in public tests",
    ),
    "authorization_error.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION": Text(
        "The Google Cloud project is only approved for use with test accounts.",
        "guides and tests of several public tools, with the number 32",
    ),
    "authorization_error.DEVELOPER_TOKEN_NOT_APPROVED": Text(
        "The developer token is only approved for use with test accounts. To access non-test accounts, apply for Basic "
        "or Standard access.",
        "many reports of users",
    ),
    "authorization_error.USER_PERMISSION_DENIED": Text(
        "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's "
        "customer id must be set in the 'login-customer-id' header. See "
        "https://developers.google.com/google-ads/api/docs/concepts/call-structure#cid",
        "output of Google's own examples in public READMEs; some quote it without the address",
    ),
    "campaign_budget_error.DUPLICATE_NAME": Text(
        "A campaign budget with this name already exists.", "https://github.com/googleads/google-ads-java/issues/412"
    ),
    "change_event_error.START_DATE_TOO_OLD": Text(
        "The requested start date is too old. It cannot be older than 30 days.",
        "error handling of a public tool, with the number of the code",
    ),
    "context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE": Text(
        "The operation is not allowed for removed resources.",
        "live mutates of removed campaigns, ads and keywords, several reports",
    ),
    "field_error.IMMUTABLE_FIELD": Text(
        "The field attempted to be mutated is immutable.", "live updates of conversion actions (v24), several reports"
    ),
    "field_error.REQUIRED": Text("The required field was not present.", "live creates of campaigns, several reports"),
    "field_mask_error.FIELD_HAS_SUBFIELDS": Text(
        "The field mask updated a field with subfields: '{path}'.", "live updates of bidding strategies, two reports"
    ),
    "field_mask_error.FIELD_NOT_FOUND": Text(
        "The field mask contained an invalid field: '{path}'.", "REST answers in four public guides"
    ),
    "mutate_error.MUTATE_NOT_ALLOWED": Text(
        "Mutates are not allowed for the requested resource.", "rehearsed updates of imported actions, several reports"
    ),
    "mutate_error.RESOURCE_NOT_FOUND": Text("Resource was not found.", "a live mutate with temporary ids"),
    "query_error.BAD_ENUM_CONSTANT": Text(
        "Invalid enum value cannot be included in WHERE clause: '{value}'.", "live queries, several reports"
    ),
    "query_error.EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE": Text(
        "The following field{s} must be present in SELECT clause: {names}.", "live queries, several reports"
    ),
    "query_error.INVALID_VALUE_WITH_DURING_OPERATOR": Text(
        "Invalid date literal supplied for DURING operator: {value}.", "live queries, several reports"
    ),
    "query_error.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE": Text(
        "Cannot select or filter on the following metrics: {names}" + _INCOMPATIBLE,
        f"{_QUERY_LOGS}; each name as {NOT_OF_RESOURCE}",
    ),
    "query_error.PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE": Text(
        "Cannot select fields from the following resource: '{name}', since the resource is incompatible with the "
        "resource in FROM clause.",
        "https://github.com/googleads/google-ads-java/issues/173",
    ),
    "query_error.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE": Text(
        "Cannot select or filter on the following segments: {names}" + _INCOMPATIBLE,
        f"https://github.com/googleads/google-ads-java/issues/180; each name as {NOT_OF_RESOURCE}",
    ),
    "query_error.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE": Text(
        "Cannot select the following segments because at least one unsupported metric is found in SELECT or WHERE "
        "clause: {names}.",
        f"https://github.com/airbytehq/airbyte/pull/9310 and live queries of others; each name as {NOT_WITH_METRICS}",
    ),
    "query_error.REQUESTED_METRICS_FOR_MANAGER": Text(
        "Metrics cannot be requested for a manager account. To retrieve metrics, issue separate requests against each "
        "client account under the manager account.",
        "the code's description; public tests quote its first sentence from live answers",
    ),
    "query_error.UNEXPECTED_END_OF_QUERY": Text(
        "Error in query: unexpected end of query.", "tests of github.com/airbytehq/airbyte (source-google-ads)"
    ),
    "query_error.UNEXPECTED_FROM_CLAUSE": Text(
        "The FROM clause cannot be used in queries to any service except GoogleAdsService.",
        "https://github.com/googleads/google-ads-python/issues/1021",
    ),
    "query_error.UNEXPECTED_INPUT": Text("Error in query: unexpected input {text}.", "live queries, several reports"),
    "query_error.UNRECOGNIZED_FIELD": Text(
        "Unrecognized field{s} in the query: {names}.", "live queries of v25, several reports"
    ),
    "quota_error.RESOURCE_EXHAUSTED": Text(
        "Too many requests. Retry in {seconds} seconds.", "https://github.com/PipedreamHQ/pipedream/issues/21554"
    ),
    "request_error.BAD_RESOURCE_ID": Text(
        "'{part}' part of the resource name is invalid.",
        "https://github.com/Opteo/google-ads-api/issues/484, tests of Google's client for Perl",
    ),
    "request_error.INVALID_CUSTOMER_ID": Text("Invalid customer ID '{value}'.", "recorded answers in public tools"),
    "request_error.PAGE_SIZE_NOT_SUPPORTED": Text(
        "Setting the page size is not supported. Search Responses will have fixed page size of '10000' rows.",
        "live answers of v25, several reports",
    ),
    "resource_count_limit_exceeded_error.ACCOUNT_LIMIT": Text(
        "Indicates that this request would exceed the number of allowed resources for the Google Ads account. The "
        "exact resource type and limit being checked can be inferred from accountLimitType.",
        "https://github.com/googleads/googleads-python-lib/issues/497",
    ),
}


def google_text(code: str, **parts: str) -> str:
    """Google's text of a code with its parts filled in."""
    return TEXTS[code].template.format(**parts)


def fixed_text(code: str) -> str | None:
    """Google's text of a code if it is always the same, else None."""
    known = TEXTS.get(code)
    return known.template if known is not None and known.is_fixed else None


def listing(names: Iterable[str]) -> dict[str, str]:
    """The parts of a text that lists names: ``names`` in quotes, and ``s``, the ending for several."""
    quoted = [f"'{name}'" for name in names]
    return {"names": ", ".join(quoted), "s": "s" if len(quoted) > 1 else ""}
