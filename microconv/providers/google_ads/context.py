"""Settings around an account's conversions: at most five search streams, for audits alone.

An audit searches an account at most AUDIT_CALLS times in all; what a manager account is asked beside it, and the way
to the account where nobody named it, are not counted. What would be one too many is not asked, and `missing` says so.
A snapshot asks for everything.
Uploads are asked for only where an action takes some, value rules only where a set of them is in force. Fields from the
protos of v26 and the public v25 field reference, checked 2026-11-29.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from microconv.core.action_state import ActionState
from microconv.core.context import (
    CAMPAIGNS,
    LIFECYCLE_GOALS,
    PARTS,
    UPLOADS,
    USERS,
    VALUE_RULES,
    CampaignBidding,
    Context,
    LifecycleGoal,
    Upload,
    Users,
    ValueRule,
)
from microconv.core.errors import AccessDeniedError, ApiError, RejectedError
from microconv.core.kinds import ACTION
from microconv.core.measures import NO_CALL_LEFT
from microconv.core.resource import Reading
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.convert import word

AUDIT_CALLS = 11
"""So many times an audit searches an account of Google Ads at most."""

SETS_QUERY = (
    "SELECT conversion_value_rule_set.conversion_value_rules, conversion_value_rule_set.campaign, "
    "conversion_value_rule_set.conversion_action_categories FROM conversion_value_rule_set "
    "WHERE conversion_value_rule_set.status = 'ENABLED'"
)
_RULE_FIELDS = (
    *("resource_name", "action.operation", "action.value"),
    *("geo_location_condition.geo_target_constants", "geo_location_condition.excluded_geo_target_constants"),
    *("device_condition.device_types", "audience_condition.user_lists", "audience_condition.user_interests"),
    *(f"itinerary_condition.advance_booking_window.{one}_days" for one in ("min", "max")),
    *(f"itinerary_condition.travel_length.{one}_nights" for one in ("min", "max")),
    *(f"itinerary_condition.travel_start_day.{one}" for one in ("monday", "tuesday", "wednesday", "thursday")),
    *(f"itinerary_condition.travel_start_day.{one}" for one in ("friday", "saturday", "sunday")),
)
RULES_QUERY = "SELECT {} FROM conversion_value_rule WHERE conversion_value_rule.status = 'ENABLED'".format(
    ", ".join(f"conversion_value_rule.{one}" for one in _RULE_FIELDS)
)
_VALUES = ("additional_value", "value_multiplier")
_SETTINGS: Mapping[str, str] = {
    "customer_retention": "retention",
    "new_customer_acquisition": "new_customer_acquisition",
}
"""The types of goals with amounts and factors, and how the fields of their settings begin; loyalty has a factor."""

_LOYALTY = "loyalty_retention"
_GOAL_FIELDS = (
    *(f"goal.{head}_goal_settings.value_settings.{one}" for head in _SETTINGS.values() for one in _VALUES),
    f"goal.{_LOYALTY}_goal_settings.value_settings.value_multiplier",
    *(
        f"campaign_goal_config.campaign_{head}_settings.value_settings_override.{one}"
        for head in _SETTINGS.values()
        for one in _VALUES
    ),
    f"campaign_goal_config.campaign_{_LOYALTY}_settings.value_settings_override.value_multiplier",
)
GOALS_QUERY = (
    f"SELECT campaign.name, goal.goal_type, {', '.join(_GOAL_FIELDS)} FROM campaign_goal_config "
    "WHERE campaign.status != 'REMOVED'"
)
_SUMMARY = "offline_conversion_upload_conversion_action_summary"
UPLOADS_QUERY = "SELECT {} FROM {}".format(
    ", ".join(
        f"{_SUMMARY}.{one}"
        for one in (
            *("conversion_action_id", "client", "status", "total_event_count", "successful_event_count"),
            *("last_upload_date_time", "alerts"),
        )
    ),
    _SUMMARY,
)
USERS_QUERY = "SELECT customer_user_access.email_address, customer_user_access.access_role FROM customer_user_access"

NOT_OF_MANAGERS = "not asked: this is a manager account"
_TAKING_UPLOADS = frozenset({"upload_clicks", "upload_calls", "salesforce"})


def context(
    account: ReadAccount,
    reading: Reading,
    campaigns: Mapping[str, CampaignBidding] | None,
    wanted: Collection[str],
    last: int | None,
    refusal: str = "",
) -> tuple[Context, Mapping[str, str]]:
    """The settings around the conversions of `account`, and the reasons why parts could not be read.

    campaigns: the campaigns by number, as they came with the reading; None where they did not.
    wanted: the parts to ask for, of `core.context.PARTS`.
    last: the number of the last search in the account that may be made; None for no limit.
    refusal: the reason for which nothing more is asked, empty for none.

    Raises CredentialsError.
    """
    bidding = None if campaigns is None else tuple(sorted(campaigns.values()))
    if reading.facts.customer.manager is True:
        return Context(), dict.fromkeys(PARTS, NOT_OF_MANAGERS)
    asking = _Asking(account, wanted, last, refusal)
    parts: dict[str, Any] = {CAMPAIGNS: bidding}
    parts[VALUE_RULES] = asking.part(VALUE_RULES, lambda ask: _value_rules(ask, campaigns or {}))
    if any(
        ActionState(item.state).type in _TAKING_UPLOADS for item in reading.resources if item.address.type == ACTION
    ):
        parts[UPLOADS] = asking.part(UPLOADS, lambda ask: tuple(_upload(row) for row in ask(UPLOADS_QUERY)))
    else:
        parts[UPLOADS] = ()
    parts[USERS] = asking.part(USERS, lambda ask: _users(ask(USERS_QUERY)))
    parts[LIFECYCLE_GOALS] = asking.part(
        LIFECYCLE_GOALS, lambda ask: tuple(sorted(_lifecycle_goal(row) for row in ask(GOALS_QUERY)))
    )
    return Context(**parts), asking.missing


def bidding(rows: Iterable[Any]) -> dict[str, CampaignBidding]:
    """The bidding of campaigns by their numbers, from the rows of `goals.CONFIGS_QUERY`."""
    campaigns = {}
    for row in rows:
        one = row.campaign
        strategy, status = word(one, "bidding_strategy_type"), word(one, "bidding_strategy_system_status")
        campaigns[str(one.id)] = CampaignBidding(one.name, strategy, status)
    return campaigns


_Ask = Callable[[str], Iterator[Any]]


class _TooManyError(Exception):
    """One call more than an audit may make."""


class _Asking:
    """Asks for part after part of those that are `wanted`, and remembers why one is missing.

    Nothing is asked beyond `last`, the number of a search in the account, nor once it was `stopped` for a reason.
    """

    def __init__(self, account: ReadAccount, wanted: Collection[str], last: int | None, stopped: str) -> None:
        self._account = account
        self._wanted = wanted
        self._last = last
        self._stopped = stopped
        self.missing: dict[str, str] = {}

    def part(self, name: str, read: Callable[[_Ask], Any]) -> Any:
        """The part as `read` makes it of rows that it asks for; None if nobody wants it or `missing` has a reason."""
        if name not in self._wanted:
            return None
        if self._stopped:
            self.missing[name] = self._stopped
            return None
        try:
            return read(self._search)
        except _TooManyError:
            self.missing[name] = NO_CALL_LEFT
        except ApiError as error:
            self.missing[name] = f"{error.code}: {error.message}"
            if not isinstance(error, RejectedError | AccessDeniedError):
                self._stopped = self.missing[name]
        return None

    def _search(self, query: str) -> Iterator[Any]:
        if self._last is not None and self._account.asked >= self._last:
            raise _TooManyError
        return self._account.search(query)


def _value_rules(ask: _Ask, campaigns: Mapping[str, CampaignBidding]) -> tuple[ValueRule, ...]:
    """The rules in force, once for each set that they are in."""
    sets = [row.conversion_value_rule_set for row in ask(SETS_QUERY)]
    if not sets:
        return ()
    rules = {row.conversion_value_rule.resource_name: row.conversion_value_rule for row in ask(RULES_QUERY)}
    rules_of_sets = []
    for one in sets:
        number = one.campaign.rpartition("/")[2]
        campaign = campaigns[number].campaign if number in campaigns else number
        for name in one.conversion_value_rules:
            if name in rules:
                rule = rules[name]
                operation = word(rule.action, "operation")
                categories = tuple(_words(one, "conversion_action_categories"))
                rules_of_sets.append(
                    ValueRule(operation, rule.action.value, tuple(_conditions(rule)), campaign, categories)
                )
    return tuple(sorted(rules_of_sets))


def _conditions(rule: Any) -> Iterator[str]:
    """The conditions of a value rule. Places, lists and interests are numbers: their names would take further calls."""
    geo, audience = rule.geo_location_condition, rule.audience_condition
    listed = {
        "places": _numbers(geo.geo_target_constants),
        "not places": _numbers(geo.excluded_geo_target_constants),
        "devices": list(_words(rule.device_condition, "device_types")),
        "user lists": _numbers(audience.user_lists),
        "interests": _numbers(audience.user_interests),
        "itinerary": ["set"] if rule.HasField("itinerary_condition") else [],
    }
    for name, values in listed.items():
        if values:
            yield f"{name}: {', '.join(sorted(values))}"


def _numbers(names: Any) -> list[str]:
    return [name.rpartition("/")[2] for name in names]


def _words(message: Any, field: str) -> Iterator[str]:
    """The words of a list of enums, in lower case."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    for number in getattr(message, field):
        yield values[number].name.lower() if number in values else str(number)


def _lifecycle_goal(row: Any) -> LifecycleGoal:
    """A goal as one campaign has it: its own values, else those of the goal."""
    kind = word(row.goal, "goal_type")
    head = _SETTINGS.get(kind, kind)
    own = getattr(row.campaign_goal_config, f"campaign_{head}_settings", None)
    general = getattr(row.goal, f"{head}_goal_settings", None)
    values = own.value_settings_override if own is not None and own.HasField("value_settings_override") else None
    if values is None and general is not None:
        values = general.value_settings
    added, factor = (getattr(values, one) if values is not None and values.HasField(one) else None for one in _VALUES)
    return LifecycleGoal(kind, row.campaign.name, added, factor)


def _upload(row: Any) -> Upload:
    summary = getattr(row, _SUMMARY)
    errors = []
    for alert in summary.alerts:
        family = alert.error.WhichOneof("error_code")
        if family is not None:
            errors.append(word(alert.error, family))
    return Upload(
        action=str(summary.conversion_action_id),
        client=word(summary, "client"),
        status=word(summary, "status"),
        total=summary.total_event_count,
        successful=summary.successful_event_count,
        last=summary.last_upload_date_time,
        errors=tuple(errors),
    )


def _users(rows: Iterator[Any]) -> tuple[Users, ...]:
    """Counts by role and domain; an address is looked at here and kept nowhere."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        access = row.customer_user_access
        counts[word(access, "access_role"), access.email_address.rpartition("@")[2].lower()] += 1
    return tuple(Users(role, domain, count) for (role, domain), count in sorted(counts.items()))
