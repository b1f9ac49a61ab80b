"""Attributes of triggers and tags in a plan, in the words of Tag Manager's interface instead of its API's."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.frozen import FrozenDict
from microconv.core.kinds import CONTAINER, TRIGGER, VARIABLE
from microconv.core.plan import AttributeChange
from microconv.core.resource import Address
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_manager import awaited_action
from microconv.core.tag_trigger import TriggerKind
from microconv.core.text import Text, joined, untranslated
from microconv.core.trigger_words import TRIGGERS, condition_text
from microconv.core.value import Scalar

_TYPES: Mapping[str, TriggerKind] = FrozenDict(
    {
        "pageview": TriggerKind.PAGE,
        "click": TriggerKind.CLICK,
        "linkClick": TriggerKind.LINK,
        "formSubmission": TriggerKind.FORM,
        "scrollDepth": TriggerKind.SCROLL,
        "elementVisibility": TriggerKind.VISIBLE,
        "timer": TriggerKind.TIMER,
        "youTubeVideo": TriggerKind.VIDEO,
        "customEvent": TriggerKind.EVENT,
    }
)
"""Trigger.type (discovery document of v2, revision 20260826)."""
_FREQUENCIES: Mapping[str, Text] = FrozenDict(
    {
        "ONCE": Text("once per page", "1 ページにつき 1 度"),
        "ONCE_PER_ELEMENT": Text("once per element", "1 要素につき 1 度"),
        "MANY_PER_ELEMENT": Text("every time an element appears", "要素が画面に表示されるたび"),
    }
)
_EVENT = "{{_event}}"
_CONDITIONS = frozenset({"conditions", "event", "listens_where"})


def repeats(address: Address, item: AttributeChange) -> bool:
    """True for an attribute of a new object of a container that says what its title says, or what goes without."""
    if address.type not in CONTAINER:
        return False
    if item.name == "kind":
        return address.type != TRIGGER
    if item.name == "name":
        return item.after == address.name and address.type in {TRIGGER, VARIABLE}
    return item.name == "paused" and item.after is False


def container_word(kind: str, name: str, value: Scalar) -> Text | None:
    """A value of an object of a container in words; None where it has none of its own. Not yet safe to be shown."""
    if kind not in CONTAINER or not value or isinstance(value, bool):
        return None
    if name in _CONDITIONS and isinstance(value, tuple):
        return joined([_condition(one) for one in value], " and ", "、かつ ")
    if not isinstance(value, str):
        return None
    if name == "kind" and value in _TYPES:
        return TRIGGERS[_TYPES[value]]
    if name == "frequency":
        return _FREQUENCIES.get(value)
    if name == "element" and value.startswith("selector "):
        selector = value.removeprefix("selector ")
        return Text(f"CSS selector {selector}", f"CSS セレクタ {selector}")
    if name == "send_to":
        action = awaited_action(value)
        return None if action is None else _label_of(action)
    return None


def _condition(line: str) -> Text:
    """A line of conditions; of the one on an event's name, the name alone."""
    try:
        condition = TagCondition.parse(line)
    except ValueError:  # somebody else's, with parameters that no line has words for
        return untranslated(line)
    plain = condition.comparison == "equals" and not (condition.ignore_case or condition.negated)
    if condition.variable == _EVENT and plain:
        return untranslated(condition.value)
    return condition_text(condition)


def _label_of(action: str) -> Text:
    return Text(f'the label of conversion "{action}"', f"コンバージョン「{action}」のラベル")
