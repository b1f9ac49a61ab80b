"""The schema of what a customer's seed has for the emulator to show: value rules, lifecycle goals, uploads, users."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator.google_ads.enums_uploads import UPLOAD_ERRORS
from microconv.emulator.google_ads.seeding_read_only import (
    ACTIONS,
    CLIENTS,
    CONFIGS,
    GOALS,
    RESOURCES,
    RULES,
    SETS,
    STORED,
    USERS,
)
from microconv.emulator.google_ads.seeding_schema_fields import fields_of
from microconv.emulator.google_ads.seeding_strategies import STORED_STRATEGY, STRATEGIES_KEY
from microconv.emulator.schema_nodes import Node, account, day, listed, maybe, node, record, text, whole, words

#: The ways to write the portfolio strategy of a campaign: its id, or its name.
STRATEGY_ID: tuple[Node, ...] = (node("integer", minimum=1), text())
_WRITTEN = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"
_SHOWN = "Only shown; keys without a meaning are fields of Google's "


def read_only() -> dict[str, Node]:
    """The keys of a customer."""
    return {
        RULES: listed("Value rules. They are shown; no value is adjusted by them.", _rule()),
        SETS: listed("Value rules that are in force together.", _set()),
        GOALS: listed("Lifecycle goals, one of each type.", _goal()),
        CONFIGS: listed("The lifecycle goals that campaigns use.", _config()),
        CLIENTS: listed("How uploads went, by the way they came.", _summary(CLIENTS, ("client", "status"))),
        ACTIONS: listed(
            "How uploads of one action's conversions went.",
            _summary(ACTIONS, ("conversion_action_id", "client", "status")),
        ),
        USERS: listed("Who has access. `principals` say who may call the emulator.", _user()),
        STRATEGIES_KEY: listed("Portfolio bidding strategies, which campaigns name.", _strategy()),
    }


def _message(key: str, own: Mapping[str, Node], required: tuple[str, ...]) -> Node:
    return record(f"{_SHOWN}{RESOURCES[key].MESSAGE}.", {**own, **_rest(key, own)}, required)


def _rest(key: str, own: Mapping[str, Node]) -> dict[str, Node]:
    return fields_of(STORED[key], own)


def _rule() -> Node:
    rest = _rest(RULES, {"id": {}})
    targets: Node = {"type": ["array", "null"], "items": text(pattern="^geoTargetConstants/[0-9]+$")}
    places = rest["geo_location_condition"]["properties"]
    places |= {"geo_target_constants": targets, "excluded_geo_target_constants": targets}
    action = record("", rest["action"]["properties"], ("operation", "value"))
    return record(
        f"{_SHOWN}{RESOURCES[RULES].MESSAGE}.",
        {"id": account("Its id."), **rest, "action": action},
        ("id", "action"),
    )


def _set() -> Node:
    own = {
        "id": account("Its id."),
        RULES: listed("The ids of its rules.", account()),
        "dimensions": {**_rest(SETS, {})["dimensions"], "type": "array", "minItems": 1},
        "campaign": account("The id of the campaign that it is attached to; only with CAMPAIGN."),
    }
    return _message(SETS, own, ("id", "dimensions", "attachment_type"))


def _goal() -> Node:
    return _message(GOALS, {"id": account("Its id; its type is that of its settings.")}, ("id",))


def _config() -> Node:
    own = {
        "campaign": account("The id of the campaign."),
        "goal": account("The id of the goal, the customer's or its conversion customer's."),
    }
    return _message(CONFIGS, own, ("campaign", "goal"))


def _summary(key: str, required: tuple[str, ...]) -> Node:
    counts = {name: whole(about) for name, about in _COUNTS.items()}
    counted = ("total_event_count", "successful_event_count", "pending_event_count")
    own = {
        **{name: {**_rest(key, {})[name], "minimum": 0} for name in counted},
        "last_upload_date_time": maybe(text(pattern=_WRITTEN)),
        "daily_summaries": listed(
            "Days.", record("A day.", {"upload_date": day("The day, yyyy-mm-dd."), **counts}, ("upload_date",))
        ),
        "job_summaries": listed(
            "Jobs.", record("A job.", {"job_id": whole("The id of the job."), **counts}, ("job_id",))
        ),
        "alerts": listed("Kinds of errors.", _alert()),
    }
    return _message(key, own, required)


_COUNTS = {
    "successful_count": "Events that were taken.",
    "failed_count": "Events that were refused.",
    "pending_count": "Events that are not processed yet.",
}


def _alert() -> Node:
    errors = {family: words(kinds, "A word of this family of errors.") for family, kinds in UPLOAD_ERRORS.items()}
    keys = {
        "error": record("The error, one.", errors, minProperties=1, maxProperties=1),
        "error_percentage": node("number", "Its share of the events, from 0 to 1.", minimum=0, maximum=1),
    }
    return record("A kind of error.", keys, ("error", "error_percentage"))


def _user() -> Node:
    return _message(USERS, {}, ("user_id", "access_role"))


def _strategy() -> Node:
    own = {"id": account("Its id."), "name": text(minLength=1)}
    about = f"{_SHOWN}BiddingStrategy. It has the field of one scheme."
    return record(about, {**own, **fields_of(STORED_STRATEGY, own)}, ("id", "name"))
