"""The face that is left of an official client where nothing may be written."""

from __future__ import annotations

import copy

import pytest

from microconv.core.errors import ReadOnlyError
from microconv.providers.read_only import ReadOnly


class Client:
    def __init__(self) -> None:
        self.written: list[str] = []

    def get(self, name: str, *, timeout: float) -> str:
        return f"{name} in {timeout}"

    def delete(self, name: str) -> None:
        self.written.append(name)


def test_it_reads_and_nothing_else() -> None:
    client = Client()
    face = ReadOnly(client, ["get"], "Client")
    assert face.get("a", timeout=5) == "a in 5"
    assert dir(face) == ["get"]
    for name in ("delete", "written", "_client", "anything"):
        with pytest.raises(ReadOnlyError, match=rf"^Client\.{name}: this connection can only read$") as caught:
            getattr(face, name)
        assert caught.value.hint == "this is a mistake in microconv; nothing was sent"
    assert client.written == []


def test_no_attribute_of_it_or_of_its_methods_is_the_client() -> None:
    client = Client()
    face = ReadOnly(client, ["get"], "Client")
    seen, todo = [], [face, face.get]
    while todo:
        one = todo.pop()
        for name in {*object.__dir__(one), *getattr(type(one), "__slots__", ())} - {"__closure__", "__globals__"}:
            try:
                value = object.__getattribute__(one, name)
            except AttributeError:
                continue
            assert value is not client
            assert getattr(value, "__self__", None) is not client
            if isinstance(value, dict):
                todo += [item for item in value.values() if item not in seen]
                seen += value.values()


def test_a_method_that_the_client_does_not_have_is_told_at_once() -> None:
    with pytest.raises(AttributeError, match=r"'Client' object has no attribute 'list'"):
        ReadOnly(Client(), ["list"], "Client")


def test_python_itself_may_look_at_it() -> None:
    face = ReadOnly(Client(), ["get"], "Client")
    assert not hasattr(face, "__iter__")
    assert copy.copy(face).get("a", timeout=1) == "a in 1"
