"""Rules for the values that the fields of a campaign may have.

Sources: comments of resources/campaign.proto, errors/campaign_error.proto, errors/campaign_budget_error.proto and
errors/date_range_error.proto (v26), and the official examples, checked 2026-11-23. Only the rules that goals and those
examples touch: the emulator takes more than the real service where a channel has rules of its own.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from microconv.emulator.google_ads.mutate import names, values
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import AdsError
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model_campaigns import Campaign

_LONGEST_NAME = 256
_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?: (\d{2}):(\d{2}):(\d{2}))?")
_NETWORK = "network_settings."
_FOR_CONVERSIONS = frozenset({"maximize_conversion_value", "maximize_conversions", "target_cpa", "target_roas"})
_DATES = ("start_date_time", "end_date_time")


def now(call: Call, draft: Draft) -> str:
    """The account's own time, in the form of campaign dates."""
    zone = ZoneInfo(str(draft.customer.fields["time_zone"]))
    return call.world.clock.now().astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def moment(text: str, *, end: bool) -> str | None:
    """A date and time as ``yyyy-MM-dd HH:mm:ss``; hyphens and the time may be left out, as the examples do."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    clock = f"{hour}:{minute}:{second}" if hour is not None else "23:59:59" if end else "00:00:00"
    written = f"{year}-{month}-{day} {clock}"
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return written


def check(call: Call, draft: Draft, new: Flat, before: Campaign | None, paths: Collection[str]) -> Iterator[AdsError]:
    """The errors of the values at `paths` of `new`; dates in `new` are brought into their form."""
    if "name" in paths and "name" in new:
        yield from _name(draft, new["name"], before)
    if "status" in paths:
        yield from _status(new.get("status"), before)
    yield from _dates(call, draft, new, before, paths)
    yield from _networks(new, paths)
    if before is None:
        yield from _channel(new)


def _name(draft: Draft, name: str, before: Campaign | None) -> Iterator[AdsError]:
    if any(character in name for character in "\0\n\r"):
        message = "The name must not contain null, line feed or carriage return."
        yield values.at("name", "campaign_error.INVALID_CAMPAIGN_NAME", message, name)
    yield from values.name_errors("name", name, _LONGEST_NAME)
    if draft.campaigns.holder(name) not in (None, None if before is None else before.id):
        message = "The name is already assigned to another active or paused campaign."
        yield values.at("name", "campaign_error.DUPLICATE_CAMPAIGN_NAME", message, name)


def _status(status: Any, before: Campaign | None) -> Iterator[AdsError]:
    if status != "REMOVED":
        return
    if before is None:
        code = "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED"
        yield values.at("status", code, "A campaign cannot be created as REMOVED.", status)
    else:
        yield values.at("status", "enum_error.ENUM_VALUE_NOT_PERMITTED", "Use a remove operation.", status)


def _dates(call: Call, draft: Draft, new: Flat, before: Campaign | None, paths: Collection[str]) -> Iterator[AdsError]:
    today = now(call, draft)[:10]
    for path in _DATES:
        if path not in paths or path not in new:
            continue
        text = moment(new[path], end=path == "end_date_time")
        if text is None:
            message = f"'{new[path]}' is not a date and time in the form yyyy-MM-dd HH:mm:ss."
            yield values.at(path, "date_error.INVALID_STRING_DATE_TIME_SECONDS", message, new[path])
            return
        new[path] = text
        started = before is not None and path == "start_date_time" and (before[path] or "")[:10] < today
        if started and before is not None and text != before[path]:
            message = "The start date cannot be modified: the campaign has started."
            yield values.at(path, "date_range_error.CANNOT_MODIFY_START_DATE_IF_ALREADY_STARTED", message, text)
        elif text[:10] < today and not started:
            message = "A date cannot be set to the past."
            yield values.at(path, "date_range_error.CANNOT_SET_DATE_TO_PAST", message, text)
    start, end = (new.get(path) for path in _DATES)
    if start and end and start > end and (set(_DATES) & set(paths)):
        path = "end_date_time" if "end_date_time" in paths else "start_date_time"
        message = "The start date is after the end date."
        yield values.at(path, "date_range_error.START_DATE_AFTER_END_DATE", message, new[path])


def _networks(new: Flat, paths: Collection[str]) -> Iterator[AdsError]:
    if not any(path.startswith(_NETWORK) for path in paths):
        return
    search = new.get(_NETWORK + "target_google_search")
    path = _NETWORK + "target_search_network"
    if new.get(path) and not search:
        code = "campaign_error.CANNOT_TARGET_SEARCH_NETWORK_WITHOUT_GOOGLE_SEARCH"
        yield values.at(path, code, "The search network cannot be targeted without Google search.", trigger=True)
    elif search is False and not any(value for name, value in new.items() if name.startswith(_NETWORK)):
        code = "campaign_error.CAMPAIGN_MUST_TARGET_AT_LEAST_ONE_NETWORK"
        yield values.at("network_settings", code, "A campaign must target at least one network.")


def _channel(new: Flat) -> Iterator[AdsError]:
    channel = new.get("advertising_channel_type")
    if channel == "SHOPPING" and not any(path.startswith("shopping_setting.") for path in new):
        message = "A shopping campaign needs a shopping setting."
        yield values.at("shopping_setting", "campaign_error.MISSING_SHOPPING_SETTING", message)
    if channel == "HOTEL" and not any(path.startswith("hotel_setting.") for path in new):
        message = "A hotel campaign needs a hotel setting."
        yield values.at("hotel_setting", "campaign_error.MISSING_HOTEL_SETTING", message)


def tracking(call: Call, draft: Draft, strategy: str) -> list[AdsError]:
    """The error of a strategy that bids for conversions where the account has none, as the policy says."""
    code = call.world.policies.text("conversion_bidding_without_tracking")
    own = draft.customer.conversion_customer == draft.customer.id
    if strategy not in _FOR_CONVERSIONS or code == "allowed" or not own or any(draft.actions()):
        return []
    message = (
        "Conversion tracking is not enabled and is required for this feature."
        if code.startswith("campaign_error")
        else "Conversion tracking is not enabled for the campaign for VBB transition."
    )
    return [values.at(strategy, code, message)]


def budget(draft: Draft, name: str, channel: Any, campaign_id: int | None) -> int:
    """The id of the budget a campaign names, if it may use it.

    Raises OperationFailed if it is not there, removed, or another campaign's own; locations start at the field.
    """
    where = ("campaign_budget",)
    number = names.own_id(draft, names.BUDGETS, name, where)
    existing = None if number is None else draft.budgets.get(number)
    if existing is None:
        raise names.not_found(name, where)
    if existing.status == "REMOVED":
        message = "The requested campaign budget no longer exists."
        raise OperationFailed(values.at(where[0], "campaign_budget_error.CAMPAIGN_BUDGET_REMOVED", message, name))
    if channel == "PERFORMANCE_MAX" and existing["explicitly_shared"]:
        message = "A Performance Max campaign cannot use a shared budget."
        raise OperationFailed(values.at(where[0], "campaign_error.BUDGET_CANNOT_BE_SHARED", message, name))
    if not existing["explicitly_shared"] and any(
        one.budget == existing.id and one.status != "REMOVED" and one.id != campaign_id
        for one in draft.campaigns.values()
    ):
        message = "Only explicitly shared campaign budgets can be used with multiple campaigns."
        code = "campaign_budget_error.CANNOT_USE_IMPLICITLY_SHARED_CAMPAIGN_BUDGET_WITH_MULTIPLE_CAMPAIGNS"
        raise OperationFailed(values.at(where[0], code, message, name))
    return existing.id
