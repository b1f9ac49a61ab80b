"""The section of a second edition: every number that is not as in the edition before it."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.text import Text, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Form, Paragraph, Section
from microconv.report.editions import Moved

_TITLE = Text("Numbers that changed since the edition before", "前の版から変わった数値")
_SHARES = frozenset(
    (
        *("onward", "onward_before", "completion", "reach", "reached", "per_session", "per_click", "rate", "engaged"),
        *("cart_rate", "purchase_rate", "share", "gap", "still_to_come", "value_per_cost"),
    )
)
_CHANGES = frozenset({"change", "change_year", "change_per_day", "change_per_day_year"})
"""Names of numbers that are fractions, as they stand in the place of a number."""

_NONE = Text("Not one number changed.", "変わった数値はありません。")


def edition_changes(moved: Sequence[Moved]) -> Section:
    """The section, which stands at the end of a report."""
    if not moved:
        return Section("edition", _TITLE, (Paragraph(_NONE),))
    maker = Maker(
        "edition_changes",
        _TITLE,
        (
            column("number", "Number", "項目"),
            column("old", "Before", "変更前", Form.DECIMAL),
            column("new", "Now", "変更後", Form.DECIMAL),
        ),
        lead=20,
    )
    for one in moved:
        form = _form(one.place)
        maker.row(maker.text(untranslated(one.place)), maker.figure(one.old, form), maker.figure(one.new, form))
    return Section("edition", _TITLE, (maker.grid(),))


def _form(place: str) -> Form:
    names = set(place.split(" / "))
    return Form.CHANGE if names & _CHANGES else Form.SHARE if names & _SHARES else Form.DECIMAL
