"""Figures as cells of a table, with the footnotes that they need: each code gets one mark and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.report.outline import Cell, Column, Form, Grid
from microconv.render.report.reasons import NOT_THERE, NOTES, why_sentence
from microconv.render.report.words import PERIODS
from microconv.report.figures import Compared, Figure, Known, Note

INTERVAL = Text("(90% interval)", "（90%区間）")

UP, DOWN, NEITHER = 1, -1, 0
"""The better direction: more, less, or neither."""


class Maker:
    """Makes one table: its cells, and the footnotes that its cells name, in the order of their first use."""

    def __init__(
        self, key: str, title: Text, columns: Sequence[Column], *, lead: int = 0, detail: bool = False
    ) -> None:
        self._detail = detail
        self._key, self._title, self._columns, self._lead = key, title, tuple(columns), lead
        self._rows: list[tuple[Cell, ...]] = []
        self._notes: dict[Text, str] = {}

    def mark(self, sentence: Text) -> str:
        """The mark of a footnote; the same one for the same sentence."""
        return self._notes.setdefault(sentence, f"*{len(self._notes) + 1}")

    def marks(self, notes: Iterable[Note]) -> tuple[str, ...]:
        """The marks of notes."""
        return tuple(dict.fromkeys(self.mark(NOTES[note]) for note in notes))

    def text(self, text: str, *, notes: Iterable[Note] = (), href: str = "", tone: str = "") -> Cell:
        """A cell of words; a string stands for itself in both languages."""
        return Cell(untranslated(text), marks=self.marks(notes), href=href, tone=tone)

    def day(self, day: str) -> Cell:
        """A cell of an ISO date."""
        return Cell(untranslated(day), form=Form.DAY)

    def number(self, number: float, form: Form = Form.COUNT) -> Cell:
        """A cell of a number that is known."""
        return Cell(number=number, form=form)

    def figure(self, figure: Figure, form: Form, currency: str = "", *, better: int = NEITHER) -> Cell:
        """A figure as a cell: a number, or in words what is known of it, with the reason as a footnote."""
        if figure.known is Known.YES and figure.value is not None:
            return Cell(
                number=figure.value,
                form=form,
                currency=currency if form in (Form.MONEY, Form.DIFFERENCE) else "",
                marks=self.marks(figure.notes),
                low=figure.low,
                high=figure.high,
                tone=_tone(figure, better),
            )
        why = self.mark(why_sentence(figure.known, figure.why))
        return Cell(NOT_THERE[figure.known], form=form, marks=(why, *self.marks(figure.notes)))

    def compared(
        self, compared: Compared, form: Form, currency: str = "", *, better: int = UP, parts: Sequence[str] = ()
    ) -> tuple[Cell, ...]:
        """The named parts of a comparison as cells; `parts` are fields of Compared."""
        return tuple(self._part(compared, part, form, currency, better) for part in parts)

    def _part(self, compared: Compared, part: str, form: Form, currency: str, better: int) -> Cell:
        figure: Figure = getattr(compared, part)
        of_money = form is Form.MONEY and not part.startswith("change")
        toned = better if part.startswith("change") else NEITHER
        return self.figure(figure, _form(part, form), currency if of_money else "", better=toned)

    def row(self, *cells: Cell) -> None:
        """Add a row."""
        self._rows.append(cells)

    @property
    def empty(self) -> bool:
        """True where no row was added."""
        return not self._rows

    def grid(self) -> Grid:
        """The table."""
        notes = tuple((mark, sentence) for sentence, mark in self._notes.items())
        return Grid(self._key, self._title, self._columns, tuple(self._rows), notes, self._lead, self._detail)


def column(key: str, en: str, ja: str, form: Form = Form.TEXT) -> Column:
    """A column with its heading in both languages."""
    return Column(key, Text(en, ja), form)


def parts_of(
    prefix: str, form: Form, parts: Sequence[str], title: Text = NO_TEXT, *, detail: bool = False
) -> tuple[Column, ...]:
    """The columns of parts of a comparison; with a `title`, named after it, which is alone that of the month itself."""
    return tuple(
        Column(f"{prefix}_{part}" if prefix else part, _part_title(title, part), _form(part, form), detail)
        for part in parts
    )


def _part_title(title: Text, part: str) -> Text:
    if not title:
        return PERIODS[part]
    if part == "now":
        return title
    return Text(f"{title.en}, {PERIODS[part].en.lower()}", f"{title.ja}（{PERIODS[part].ja}）")


def _form(part: str, form: Form) -> Form:
    if part.startswith("change"):
        return Form.CHANGE
    if part.startswith("difference"):
        return {Form.SHARE: Form.POINTS, Form.SECONDS: Form.LONGER}.get(form, Form.DIFFERENCE)
    return Form.DECIMAL if part.startswith("per_day") and form is Form.COUNT else form


def _tone(figure: Figure, better: int) -> str:
    if not better or not figure.value or Note.FEW in figure.notes:
        return ""
    return "good" if (figure.value > 0) == (better > 0) else "bad"
