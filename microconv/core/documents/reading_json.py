"""One reading as JSON and back, without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.core.documents.change_json import scalar_from_json, scalar_to_json
from microconv.core.documents.facts_json import facts_from_dict, facts_to_dict
from microconv.core.frozen import FrozenDict
from microconv.core.resource import Address, Live, Reading, Standing
from microconv.core.value import State

if TYPE_CHECKING:
    from microconv.core.measures import Measures


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """A reading as JSON, but for the calls that it took."""
    return {
        "provider": reading.provider,
        "account": reading.account,
        "types": sorted(reading.types),
        "facts": {name: scalar_to_json(value) for name, value in sorted(facts_to_dict(reading.facts).items())},
        "resources": [
            {
                "type": item.address.type,
                "name": item.address.name,
                "id": item.id,
                "identity": item.identity,
                "standing": item.standing.value,
                "owner": item.owner,
                "state": {name: scalar_to_json(value) for name, value in item.state.items()},
            }
            for item in sorted(reading.resources, key=lambda item: (item.address, item.id))
        ],
        **_measured(reading.measures),
    }


def _measured(measures: Measures | None) -> dict[str, Any]:
    if measures is None:
        return {}
    from microconv.core.documents.measures_json import measures_to_json

    return {"measures": measures_to_json(measures)}


def reading_from_dict(data: dict[str, Any]) -> Reading:
    """The inverse of `reading_to_dict`. Raises KeyError, TypeError, ValueError, AttributeError."""
    return Reading(
        provider=data["provider"],
        account=data["account"],
        resources=tuple(_live(item) for item in data["resources"]),
        facts=facts_from_dict(_state(data["facts"])),
        types=frozenset(text_of(item) for item in data.get("types", ())),
        measures=_measures(data["measures"]) if "measures" in data else None,
    )


def _measures(data: Any) -> Measures:
    from microconv.core.documents.measures_json import measures_from_json

    return measures_from_json(data)


def _live(data: dict[str, Any]) -> Live:
    kind, name, number, identity, owner = texts = [data[key] for key in _TEXTS]
    if set(map(type, texts)) != {str}:
        for text in texts:
            text_of(text)
    address = Address(kind, name)
    return Live(address, number, identity, _state(data["state"]), _STANDINGS[data["standing"]], owner)


def text_of(value: Any) -> str:
    """A value that must be text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _state(data: dict[str, Any]) -> State:
    """The state that was just parsed, in place: only money and what is no value need a look."""
    for name, value in data.items():
        if isinstance(value, (dict, list)):
            data[name] = scalar_from_json(value)
    return FrozenDict(data)


_TEXTS = ("type", "name", "id", "identity", "owner")
_STANDINGS = {standing.value: standing for standing in Standing}
