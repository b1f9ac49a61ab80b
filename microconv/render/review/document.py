"""The answers of a sitting as versioned JSON: each field of `sitting.model` by its name, defaults too.

Texts are `{"en": …, "ja": …}`, days ISO 8601, shares fractions, amounts in the main unit of the currency beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.json_text import json_text
from microconv.core.plain_data import plain_data

FORMAT = 1
"""The version of the document; another one where a reader of this one would misread it."""


def document(kind: str, answers: Sequence[Any], **more: Any) -> str:
    """Answers of one command, a client each, as one JSON document with a final newline.

    kind: `values`, `roles`, `suggestions`, `tests` or `review`.
    answers: frozen data of `sitting.model`.
    more: further lists beside them.
    """
    data = {"format": FORMAT, "kind": f"microconv {kind}", "clients": tuple(answers), **more}
    return json_text({name: plain_data(one, whole=True) for name, one in data.items()})
