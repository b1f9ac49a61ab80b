"""The answers of a sitting as versioned JSON: each field of `sitting.model` by its name, defaults too.

Texts are `{"en": …, "ja": …}`, days ISO 8601, shares fractions, amounts in the main unit of the currency beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.json_text import json_text
from microconv.core.plain_data import plain_data
from microconv.render.review.written import Written, written_changes

FORMAT = 1
"""The version of the document; another one where a reader of this one would misread it."""


def document(kind: str, answers: Sequence[Any], written: Sequence[Written] = ()) -> str:
    """Answers of one command, a client each, as one JSON document with a final newline.

    kind: `values`, `roles`, `suggestions`, `tests` or `review`.
    answers: frozen data of `sitting.model`.
    written: what was written into configs.
    """
    return document_of(kind, [plain_data(one, whole=True) for one in answers], [written_data(one) for one in written])


def document_of(kind: str, clients: Sequence[Any], written: Sequence[Any]) -> str:
    """The document of clients, and what was written, as plain data."""
    return json_text({"format": FORMAT, "kind": f"microconv {kind}", "clients": clients, "written": written})


def written_data(written: Written) -> dict[str, Any]:
    """The changes of one config as plain data, with what was declined and the day of a review."""
    return {
        "client": written.client,
        "file": written.file,
        "changes": plain_data(written_changes(written.proposals), whole=True),
        "declined": [one.conversion for one in written.declined],
        "reviewed": plain_data(written.reviewed),
    }
