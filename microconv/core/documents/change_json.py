"""Changes and the values in them as JSON and back, without loss."""

from __future__ import annotations

from typing import Any

from microconv.core.plan import Action, AttributeChange, Bidding, Change
from microconv.core.resource import Address
from microconv.core.text import Text, untranslated
from microconv.core.value import Money, Scalar

JsonDict = dict[str, Any]


def scalar_to_json(value: Scalar) -> Any:
    """A value as JSON; money becomes an object."""
    if isinstance(value, Money):
        return {"amount": float(value.amount), "currency": value.currency}
    return list(value) if isinstance(value, tuple) else value


def scalar_from_json(value: Any) -> Scalar:
    """The inverse of `scalar_to_json`. Raises TypeError for what is no value."""
    if isinstance(value, dict):
        return Money(float(value["amount"]), str(value["currency"]))
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise TypeError(f"{value!r} is not a list of texts")
        return tuple(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"{value!r} is not a value")


def address_to_dict(address: Address) -> JsonDict:
    """An address as JSON."""
    return {"type": address.type, "name": address.name}


def change_to_dict(change: Change) -> JsonDict:
    """A change as JSON."""
    return {
        "action": change.action.value,
        "address": address_to_dict(change.address),
        "id": change.id,
        "conversion": change.conversion,
        "reasons": [str(item) for item in change.reasons],
        **_japanese(change.reasons),
        "bidding": change.bidding.value,
        "protected": change.protected,
        "late": change.late,
        **({"last": True} if change.last else {}),
        "attributes": [
            {"name": item.name, "before": scalar_to_json(item.before), "after": scalar_to_json(item.after)}
            for item in change.attributes
        ],
    }


def _japanese(reasons: tuple[Text, ...]) -> JsonDict:
    """The reasons in Japanese, where they are not the same."""
    japanese = [untranslated(item).ja for item in reasons]
    return {"reasons_ja": japanese} if japanese != [str(item) for item in reasons] else {}


def _reasons(data: JsonDict) -> tuple[Text, ...]:
    english: list[str] = data["reasons"]
    japanese: list[str] = data.get("reasons_ja", list(english))
    return tuple(Text(en, ja) for en, ja in zip(english, japanese, strict=True))


def change_from_dict(data: JsonDict) -> Change:
    """The inverse of `change_to_dict`. Raises KeyError, TypeError, ValueError."""
    return Change(
        action=Action(data["action"]),
        address=address_from_dict(data["address"]),
        id=data["id"],
        conversion=data["conversion"],
        reasons=_reasons(data),
        bidding=Bidding(data["bidding"]),
        protected=data["protected"],
        late=data["late"],
        last=data.get("last", False),
        attributes=tuple(
            AttributeChange(item["name"], scalar_from_json(item["before"]), scalar_from_json(item["after"]))
            for item in data["attributes"]
        ),
    )


def address_from_dict(data: JsonDict) -> Address:
    """The inverse of `address_to_dict`. Raises KeyError."""
    return Address(data["type"], data["name"])
