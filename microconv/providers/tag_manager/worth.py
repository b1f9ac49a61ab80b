"""The value and currency that the tags of a conversion send."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.tag_manager import reference, variable_name
from microconv.core.value import number


def worth(conversion: Conversion, client: Client) -> Iterator[tuple[str, str]]:
    """The pairs `value` and `currency`: the data layer's where the config says where, else a value that always counts.

    Nothing where the tag's own value counts and nobody says where it is, where the conversion has none, and where the
    config leaves it to the tags.
    """
    value, tag = conversion.value, conversion.tag
    if tag is not None and tag.leaves_value:
        return
    if tag is not None and tag.value:
        yield "value", reference(variable_name(client.prefix, tag.value))
    elif value is not None and value.amount is not None and not value.from_event:
        yield "value", number(value.amount)
    else:
        return
    currency = (value.currency if value else "") or client.currency
    if currency:
        yield "currency", currency
