"""Variables that the triggers of a config look at, against what a container has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from microconv.core.kinds import BUILT_IN_VARIABLE, TAGS, TRIGGER, VARIABLE
from microconv.core.plan import Conflict
from microconv.core.planning import container_others_texts as others_texts
from microconv.core.planning import container_texts as texts
from microconv.core.planning.container_index import ContainerIndex
from microconv.core.resource import Desired

_NAMES = re.compile(r"\{\{(.+?)\}\}")


def without_variables(made: Sequence[Desired], index: ContainerIndex) -> Iterator[Conflict]:
    """Triggers that look at a variable which neither is there nor will be."""
    known = index.variables() | {one.address.name for one in made if one.address.type not in {TRIGGER, *TAGS}}
    for one in made:
        lines = one.state.get("conditions") if one.address.type == TRIGGER else ()
        names = [name for line in lines for name in _NAMES.findall(line)] if isinstance(lines, tuple) else []
        missing = next((name for name in names if name not in known), None)
        if missing is not None:
            yield Conflict(one.address, *texts.unknown_variable(missing), str(one.span or ""))


def taken_by_variables(made: Sequence[Desired], index: ContainerIndex) -> Iterator[Conflict]:
    """Built-in variables whose name somebody's own variable has: the two share their names."""
    taken = {one.address.name for one in index.of(VARIABLE)}
    for one in made:
        if one.address.type == BUILT_IN_VARIABLE and one.address.name in taken and index.by_identity(one) is None:
            yield Conflict(one.address, *others_texts.taken_by_a_variable(one.address.name), str(one.span or ""))
