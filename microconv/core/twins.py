"""The same act counted twice: a website action, and GA4's import of the same event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.resource import Live, Reading, Standing

_IMPORT = re.compile(r"ga4:(?P<property>[0-9]+)/(?P<event>.+)", re.DOTALL)


def import_identity(property_id: str, event: str) -> str:
    """What an action that Google imports from GA4 is found by: property and event, never its name."""
    return f"ga4:{property_id}/{event}"


def imported_from(identity: str) -> tuple[str, str] | None:
    """The property and the event of what `import_identity` made; None for the identity of anything else."""
    found = _IMPORT.fullmatch(identity)
    return (found["property"], found["event"]) if found else None


def properties_of(reading: Reading) -> tuple[str, ...]:
    """The numbers of the GA4 properties that a reading's imported actions come from, in the order of the numbers.

    Imports that are only offered (hidden), and those of another account, count too; removed ones do not.
    """
    found = {
        item.identity.removeprefix("ga4:").partition("/")[0]
        for item in reading.resources
        if item.standing is not Standing.REMOVED and str(item.state.get("type")).startswith("google_analytics_4")
    }
    return tuple(sorted((one for one in found if one.isascii() and one.isdigit() and int(one)), key=int))


def twins(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """What to say of every listed conversion whose GA4 event is also imported as an action of its own.

    Found by property and event, not by similar names. Both primary: bidding counts the act twice, a warning. Otherwise
    only reports do, a note.
    """
    imported: dict[str, Live] = {
        item.identity: item
        for reading in readings
        for item in reading.resources
        if item.identity.startswith("ga4:")
        and item.state.get("status") == "enabled"
        and item.standing is Standing.IMPORTED
    }
    for conversion in sorted(client.conversions, key=lambda item: item.name):
        if conversion.event is None or conversion.source in {None, GA4_IMPORT}:
            continue
        twin = imported.get(import_identity(client.property_id, conversion.event))
        if twin is None:
            continue
        both = conversion.role is Role.PRIMARY and twin.state.get("primary_for_goal") is True
        yield Diagnostic(
            Severity.WARNING if both else Severity.NOTE,
            "double-counting",
            f'"{conversion.name}" and "{twin.address.name}" count the same GA4 event {conversion.event}'
            + (
                ", and both are primary: bidding counts each conversion twice" if both else ": twice in All conversions"
            ),
            span=conversion.span,
            where=str(twin.address),
            hint="make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}`",
        )
