"""Tag Manager as a config declares it: settings of the container, and the tags of a conversion."""

from __future__ import annotations

import enum
import json
from typing import NamedTuple

from microconv.core.json_text import json_line
from microconv.core.tag_trigger import TagTrigger

DATA_LAYER = "dataLayer"
"""The word that a variable's name has between prefix and key."""


class Publish(enum.StrEnum):
    """Settings of going live. Never: nothing, a person publishes. Ask: what a plan shows, with `--allow publish`."""

    NEVER = "never"
    ASK = "ask"


class TagManager(NamedTuple):
    """Settings of a client's container; its id, and the workspace, are among the client's accounts.

    publish: what becomes live.
    google_tag: make the Google tag and the conversion linker where they are missing.
    """

    publish: Publish = Publish.NEVER
    google_tag: bool = False


NO_TAG_MANAGER = TagManager()
"""Nothing said: the defaults."""


class TagParameter(NamedTuple):
    """A parameter that the GA4 tag of a conversion sends.

    name: its name.
    value: its value, or the key of the data layer where its value is.
    data_layer: true where `value` is such a key.
    """

    name: str
    value: str
    data_layer: bool = False


class Adopted(NamedTuple):
    """Tags and triggers that were there before and that a conversion takes over, each by its name or its number."""

    tags: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.triggers)


class ConversionTag(NamedTuple):
    """The tags of one conversion.

    trigger: the moment at which they fire; None where adopted triggers say so.
    adopted: what is taken over instead of being made.
    value: the key of the data layer where its value is; empty for none.
    transaction_id: likewise the number of an order, by which Google Ads leaves out doubles.
    parameters: what the GA4 tag sends beside the value.
    leaves_value: true where the config says nothing of the value in the tags: new tags send none, others keep theirs.
    """

    trigger: TagTrigger | None = None
    adopted: Adopted = Adopted()
    value: str = ""
    transaction_id: str = ""
    parameters: tuple[TagParameter, ...] = ()
    leaves_value: bool = False


def keys_of(tag: ConversionTag, prefix: str) -> tuple[str, ...]:
    """The keys of the data layer that a conversion's tags and trigger need, each once, sorted."""
    conditions = tag.trigger.conditions if tag.trigger else ()
    looked_at = (key_of(condition.variable, prefix) for condition in conditions)
    sent = (tag.value, tag.transaction_id, *(one.value for one in tag.parameters if one.data_layer))
    return tuple(sorted({*looked_at, *sent} - {""}))


def key_of(variable: str, prefix: str) -> str:
    """The key of the data layer whose variable a reference names; empty for any other."""
    head = "{{" + variable_name(prefix, "")
    whole = variable.startswith(head) and variable.endswith("}}")
    return variable[len(head) : -2] if whole else ""


def trigger_name(conversion: str) -> str:
    """The name of a conversion's trigger."""
    return conversion


def variable_name(prefix: str, key: str) -> str:
    """The name of the variable of a key of the data layer."""
    return f"{prefix}{DATA_LAYER} {key}"


_AWAITED, _END = "the tag of google_ads.conversion_action[", "]"


def label_to_come(action: str) -> str:
    """The text that stands for `AW-id/label` of an action that is not there yet, by its name."""
    return f"{_AWAITED}{json_line(action)}{_END}"


def awaited_action(text: str) -> str | None:
    """The name of the action whose label a text stands for; None for any other text."""
    if not (text.startswith(_AWAITED) and text.endswith(_END)):
        return None
    return str(json.loads(text[len(_AWAITED) : -len(_END)]))


def reference(name: str) -> str:
    """A variable's value, as Tag Manager writes it."""
    return "{{" + name + "}}"
