"""The collection endpoint of the control plane: requests as Google's tags send them, answered with receipts.

    GET|POST /pagead/conversion/ID/?label=&value=&currency_code=&oid=&gclid=              a conversion ping
    GET|POST /g/collect?tid=&en=&cid=&sid=&dl=&cu=&epn.value=      an event; in a body more of them, one on each line
    POST     /mp/collect?measurement_id=                           {"client_id": "…", "events": [{"name": "…", …}]}

The answer is ``{"hits": [{"counted": true, "reason": "a key event of properties/345678901"}]}``, where Google says
nothing. Three parameters are the emulator's own: ``campaign`` of a ping; ``device`` and ``channel`` of events.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from microconv.emulator.collection import DEVICES, Event, Ping, Receipt, receive_event, receive_ping
from microconv.emulator.errors import ControlError
from microconv.emulator.json_body import JsonError, read_json

if TYPE_CHECKING:
    from microconv.emulator.http_messages import HttpRequest
    from microconv.emulator.world import World

_LARGEST = 1e300
_MOST_EVENTS = 25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Query = Mapping[str, Sequence[str]]


def collect_ping(world: World, number: str, request: HttpRequest) -> dict[str, Any]:
    """A conversion ping; `number` is the conversion id of its path."""
    query = request.query
    if not _one(query, "label"):
        raise ControlError(400, "a conversion ping needs a label")
    campaign = _one(query, "campaign")
    if campaign and not (campaign.isascii() and campaign.isdigit()):
        raise ControlError(400, f"campaign must be an id, not {campaign!r}")
    ping = Ping(
        int(number),
        _one(query, "label"),
        value=_number(_one(query, "value")),
        currency=_one(query, "currency_code"),
        order=_one(query, "oid"),
        click=_one(query, "gclid"),
        campaign=int(campaign) if campaign else None,
    )
    return _answer([receive_ping(world, ping)])


def collect_hits(world: World, request: HttpRequest) -> dict[str, Any]:
    """Events as a Google tag sends them: of the query, or one of each line of the body, which the query completes."""
    lines = [one for one in request.body.decode("utf-8", "replace").splitlines() if one.strip()]
    queries = [{**request.query, **parse_qs(line, keep_blank_values=True)} for line in lines or [""]]
    events = [_event_of(one) for one in queries]
    return _answer([receive_event(world, one) for one in events])


def collect_events(world: World, request: HttpRequest) -> dict[str, Any]:
    """Events by the Measurement Protocol, at most 25 a request."""
    try:
        content = read_json(request.body)
    except JsonError as error:
        raise ControlError(400, f"the body is not JSON: {error}") from error
    items = content.get("events") if isinstance(content, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= _MOST_EVENTS:
        raise ControlError(400, f"events must be a list of 1 to {_MOST_EVENTS}")
    events = [_event_from(request.query, content, one) for one in items]
    return _answer([receive_event(world, one) for one in events])


def _event_of(query: _Query) -> Event:
    page, click = _page(_one(query, "dl"))
    return Event(
        _needed(query, "tid"),
        _needed(query, "en"),
        value=_number(_one(query, "epn.value")),
        currency=_one(query, "cu") or _one(query, "ep.currency"),
        client=_one(query, "cid"),
        session=_one(query, "sid"),
        page=page,
        click=_one(query, "gclid") or click,
        device=_one(query, "device") or DEVICES[0],
        channel=_one(query, "channel"),
        parameters={**_own_parameters(query), **_carried(query)},
    )


_CARRIED = {"dl": "page_location", "dr": "page_referrer", "dt": "page_title", "cu": "currency", "ul": "language"}


def _carried(query: _Query) -> dict[str, str]:
    """The parameters that a hit of a tag has under names of their own."""
    return {name: _one(query, key) for key, name in _CARRIED.items() if _one(query, key)}


def _own_parameters(query: _Query) -> dict[str, str]:
    """`ep.plan` and `epn.value`: texts and numbers that an event carries."""
    return {
        key.partition(".")[2]: values[-1] for key, values in query.items() if key.startswith(("ep.", "epn.")) and values
    }


def _event_from(query: _Query, content: Mapping[str, Any], item: Any) -> Event:
    params = item.get("params", {}) if isinstance(item, dict) else None
    if not isinstance(params, dict) or not isinstance(item.get("name"), str):
        raise ControlError(400, "an event needs a name, and params that are an object")
    value = params.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ControlError(400, f"value must be a number, not {value!r}")
    if value is not None and abs(value) > _LARGEST:
        raise ControlError(400, "value is too large")
    page, click = _page(str(params.get("page_location", "")))
    return Event(
        _needed(query, "measurement_id"),
        item["name"],
        value=value,
        currency=str(params.get("currency", "")),
        client=str(content.get("client_id", "")),
        session=str(params.get("session_id", "")),
        page=page,
        click=_one(query, "gclid") or click,
        at=_moment(item.get("timestamp_micros", content.get("timestamp_micros"))),
        device=_one(query, "device") or DEVICES[0],
        channel=_one(query, "channel"),
        parameters={str(key): _text(one) for key, one in params.items() if isinstance(one, str | int | float)},
    )


def _text(value: str | float) -> str:
    """A parameter as rules compare it."""
    return value if isinstance(value, str) else json.dumps(value)


def _page(location: str) -> tuple[str, str]:
    """The path of a page's address, and the click that its query names."""
    if not location:
        return "/", ""
    try:
        url = urlsplit(location)
    except ValueError as error:
        raise ControlError(400, f"{location!r} is not the address of a page") from error
    return url.path or "/", _one(parse_qs(url.query), "gclid")


def _one(query: _Query, name: str) -> str:
    return query[name][-1] if query.get(name) else ""


def _needed(query: _Query, name: str) -> str:
    if not _one(query, name):
        raise ControlError(400, f"a hit needs {name}")
    return _one(query, name)


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise ControlError(400, f"value must be a number, not {text!r}") from error


def _moment(micros: Any) -> datetime | None:
    if micros is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(micros))
    except (TypeError, ValueError, OverflowError) as error:
        raise ControlError(400, f"timestamp_micros must be a number, not {micros!r}") from error


def _answer(receipts: Sequence[Receipt]) -> dict[str, Any]:
    return {"hits": [asdict(one) for one in receipts]}
