"""The API versions of the installed google-ads package, and their messages as plain protobuf classes.

Importing a version costs most of a second, so it happens when the first request of that version arrives.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import threading
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import EmulatorError
from microconv.emulator.google_ads.messages import Shape

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message

_PACKAGE = "google.ads.googleads"
_VERSION = re.compile(r"v\d+")


@lru_cache(maxsize=1)
def installed_versions() -> tuple[str, ...]:
    """The names of the versions in the installed package, oldest first, such as ``("v23", "v24")``.

    Raises EmulatorError if google-ads is not installed.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.submodule_search_locations is None:
        raise EmulatorError("the emulator needs the package google-ads")
    names = {
        folder.name
        for place in spec.submodule_search_locations
        for folder in Path(place).iterdir()
        if _VERSION.fullmatch(folder.name) and folder.is_dir()
    }
    return tuple(sorted(names, key=lambda name: int(name[1:])))


class Version:
    """The messages of one API version.

    name: such as ``v26``; one of `installed_versions`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.RLock()
        self._classes: dict[str, type[Message]] = {}
        self._shapes: dict[str, Shape] = {}

    @property
    def failure_key(self) -> str:
        """The trailing metadata key that carries a GoogleAdsFailure."""
        return f"{_PACKAGE}.{self.name}.errors.googleadsfailure-bin"

    def cls(self, name: str) -> type[Message]:
        """A message class by short name, such as ``SearchGoogleAdsRequest`` or ``ConversionAction``.

        Raises KeyError if the version has no such message.
        """
        message_class = self._classes.get(name)
        if message_class is None:
            with self._lock:
                message_class = self._classes[name] = self._find(name)
        return message_class

    def _find(self, name: str) -> type[Message]:
        for part in ("services", "resources", "errors", "common", "enums"):
            module = importlib.import_module(f"{_PACKAGE}.{self.name}.{part}.types")
            wrapper: Any = getattr(module, name, None)
            if wrapper is not None:
                plain: type[Message] = wrapper.pb()
                return plain
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """True if the version has a message of this short name."""
        try:
            self.cls(name)
        except KeyError:
            return False
        return True

    def shape(self, name: str) -> Shape:
        """The fields of a message by dotted proto path."""
        shape = self._shapes.get(name)
        if shape is None:
            shape = self._shapes[name] = Shape(self.cls(name).DESCRIPTOR)
        return shape

    @cached_property
    def row(self) -> Descriptor:
        """The descriptor of GoogleAdsRow: its fields are the resources a query can be about."""
        return self.cls("GoogleAdsRow").DESCRIPTOR

    def row_shape(self, resource: str) -> Shape:
        """The fields of one resource of GoogleAdsRow.

        Raises KeyError if the version has no such resource.
        """
        key = f"GoogleAdsRow.{resource}"
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = Shape(self.row.fields_by_name[resource].message_type)
        return shape

    def error_code(self, family: str, word: str) -> int:
        """The number of an error word in one family of ErrorCode; UNKNOWN (1) if this version does not have it yet.

        Raises KeyError if there is no such family.
        """
        enum = self.cls("ErrorCode").DESCRIPTOR.fields_by_name[family].enum_type
        value = enum.values_by_name.get(word)
        return 1 if value is None else int(value.number)


class Versions:
    """Every installed version, made at first use."""

    def __init__(self) -> None:
        self._known = {name: Version(name) for name in installed_versions()}

    def get(self, name: str) -> Version | None:
        """A version by name, None if the package does not have it."""
        return self._known.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, oldest first."""
        return tuple(self._known)
