"""The tags of a conversion as what a config writes under `tag`: `conversion_tag.tag_of` backwards."""

from __future__ import annotations

from typing import Any

from microconv.core.account_ids import DEFAULT_WORKSPACE
from microconv.core.client import Client
from microconv.core.tag_condition import TagCondition, path_of
from microconv.core.tag_manager import NO_TAG_MANAGER, ConversionTag, key_of
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.value import number

Data = Any

_NUMERIC = frozenset({"greater_than", "at_least", "less_than", "at_most"})
_PAGE, _TEXT, _LINK = "{{Page Path}}", "{{Click Text}}", "{{Click URL}}"
_WHOLE = frozenset({TriggerKind.SCROLL, TriggerKind.TIMER})


def tag_manager_data(client: Client) -> dict[str, Data]:
    """The keys of the client's container; none without one."""
    if not client.accounts.container:
        return {}
    settings, keys = client.tag_manager, {"container": client.accounts.container}
    workspace = client.accounts.workspace_name
    said = {"workspace": workspace, "publish": settings.publish.value, "google_tag": settings.google_tag}
    usual = {
        "workspace": DEFAULT_WORKSPACE,
        "publish": NO_TAG_MANAGER.publish.value,
        "google_tag": NO_TAG_MANAGER.google_tag,
    }
    return keys | {key: value for key, value in said.items() if value != usual[key]}


def tag_data(tag: ConversionTag, prefix: str) -> dict[str, Data]:
    """The keys of a conversion's tags."""
    keys: dict[str, Data] = {"when": when_data(tag.trigger, prefix)} if tag.trigger else {}
    adopt = {
        key: names[0] if len(names) == 1 else list(names)
        for key, names in (("tag", tag.adopted.tags), ("trigger", tag.adopted.triggers))
        if names
    }
    keys |= {"adopt": adopt} if adopt else {}
    keys |= {"value": {"data_layer": tag.value}} if tag.value else {"value": False} if tag.leaves_value else {}
    keys |= {"transaction_id": {"data_layer": tag.transaction_id}} if tag.transaction_id else {}
    parameters = {one.name: {"data_layer": one.value} if one.data_layer else one.value for one in tag.parameters}
    return keys | ({"parameters": parameters} if parameters else {})


def when_data(trigger: TagTrigger, prefix: str) -> dict[str, Data]:
    """The keys of the moment at which tags fire."""
    rest = list(trigger.conditions)
    keys: dict[str, Data] = {}
    if trigger.kind is TriggerKind.PAGE:
        keys["page"] = trigger.value or _comparison(_taken(rest, _PAGE))
    elif trigger.kind is TriggerKind.LINK:
        keys["click"] = {"selector": trigger.value} if trigger.value else {}
        keys["click"]["link"] = _compared(_taken(rest, _LINK))
    elif trigger.kind is TriggerKind.CLICK:
        keys["click"] = trigger.value or {"text": _compared(_taken(rest, _TEXT))}
    elif trigger.preset:
        keys["event"] = {"preset": trigger.preset}
    else:
        whole = trigger.kind in _WHOLE or (trigger.kind is TriggerKind.VIDEO and trigger.value.isdigit())
        keys[trigger.kind.value] = int(trigger.value) if whole else trigger.value
    page = None if "page" in keys else next((one for one in rest if path_of(one) is not None), None)
    if page is not None:
        rest.remove(page)
        keys["page"] = path_of(page)
    where = [_item(one, prefix) for one in rest]
    return keys | ({"where": where} if where else {})


def _taken(conditions: list[TagCondition], variable: str) -> TagCondition:
    """The first condition on a variable, which is taken out of the list."""
    one = next(one for one in conditions if one.variable == variable)
    conditions.remove(one)
    return one


def _compared(condition: TagCondition) -> Data:
    """A text where it must be exactly that, otherwise a map."""
    plain = condition.comparison == "equals" and not condition.ignore_case and not condition.negated
    return condition.value if plain else _comparison(condition)


def _comparison(condition: TagCondition) -> dict[str, Data]:
    value: Data = condition.value
    if condition.comparison in _NUMERIC:
        value = _number(condition.value)
    data: dict[str, Data] = {condition.comparison: value}
    if condition.ignore_case:
        data["ignore_case"] = True
    return data | ({"not": True} if condition.negated else {})


def _number(text: str) -> float:
    return int(text) if text.lstrip("-").isdigit() else float(number(float(text)))


def _item(condition: TagCondition, prefix: str) -> dict[str, Data]:
    key = key_of(condition.variable, prefix)
    looked_at = {"data_layer": key} if key else {"variable": condition.variable[2:-2]}
    return {**looked_at, **_comparison(condition)}
