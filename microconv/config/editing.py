"""Edits of a config that somebody wrote: numbers, roles and decisions of reviews; every other byte stays.

A value that a base or `defaults` gives is never changed there: the client's own file gets an entry. What was edited is
loaded again, and must give the wanted client and nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from microconv.config.document import Library
from microconv.config.editing_text import PlacedError, edited_text
from microconv.config.loading import load
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import cut, quote
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role, Value
from microconv.core.errors import ConfigError
from microconv.core.frozen import FrozenDict
from microconv.core.review_settings import Decision
from microconv.core.text import Text

MARK = b"\xef\xbb\xbf"
"""The byte order mark, which stays where it is."""

_PLACES = frozenset({"span", "path", "digest"})
"""Fields that tell of the file rather than of the client."""


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits of one config. What a decision says is written down, and changes nothing by itself.

    values: new values by the name of the conversion, each in the currency that its value has already.
    roles: new roles by the name of the conversion.
    review_last: the day of the last review; None: it stays.
    decisions: decisions to add.
    """

    values: Mapping[str, float] = field(default_factory=FrozenDict)
    roles: Mapping[str, Role] = field(default_factory=FrozenDict)
    review_last: datetime.date | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """The new content of a file, which is not written yet: see `microconv.config.replacing.replace_file`.

    path: the file.
    before: its content when it was read.
    content: the new content.
    client: the client that the new content gives.
    """

    path: Path
    before: bytes
    content: bytes
    client: Client


def wanted(client: Client, edits: Edits) -> Client:
    """The client after the edits. Raises KeyError for a conversion that it does not have."""
    own = {name: client.by_name[name] for name in (*edits.values, *edits.roles)}
    for name, amount in edits.values.items():
        own[name] = replace(own[name], value=_valued(own[name], amount, client.currency))
    for name, role in edits.roles.items():
        own[name] = replace(own[name], role=role)
    return replace(
        client,
        conversions=tuple(own.get(one.name, one) for one in client.conversions),
        review_last=edits.review_last or client.review_last,
        decisions=(*client.decisions, *edits.decisions),
    )


def _valued(conversion: Conversion, amount: float, currency: str) -> Value:
    value = conversion.value
    return (
        Value(amount, currency) if value is None else replace(value, amount=amount, currency=value.currency or currency)
    )


def edit(
    path: Path, vocabulary: Vocabulary, edits: Edits, *, root: Path | None = None, today: datetime.date | None = None
) -> Edited:
    """The content of a config after edits; writes nothing. `root` and `today`: see `microconv.config.load`.

    Raises ConfigError where the config has errors, where an edit has no place that would change nothing else, and where
    the new content does not give the wanted client.
    """
    library = Library(vocabulary, [path])
    own, *bases = library.chain(library.document(path), root).documents
    loaded = load(path, vocabulary, root=root, today=today, content=own.content)
    if loaded.client is None:
        raise ConfigError(
            Text(
                f"{path}: the config has errors; nothing was written",
                f"{path}: 設定ファイルにエラーがあります。書き込みは行っていません",
            ),
            loaded.problems,
        )
    client = loaded.client
    missing = sorted({*edits.values, *edits.roles} - set(client.by_name))
    if missing:
        raise ConfigError(
            Text(
                f"{path}: there is no conversion {quote(missing[0])}; nothing was written",
                f"{path}: コンバージョン「{cut(missing[0])}」がありません。書き込みは行っていません",
            ),
            (),
        )
    based = next((spot for one in bases if one.place and (spot := one.place.find("review.decisions"))), None)
    mark = MARK if own.content.startswith(MARK) else b""
    try:
        text = edited_text(
            own.content.removeprefix(MARK).decode(), client, edits.values, edits.roles,
            edits.review_last, edits.decisions, based.key_span if based else None,
        )  # fmt: skip
    except PlacedError as error:
        at = f"{path}:{error.line}" if error.line else str(path)
        raise ConfigError(
            Text(f"{at}: {error.why.en}; nothing was written", f"{at}: {error.why.ja}。書き込みは行っていません"),
            (),
            hint=error.hint,
        ) from error
    content = mark + text.encode()
    again = load(path, vocabulary, root=root, today=today, content=content)
    if again.client is None:
        raise ConfigError(
            Text(
                f"{path}: the edited config would have errors; nothing was written",
                f"{path}: この変更を書き込むと、設定ファイルがエラーになります。書き込みは行っていません",
            ),
            again.problems,
        )
    if plain(again.client) != plain(wanted(client, edits)):
        raise ConfigError(
            Text(
                f"{path}: the edit would change something else as well; nothing was written",
                f"{path}: この変更を書き込むと、ほかの設定まで変わってしまいます。書き込みは行っていません",
            ),
            again.problems,
            hint=Text("make the change by hand", "手作業で変更してください"),
        )
    return Edited(path, own.content, content, again.client)


def plain(value: Any) -> Any:
    """A client, or a part of one, without what tells of its file: to be compared."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return (type(value), *(plain(getattr(value, one.name)) for one in fields(value) if one.name not in _PLACES))
