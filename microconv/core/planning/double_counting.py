"""The same act counted twice: a website action, and GA4's import of the same event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.action_state import ActionState
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.ga4_import import import_identity, is_import
from microconv.core.resource import Live, Reading, Standing
from microconv.core.text import Text, joined

_BIDDING = Text(
    ", and both are primary: bidding counts each conversion twice",
    "、どちらもメインです。入札では 1 件が 2 件として数えられます",
)
_REPORTS = Text(": twice in All conversions", "、「すべてのコンバージョン」では 2 件として数えられます")
_ONE = Text(
    "make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}`",
    "どちらかをサブにするか、代わりにインポートを指定してください: `google_ads: {source: ga4}`",
)


def double_counted(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Diagnostics on every listed conversion whose GA4 event is also imported as an action of its own.

    Found by property and event, not by similar names. Both primary: bidding counts the act twice, a warning. Otherwise
    only reports do, a note.
    """
    imported: dict[str, Live] = {
        item.identity: item
        for reading in readings
        for item in reading.resources
        if is_import(item.identity) and ActionState(item.state).enabled and item.standing is Standing.IMPORTED
    }
    for conversion in sorted(client.conversions, key=lambda item: item.name):
        if conversion.event is None or conversion.source in {None, GA4_IMPORT}:
            continue
        imported_action = imported.get(import_identity(client.property_id, conversion.event))
        if imported_action is None:
            continue
        both = conversion.role is Role.PRIMARY and ActionState(imported_action.state).primary
        yield Diagnostic(
            Severity.WARNING if both else Severity.NOTE,
            "double-counting",
            joined([_same_event(conversion, imported_action), _BIDDING if both else _REPORTS], "", ""),
            span=conversion.span,
            where=str(imported_action.address),
            hint=_ONE,
        )


def _same_event(conversion: Conversion, other: Live) -> Text:
    one, two, event = conversion.name, other.address.name, conversion.event
    return Text(
        f'"{one}" and "{two}" count the same GA4 event {event}',
        f"「{one}」と「{two}」は同じ GA4 イベント {event} を計測しており",
    )
