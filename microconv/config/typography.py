"""Typographic signs where YAML needs plain ones: colons and blanks of Japanese input, quotes of word processors.

They are named where they stand, and the text is read as if they were plain, so that everything else is match as well.
Inside a text they are left alone: a label may hold what it likes. Loaded only for a file that has such signs somewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from microconv.config.places import SourcePlace
from microconv.config.source import BREAK
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import Text

MAX_SIGNS = 100
"""The largest number of such signs that are reported of one file."""

_BLANK = "[ \t\u3000\u00a0]"
_WIDE = re.compile("[\u3000\u00a0]+")
_QUOTE = "[\u201c-\u201f\u2018-\u201b]"
_LEAD = rf"^{_BLANK}*(?:-{_BLANK}+)*"
_ASIDE = re.compile(
    "(?<![^\\s,\\[{:\uff1a-])(?:\"(?:\\\\.|[^\"\\\\])*\"|'(?:''|[^'])*')|(?<!\\S)#[^\n]*",
    re.DOTALL,
)
"""Text in plain quotation marks, and comments."""
_START = re.compile(_LEAD, re.MULTILINE)
_END = re.compile(rf"(?<!{_BLANK}){_BLANK}+(?=$|#)", re.MULTILINE)
_QUOTED = re.compile(rf"({_QUOTE})[^\n\"\\\u2018-\u201f]*({_QUOTE})(?={_BLANK}*(?:$|[,\]}}#]))", re.MULTILINE)
_ITEM = re.compile(rf"[\[,]{_BLANK}*(?={_QUOTE})")


@dataclass(frozen=True, slots=True)
class Mended:
    """A file's text with plain signs.

    problems: the signs that were not plain.
    inserted: by line, the columns at which a blank was put in; both from 1, in the mended text.
    """

    text: str
    problems: tuple[Diagnostic, ...] = ()
    inserted: Mapping[int, list[int]] = field(default_factory=dict)

    def in_file(self, problem: Diagnostic) -> Diagnostic:
        """A problem of the mended text, with its place in the file as it is."""
        span = problem.span
        if span is None or span.line not in self.inserted:
            return problem
        return replace(problem, span=Span(span.file, span.line, self._column(span.line, span.column)))

    def put_back(self, place: SourcePlace) -> None:
        """Give places of the mended text, and of all below it, their places in the file as it is."""
        todo, done = [place], set[int]()
        while self.inserted and todo:
            one = todo.pop()
            if id(one) not in done:
                done.add(id(one))
                one.mark, one.key_mark = self._mark(one.mark), self._mark(one.key_mark)
                below = one.children or ()
                todo += below.values() if isinstance(below, dict) else below

    def _mark(self, mark: _Mark) -> _Mark:
        return _Mark(mark.line, self._column(mark.line + 1, mark.column + 1) - 1)

    def _column(self, line: int, column: int) -> int:
        return column - bisect_left(self.inserted.get(line, ()), column)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place as a parser gives it: line and column from 0."""

    line: int
    column: int


def mended(text: str, file: str, keys: Collection[str]) -> Mended:
    """The text with plain signs in place of typographic ones that stand where YAML has a meaning for the plain ones.

    `keys` are the words that may stand before a colon.
    """
    search = _Search(text, keys)
    search.run()
    starts = [0, *(match.end() for match in BREAK.finditer(text))]

    def span(offset: int) -> Span:
        line = bisect_right(starts, offset)
        return Span(file, line, offset - starts[line - 1] + 1)

    signs = sorted(search.places)
    problems = [_problem(text[at], span(at)) for at in signs[:MAX_SIGNS]]
    if len(signs) > MAX_SIGNS:
        more = f"{len(signs) - MAX_SIGNS:,}"
        summary = Text(f"{more} more signs are not plain", f"全角などの記号がほかに {more} か所あります")
        problems.append(Diagnostic(Severity.ERROR, "too-many-problems", summary, span=span(signs[MAX_SIGNS])))
    inserted: defaultdict[int, list[int]] = defaultdict(list)
    for at in sorted(search.inserts):
        place = span(at)
        inserted[place.line].append(place.column + len(inserted[place.line]))
    return Mended(search.result(), tuple(problems), dict(inserted))


class _Search:
    """Finds the signs in a text.

    `places`: where they begin. `plain`: the sign in place of each. `inserts`: where a blank is put in.
    """

    def __init__(self, text: str, keys: Collection[str]) -> None:
        self._text = text
        self._masked = _ASIDE.sub(_mask, text)
        words = "|".join(sorted(map(re.escape, keys), key=len, reverse=True))
        self._key = re.compile(
            rf"(?:{_LEAD}|(?P<flow>[{{,]){_BLANK}*)(?P<open>{_QUOTE}?)(?:{words})(?P<close>{_QUOTE}?)"
            rf"(?P<before>{_BLANK}*)(?P<colon>[:\uff1a])(?P<after>{_BLANK}*)",
            re.MULTILINE,
        )
        self.places: set[int] = set()
        self.plain: dict[int, str] = {}
        self.inserts: set[int] = set()

    def run(self) -> None:
        """Find all of them."""
        for match in _START.finditer(self._masked):
            self._blanks(*match.span())
            if match.group().rstrip("\t \u3000\u00a0").endswith("-"):
                self._quoted(match.end())
        for match in _END.finditer(self._masked):
            self._blanks(*match.span())
        inside = _inside(self._masked)
        for match in self._key.finditer(self._masked):
            if match["flow"] is None or inside(match.start("flow")):
                self._after_key(match)
        for match in _ITEM.finditer(self._masked):
            if inside(match.start()):
                self._quoted(match.end())

    def result(self) -> str:
        """The text with plain signs."""
        parts, last = [], 0
        for at in sorted({*self.plain, *self.inserts}):
            parts += [self._text[last:at], " " if at in self.inserts else ""]
            if at in self.plain:
                parts.append(self.plain[at])
            last = at + (at in self.plain)
        return "".join((*parts, self._text[last:]))

    def _after_key(self, match: re.Match[str]) -> None:
        if match["open"] and match["close"]:
            self._pair(match.start("open"), match.start("close"))
        self._blanks(match.start(), match.start("open"))
        self._blanks(*match.span("before"))
        if match["colon"] != ":":
            self._replace(match.start("colon"), ":")
            if not match["after"] and self._masked[match.end() : match.end() + 1] not in ("", "\n", "\r"):
                self.inserts.add(match.end())
        self._blanks(*match.span("after"))
        self._quoted(match.end())

    def _quoted(self, at: int) -> None:
        match = _QUOTED.match(self._masked, at)
        if match is not None:
            self._pair(match.start(1), match.start(2))

    def _pair(self, first: int, last: int) -> None:
        self._replace(first, '"')
        self.plain[last] = '"'

    def _blanks(self, start: int, end: int) -> None:
        for match in _WIDE.finditer(self._text, start, end):
            self.places.add(match.start())
            self.plain.update(dict.fromkeys(range(*match.span()), " "))

    def _replace(self, at: int, sign: str) -> None:
        self.places.add(at)
        self.plain[at] = sign


def _mask(match: re.Match[str]) -> str:
    """A comment as number signs, quoted text as letters, so that nothing in them is looked at."""
    return re.sub(r"[^\n]", "#" if match.group().startswith("#") else "x", match.group())


def _inside(masked: str) -> Callable[[int], bool]:
    """Tells of a position whether it lies in brackets or braces that its own line opens."""
    ends, depths, depth = [0], [0], 0
    for match in re.finditer(r"[\[{\]}\n]", masked):
        sign = match.group()
        depth = 0 if sign == "\n" else max(0, depth + (1 if sign in "[{" else -1))
        ends.append(match.end())
        depths.append(depth)
    return lambda at: depths[bisect_right(ends, at + 1) - 1] > 0


def _problem(sign: str, span: Span) -> Diagnostic:
    """One of these signs by its name, with the sign to type instead."""
    summary, code, hint = {
        "\uff1a": (
            Text("this colon is full-width (：)", "コロンが全角（：）になっています"),
            "full-width-colon",
            Text("type `:` and a blank", "半角の `:` と半角スペースを入力してください"),
        ),
        "\u3000": (Text("this blank is full-width", "スペースが全角になっています"), "full-width-blank", _BLANK_KEY),
        "\u00a0": (
            Text("this blank is a no-break space", "改行なしスペース（NBSP）が使われています"),
            "no-break-space",
            _BLANK_KEY,
        ),
    }.get(
        sign,
        (
            Text(f"this quotation mark is typographic ({sign})", f"引用符が半角ではありません（{sign}）"),
            "typographic-quotes",
            Text('type " or none at all', '半角の " にするか、引用符を外してください'),
        ),
    )
    detail = Text("YAML knows only the plain one", "YAML では半角だけが使えます")
    return Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint)


_BLANK_KEY = Text("type a plain blank", "半角スペースを入力してください")
