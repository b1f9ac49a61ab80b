"""Files to clients: every problem found, none raised."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microconv.config.client import client
from microconv.config.document import Chain, Document, Library, resolved
from microconv.config.file_checks import FileEntry, check_files, with_client_named, without_repetitions
from microconv.config.loaded import Loaded
from microconv.config.merge import merged
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.vocabulary import Vocabulary
from microconv.core.diagnostics import Diagnostic, Span
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.config.guard import Guard

Day = datetime.date | None
"""A day, or none."""


def load(
    path: Path, vocabulary: Vocabulary, *, root: Path | None = None, today: Day = None, content: bytes | None = None
) -> Loaded:
    """See `microconv.config.load`. `content` is read in place of what the file holds."""
    library = Library(vocabulary, [path], {} if content is None else {resolved(path): content})
    entry = _load(path, library.chain(library.document(path), root), vocabulary, today, root, base=False)
    return with_client_named(entry).loaded


def load_all(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    *,
    root: Path | None = None,
    today: Day = None,
    guard: Guard | None = None,
) -> list[Loaded]:
    """See `microconv.config.load_all`. `guard`: the registries of clients that must allow every config."""
    library = Library(vocabulary, paths)
    entries: dict[int, FileEntry] = {}
    waiting: dict[int, Chain] = {}
    bases: set[Path] = set()
    for number, path in enumerate(paths):
        chain = library.chain(library.document(path), root)
        bases.update(base.path for base in chain.documents[1:])
        own = chain.documents[0]
        if isinstance(own.data, dict) and "client" not in own.data:
            waiting[number] = chain
            continue
        entries[number] = _load(path, chain, vocabulary, today, root, base=False, guard=guard)
        if own.path not in bases:
            library.forget(own)
    for number, chain in waiting.items():
        is_base = chain.documents[0].path in bases
        entries[number] = _load(paths[number], chain, vocabulary, today, root, base=is_base, guard=guard)
    ordered = [entries[number] for number in sorted(entries)]
    return [with_client_named(entry).loaded for entry in check_files(without_repetitions(ordered))]


def _load(
    path: Path,
    chain: Chain,
    vocabulary: Vocabulary,
    today: Day,
    root: Path | None,
    *,
    base: bool,
    guard: Guard | None = None,
) -> FileEntry:
    """One file. `base`: others extend it, so that it may lack what makes a client."""
    own = chain.documents[0]
    problems = Problems()
    problems.items += [problem for document in chain.documents for problem in document.problems]
    problems.items += chain.problems
    made = None
    whole = None if chain.broken else of_chain(chain, problems)
    is_base = base and isinstance(own.data, dict) and "client" not in (own.data if whole is None else whole[0])
    if whole is not None and not is_base:
        whole = _without_unused_section(*whole, own, problems)
        made = client(*whole, chain.documents, vocabulary, problems, root)
        if today is not None and any((one - today).days > 1 for one in made.review_days):
            from microconv.config.review import check_days

            check_days(whole[1], today, problems)
        if guard is not None:
            made = guard.guarded(made, own.path, whole[1], _spot(own.place, "client", own.file), problems)
    if is_base and guard is not None:
        guard.no_client(own.path, _spot(own.place, "client", own.file), problems)
    distinct = tuple(sorted(dict.fromkeys(problems.items), key=_order))
    usable = not any(problem.is_error for problem in distinct)
    loaded = Loaded(path, made if usable else None, distinct, is_base=is_base, label="" if made is None else made.label)
    return FileEntry(loaded, own.file, _spot(own.place, "client", own.file), _spot(own.place, "extends", own.file))


def of_chain(chain: Chain, problems: Problems) -> tuple[dict[str, Any], SourcePlace] | None:
    """The data of all files of a chain, nearest on top; None if one of them has none."""
    layers = [(item.data, item.place) for item in reversed(chain.documents) if item.place is not None]
    if len(layers) < len(chain.documents):
        return None
    data, place = layers[0]
    for over, over_place in layers[1:]:
        data, place = merged(data, place, over, over_place, problems)
    return data, place


def _without_unused_section(
    data: dict[str, Any], place: SourcePlace, own: Document, problems: Problems
) -> tuple[dict[str, Any], SourcePlace]:
    """The data without a base's `google_ads` that names no account, for a client that has only GA4.

    Such a section says how the agency's accounts are reached. It is noted, as the client's account may be forgotten.
    """
    section, spot = data.get("google_ads"), place.child("google_ads")
    unused = isinstance(section, dict) and "customer_id" not in section and isinstance(data.get("ga4"), dict)
    if not unused or spot is None or "google_ads" in own.data:
        return data, place
    problems.note(
        "ga4-only", _spot(own.place, "client", own.file),
        Text(
            "this client has GA4 alone, and no Google Ads account",
            "このクライアントには GA4 だけがあり、Google 広告アカウントがありません",
        ),
        Text(
            f"google_ads of {spot.key_span} names no account",
            f"{spot.key_span} の google_ads にはアカウントの指定がありません",
        ),
        Text(
            "write `google_ads: {customer_id: …}` if it has one",
            "アカウントがある場合は `google_ads: {customer_id: …}` と書いてください",
        ),
    )  # fmt: skip
    return {key: value for key, value in data.items() if key != "google_ads"}, place


def _spot(place: SourcePlace | None, key: str, file: str) -> Span:
    spot = place.child(key) if place is not None else None
    return Span(file, 1, 1) if spot is None else spot.span


def _order(problem: Diagnostic) -> tuple[Span, str, str]:
    return problem.span or Span("", 0, 0), problem.code, problem.summary
