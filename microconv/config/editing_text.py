"""Edits in the text of a config: a number or a word is replaced, or an entry is added where the file has none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import yaml

from microconv.config.review_text import decision_data
from microconv.config.rewriting import Addition, NoPlaceError, add
from microconv.config.text_nodes import BREAK, Node, indent_at, line_end, line_start, newline_of, root_of
from microconv.config.wording import cut, quote
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.diagnostics import Span
from microconv.core.review_settings import Decision
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import number
from microconv.core.yaml_text import Bare, entry, flow

_BLOCK_SCALARS = {"|", ">"}
_DECISIONS = ("review", "decisions")


class PlacedError(ValueError):
    """An edit has no place, and why: `line` is where it would be, counted from 1, or 0."""

    def __init__(self, why: Text, hint: Text = NO_TEXT, line: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint
        self.line = line


def edited_text(
    text: str,
    client: Client,
    values: Mapping[str, float],
    roles: Mapping[str, Role],
    last: datetime.date | None,
    decisions: Sequence[Decision],
    based: Span | None = None,
) -> str:
    """The text of the file of `client` after the edits, see `editing.Edits`.

    `based`: where a base has decisions, which a list here would replace. Raises PlacedError.
    """
    try:
        for name, role in roles.items():
            text = _with(text, client, name, "role", role.value)
        for name, amount in values.items():
            text = _with(text, client, name, "value", number(float(amount)))
        return _reviewed(text, last, decisions, based)
    except NoPlaceError as error:
        raise PlacedError(error.why) from error
    except yaml.YAMLError as error:
        summary = Text(
            "the text is no plain YAML: it has signs of other scripts in place of colons, quotes or blanks",
            "コロン、引用符、空白の代わりに全角などの文字が使われています",
        )
        raise PlacedError(summary) from error


def _with(text: str, client: Client, name: str, key: str, written: str) -> str:
    """The text in which a conversion has a value or a role."""
    root = root_of(text)
    item = _item(text, root, name)
    conversion = client.by_name[name]
    value = conversion.value
    nested = key == "value" and value is not None and (value.from_event or value.currency != client.currency)
    if item is None:
        data = {"default": Bare(written)} if nested else Bare(written)
        return add(text, [Addition(("conversions",), [({"name": name, key: data}, ())])])
    there = item.entries.get(key)
    if there is None:
        return _inserted(text, item, key, f"{{default: {written}}}" if nested else written, ("role", "name"))
    _alone(text, there)
    if there.kind != "map":
        return _replaced(text, there, written, keep=key == "role")
    default = there.entries.get("default")
    if default is None:
        return _inserted(text, there, "default", written)
    return _replaced(text, default, written)


def _item(text: str, root: Node, name: str) -> Node | None:
    """The item of a conversion in this file; None where only a base has it."""
    _alone(text, root)
    listed = root.entries.get("conversions")
    if listed is None:
        return None
    _alone(text, listed)
    hidden = None
    for item in listed.items:
        named = item.entries.get("name")
        if item.shared.startswith("*") or (named is not None and named.shared.startswith("*")):
            hidden = hidden or item
        elif named is not None and named.text == name:
            _alone(text, item)
            return item
    if hidden is not None:
        _alone(text, hidden if hidden.shared else hidden.entries["name"])
    return None


def _alone(text: str, node: Node) -> None:
    """Raise PlacedError for a node that stands elsewhere too: a change would be one there as well."""
    if not node.shared:
        return
    name = node.shared
    kind = Text("the alias", "エイリアス") if name.startswith("*") else Text("the anchor", "アンカー")
    raise PlacedError(
        Text(
            f"{kind.en} {quote(name)} stands here, so that a change would be one elsewhere too",
            f"{kind.ja} {cut(name)} が使われているため、ほかの箇所まで変わってしまいます",
        ),
        Text("write the values out, without anchors and aliases", "アンカーとエイリアスを使わずに値を書いてください"),
        _line(text, node.start),
    )


def _replaced(text: str, node: Node, written: str, *, keep: bool = True) -> str:
    """The text with another word or number in place of a scalar, whose quotes stay with `keep`."""
    _alone(text, node)
    if node.kind != "scalar" or node.style in _BLOCK_SCALARS or node.start == node.end:
        raise PlacedError(
            Text("this is not written on one line", "1 行で書かれていません"),
            Text("write it on one line", "1 行で書いてください"),
            _line(text, node.start),
        )
    quotes = node.style if keep else ""
    return text[: node.start] + quotes + written + quotes + text[node.end :]


def _inserted(text: str, node: Node, key: str, written: str, after: Iterable[str] = ()) -> str:
    """The text with a new entry of a map, after the first of these keys that is there, or after its last one."""
    _alone(text, node)
    before = next((node.entries[one] for one in after if one in node.entries), None)
    before = before or next(reversed(node.entries.values()), None)
    if node.flow:
        at = before.end if before else node.start + 1
        return f"{text[:at]}{', ' if before else ''}{key}: {written}{text[at:]}"
    return _lines_after(text, before or node, [f"{' ' * node.column}{key}: {written}"])


def _lines_after(text: str, node: Node, lines: Sequence[str]) -> str:
    """The text with lines after the last line of a node."""
    newline, at = newline_of(text), line_end(text, node.end)
    if at == len(text) and not text.endswith(("\n", "\r")):
        return text + "".join(newline + line for line in lines)
    return text[:at] + "".join(line + newline for line in lines) + text[at:]


def _reviewed(text: str, last: datetime.date | None, decisions: Sequence[Decision], based: Span | None) -> str:
    """The text with the day of the last review and further decisions."""
    if last is None and not decisions:
        return text
    root = root_of(text)
    _alone(text, root)
    review = root.entries.get("review")
    listed = review.entries.get("decisions") if review else None
    if decisions and listed is None and based is not None:
        raise PlacedError(
            Text(
                f"the decisions stand in a base ({based}), and a list here would replace them",
                f"review.decisions がベース（{based}）にあり、このファイルに書くとそれを置き換えてしまいます",
            ),
            Text(
                "move `review.decisions` from the base into this file",
                "`review.decisions` をベースからこのファイルに移してください",
            ),
        )
    day = None if last is None else last.isoformat()
    written = [decision_data(one) for one in decisions]
    if review is None:
        data = {**({} if day is None else {"last": Bare(day)}), **({"decisions": written} if written else {})}
        first = next((key for key in ("approver", "owner", "client") if key in root.entries), "")
        if root.flow:
            return _inserted(text, root, "review", flow(data), (first,))
        after = root.entries[first] if first else next(reversed(root.entries.values()), root)
        return _lines_after(text, after, list(entry("review", data, 0)))
    _alone(text, review)
    if day is not None:
        there = review.entries.get("last")
        text = _inserted(text, review, "last", day, ("every",)) if there is None else _replaced(text, there, day)
    for one in written:
        text = _decided(text, flow(one), Addition(_DECISIONS, [(one, ())]))
    return text


def _decided(text: str, written: str, addition: Addition) -> str:
    """The text with one more decision; `review` is there."""
    review = root_of(text).entries["review"]
    listed = review.entries.get("decisions")
    if listed is not None:
        _alone(text, listed)
    if not review.flow and (listed is None or not listed.flow or not listed.items):
        return add(text, [addition])
    newline, pad = newline_of(text), " " * (indent_at(text, review.start) + 2)
    if listed is None:
        lines = f"[{newline}{pad}  {written},{newline}{pad}]"
        return _inserted(text, review, "decisions", lines)
    if not listed.items:
        return text[: listed.start + 1] + written + text[listed.start + 1 :]
    last = listed.items[-1]
    before = text[line_start(text, last.start) : last.start]
    joint = f",{newline}{before}" if before and not before.strip() else ", "
    return text[: last.end] + joint + written + text[last.end :]


def _line(text: str, at: int) -> int:
    return len(BREAK.findall(text, 0, at)) + 1
