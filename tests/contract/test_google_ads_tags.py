"""Where the tags of conversion actions send."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from microconv.providers.google_ads.tags import send_tos

NAME = "customers/1234567890/conversionActions/{}"


class Asked:
    """An account that answers with these event snippets, by the id of their action."""

    def __init__(self, **snippets: list[str]) -> None:
        self.queries: list[str] = []
        self._rows = [
            SimpleNamespace(
                conversion_action=SimpleNamespace(
                    id=int(number.removeprefix("n")), tag_snippets=[SimpleNamespace(event_snippet=one) for one in texts]
                )
            )
            for number, texts in snippets.items()
        ]

    def search(self, query: str) -> Iterator[Any]:
        self.queries.append(query)
        return iter(self._rows)


def test_one_query_for_all() -> None:
    account = Asked(n7=["x 'send_to': 'AW-1/aB_-9' y", "AW-1/aB_-9"], n8=["AW-2/c"])
    found = send_tos(account, [NAME.format(8), NAME.format(7)])  # type: ignore[arg-type]
    assert found == {NAME.format(7): "AW-1/aB_-9", NAME.format(8): "AW-2/c"}
    assert account.queries == [
        "SELECT conversion_action.id, conversion_action.tag_snippets FROM conversion_action "
        "WHERE conversion_action.id IN (7, 8)"
    ]


def test_no_query_for_nothing() -> None:
    account = Asked()
    assert send_tos(account, []) == {}  # type: ignore[arg-type]
    assert account.queries == []


@pytest.mark.parametrize("texts", [[], [""], ["AW-1"], ["send_to: 'DC-1/x'"], ["AW-1/a", "AW-1/b"]])
def test_no_label_or_two_is_no_tag(texts: list[str]) -> None:
    assert send_tos(Asked(n7=texts), [NAME.format(7)]) == {}  # type: ignore[arg-type]


def test_what_is_no_number_never_reaches_a_query() -> None:
    account = Asked()
    with pytest.raises(ValueError, match="invalid literal"):
        send_tos(account, [NAME.format("1) OR (1=1")])  # type: ignore[arg-type]
    assert account.queries == []
