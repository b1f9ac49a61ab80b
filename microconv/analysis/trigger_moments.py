"""The moments at which two tags of a container both fire, where their triggers say so without doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from microconv.core.container_standing import fires_on
from microconv.core.resource import Live
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_ownership import trigger_named
from microconv.core.value import Scalar

PAGE_LOADS = frozenset({"pageview", "domReady", "windowLoaded", "init", "consentInit"})
"""The types of triggers that fire once at each page that is loaded."""

PAGE_VARIABLES = frozenset({"{{Page Path}}", "{{Page URL}}", "{{Page Hostname}}", "{{Referrer}}"})
"""The variables that are the same all the time while a page is loaded."""

_COMPARABLE = frozenset(
    {"customEvent", "click", "linkClick", "formSubmission", "scrollDepth", "elementVisibility", "timer", "youTubeVideo"}
)
"""The other types whose moments the attributes of a trigger say whole; a trigger group is none of them."""

_BUILT_IN = "built-in: "
_ASIDE = frozenset({"name", "kind", "conditions", "listens_where", "used_by", "deletable"})


class Moment(NamedTuple):
    """The moment of a trigger.

    name: the trigger's name, or its line where it is built in.
    kind: Tag Manager's word for its type.
    conditions: its conditions, as lines; all must hold.
    rest: all else that it looks at.
    """

    name: str
    kind: str
    conditions: frozenset[str]
    rest: tuple[tuple[str, Scalar], ...]

    def within(self, other: Moment) -> bool:
        """True where whenever this moment comes, the other one comes too."""
        if not self.conditions >= other.conditions or self.rest != other.rest:
            return False
        if self.kind == other.kind:
            return self.kind in _COMPARABLE | PAGE_LOADS
        loads = self.kind in PAGE_LOADS and other.kind in PAGE_LOADS
        return loads and all(TagCondition.parse(line).variable in PAGE_VARIABLES for line in other.conditions)


def moments(tag: Live, triggers: Mapping[str, Live]) -> Iterator[Moment]:
    """The moments at which a tag fires, as far as its triggers were read."""
    for line in fires_on(tag):
        trigger = triggers.get(trigger_named(line))
        if trigger is not None:
            yield moment(trigger)
        elif line.startswith(_BUILT_IN):
            yield Moment(line.removeprefix(_BUILT_IN), "pageview", frozenset(), ())


def moment(trigger: Live) -> Moment:
    """The moment of a trigger."""
    state = trigger.state
    lines = frozenset(line for name in ("conditions", "listens_where") for line in lines_in(state.get(name)))
    rest = tuple(
        sorted((name, value) for name, value in state.items() if name not in _ASIDE and value not in (None, ()))
    )
    return Moment(str(state.get("name")), str(state.get("kind")), lines, rest)


def lines_in(value: Scalar) -> tuple[str, ...]:
    """The lines of a value, none where it has none."""
    return value if isinstance(value, tuple) else ()


def both_fire(one: Live, other: Live, triggers: Mapping[str, Live]) -> str:
    """The name of a trigger at whose moments both tags fire without doubt; empty for none.

    Of tags with different exceptions nothing is said.
    """
    if set(lines_in(one.state.get("blocked_by"))) != set(lines_in(other.state.get("blocked_by"))):
        return ""
    shared = sorted(set(fires_on(one)) & set(fires_on(other)))
    if shared:
        return trigger_named(shared[0]).removeprefix(_BUILT_IN)
    theirs = list(moments(other, triggers))
    for mine in moments(one, triggers):
        for its in theirs:
            if mine.within(its):
                return mine.name
            if its.within(mine):
                return its.name
    return ""
