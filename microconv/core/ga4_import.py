"""The identity of conversion actions: of what Google imports from GA4, and of all that goes by its name."""

from __future__ import annotations

import re

from microconv.core.action_state import ActionState
from microconv.core.resource import Reading, Standing

_HEAD = "ga4:"
_NAMED = "name:"
_IMPORT = re.compile(rf"{_HEAD}(?P<property>[0-9]+)/(?P<event>.+)", re.DOTALL)
_LIKE_AN_IMPORT = re.compile(rf"(?:{_NAMED})*{_HEAD}")


def name_identity(name: str) -> str:
    """The identity of an action that goes by its name: the name, unless it could be taken for that of an import."""
    return f"{_NAMED}{name}" if _LIKE_AN_IMPORT.match(name) else name


def import_identity(property_id: str, event: str) -> str:
    """The identity of an action that Google imports from GA4: property and event, never its name."""
    return f"{_HEAD}{property_id}/{event}"


def is_import(identity: str) -> bool:
    """True for an identity that `import_identity` made."""
    return identity.startswith(_HEAD)


def imported_from(identity: str) -> tuple[str, str] | None:
    """The property and the event of what `import_identity` made; None for the identity of anything else."""
    match = _IMPORT.fullmatch(identity)
    return (match["property"], match["event"]) if match else None


def properties_of(reading: Reading) -> tuple[str, ...]:
    """The numbers of the GA4 properties that a reading's imported actions come from, in the order of the numbers.

    Imports that are only offered (hidden), and those of another account, count too; removed ones do not.
    """
    numbers = {
        (imported_from(item.identity) or ("", ""))[0]
        for item in reading.resources
        if item.standing is not Standing.REMOVED and ActionState(item.state).imported_from_ga4
    }
    return tuple(sorted((one for one in numbers if one and int(one)), key=int))
