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
    files = [
        {
            "client": one.client,
            "file": one.file,
            "changes": written_changes(one.proposals),
            "declined": tuple(declined.conversion for declined in one.declined),
            "reviewed": one.reviewed,
        }
        for one in written
    ]
    data = {"clients": tuple(answers), "written": tuple(files)}
    return json_text({"format": FORMAT, "kind": f"microconv {kind}", **plain_data(data, whole=True)})
