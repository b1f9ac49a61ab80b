"""A service of a Google Analytics API: its package, its methods on the wire, and those the emulator has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Method
    from microconv.emulator.ga4.wire import Wire


class PackageMissing(Exception):  # noqa: N818 - a state of the installation, answered as an ApiError
    """The Python package that describes a service is not installed."""

    def __init__(self, kind: Kind) -> None:
        self.text = f"The microconv emulator needs the Python package {kind.distribution} for this method."
        super().__init__(self.text)


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the APIs.

    package: the Python package of a version is ``package`` + ``_`` + version, its proto package has a dot there.
    services: version -> the short name of the proto service.
    distribution: what to install.
    paths: the form of its URLs below the version, for when the package that has them is not installed.
    methods: makes the table of its methods.
    """

    package: str
    services: Mapping[str, str]
    distribution: str
    paths: re.Pattern[str]
    methods: Callable[[], Mapping[str, Method]] = field(repr=False)

    def proto_service(self, version: str) -> str:
        """The full name of the proto service of a version."""
        return f"{self.package}.{version}.{self.services[version]}"


@dataclass(frozen=True, slots=True)
class Service:
    """One version of one API: its methods on the wire, and those the emulator has."""

    wire: Wire
    methods: Mapping[str, Method]
