"""The tables of a report by channel and device: sessions, conversions, and conversions for each session."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.text import Text, untranslated
from microconv.render.report.cells import Maker, parts_of
from microconv.render.report.outline import Column, Form, Grid
from microconv.render.report.words import BREAKDOWNS, of_breakdown
from microconv.report.figures import NOTHING, Compared
from microconv.report.model import Report

_SHORT = ("now", "before", "change", "year", "change_year")
_NEITHER = (Compared(*(NOTHING,) * 7), NOTHING)


def groups(report: Report, by: str) -> Iterator[Grid]:
    """Sessions and conversions by channel or device: how often, and for each session."""
    labels = {one.name: one.label or one.name for one in report.conversions}
    ours = [group for group in report.groups if group.by == by]
    names = list(dict.fromkeys(name for group in ours for name, *_ in group.counts))
    finals = {one.name for one in report.conversions if one.kind == "macro"} & {*names} or {*names}
    head = Column(by, BREAKDOWNS[by])
    counts = Maker(
        f"by_{by}",
        Text(f"By {by}: how often", f"{BREAKDOWNS[by].ja}別 発生件数"),
        (
            head,
            *parts_of("sessions", Form.COUNT, _SHORT, Text("Sessions", "セッション数")),
            *(
                one
                for name in names
                for one in parts_of(
                    f"count_{name}", Form.COUNT, ("now", "change"), _label(name, labels), detail=name not in finals
                )
            ),
        ),
        lead=10,
    )
    rates = Maker(
        f"by_{by}_rates",
        Text(f"By {by}: for each session", f"{BREAKDOWNS[by].ja}別 CVR（セッションあたり）"),
        (
            head,
            Column("sessions", Text("Sessions", "セッション数"), Form.COUNT),
            *(Column(f"rate_{name}", _label(name, labels), Form.SHARE) for name in names),
        ),
        lead=10,
        detail=True,
    )
    for group in ours:
        of = of_breakdown(by, group.of)
        both = {name: (count, rate) for name, count, rate in group.counts}
        counts.row(
            counts.text(of),
            *counts.compared(group.sessions, Form.COUNT, parts=_SHORT),
            *(
                cell
                for name in names
                for cell in counts.compared(both.get(name, _NEITHER)[0], Form.COUNT, parts=("now", "change"))
            ),
        )
        rates.row(
            rates.text(of),
            rates.figure(group.sessions.now, Form.COUNT),
            *(rates.figure(both.get(name, _NEITHER)[1], Form.SHARE) for name in names),
        )
    yield counts.grid()
    yield rates.grid()


def _label(name: str, labels: dict[str, str]) -> Text:
    return untranslated(labels.get(name, name))
