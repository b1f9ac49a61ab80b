"""The emulated Google Analytics APIs as the server mounts them: Admin and Data, each in v1alpha and v1beta."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import grpc

    from microconv.emulator.ga4.call import Method
    from microconv.emulator.ga4.wire import Wire
    from microconv.emulator.machine.http_server import HttpRequest, HttpResponse
    from microconv.emulator.world import World

ADMIN = "admin"
DATA = "data"
VERSIONS = ("v1beta", "v1alpha")


class PackageMissing(Exception):  # noqa: N818 - a state of the machine, told to the client as an ApiError
    """The Python package that describes a service is not installed."""

    def __init__(self, kind: Kind) -> None:
        self.text = f"The microconv emulator needs the Python package {kind.distribution} for this method."
        super().__init__(self.text)


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the APIs.

    Args:
        package: the Python package of a version is ``package`` + ``_`` + version, its proto package has a dot there.
        services: version -> the short name of the proto service.
        distribution: what to install.
        paths: what its URLs look like below the version, for when the package that tells is not installed.
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
    """What one version of one API has on the wire, and what the emulator has of it."""

    wire: Wire
    methods: Mapping[str, Method]


def _admin_methods() -> Mapping[str, Method]:
    from microconv.emulator.ga4.methods import ADMIN as METHODS

    return METHODS


def _data_methods() -> Mapping[str, Method]:
    from microconv.emulator.ga4_data.methods import data_methods

    return data_methods()


#: In the order in which a URL is looked up; no URL belongs to two of them.
KINDS: Mapping[str, Kind] = {
    ADMIN: Kind(
        "google.analytics.admin",
        dict.fromkeys(VERSIONS, "AnalyticsAdminService"),
        "google-analytics-admin",
        re.compile(r"/.+"),
        _admin_methods,
    ),
    DATA: Kind(
        "google.analytics.data",
        {"v1beta": "BetaAnalyticsData", "v1alpha": "AlphaAnalyticsData"},
        "google-analytics-data",
        re.compile(r"/properties/[^/:]+(:\w+|/metadata|/\w*([aA]udience|[rR]eportTask|[qQ]uota)\w*(/[^/:]+)?(:\w+)?)"),
        _data_methods,
    ),
}


class Ga4Api:
    """Serves the GA4 Admin and Data APIs over gRPC and REST from the state of one world.

    Making one is cheap: the package of an API and version is imported by the first request for it.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._services: dict[tuple[str, str], Service] = {}
        self._methods: dict[str, Mapping[str, Method]] = {}

    def grpc_handlers(self) -> list[grpc.GenericRpcHandler[Any, Any]]:
        """One handler per API and version, for a gRPC server."""
        from microconv.emulator.ga4.grpc_handlers import ServiceHandler

        return [
            ServiceHandler(self._world, kind.proto_service(version), partial(self.service, version, name))
            for name, kind in KINDS.items()
            for version in VERSIONS
        ]

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request.

        Raises:
            DropConnection: an injected fault closes the connection.
        """
        from microconv.emulator.ga4.rest import no_such_url, refuse_http, serve_http

        version, _, below = request.path.removeprefix("/").partition("/")
        missing: PackageMissing | None = None
        for name, kind in KINDS.items() if version in VERSIONS else ():
            try:
                service = self.service(version, name)
            except PackageMissing as error:
                missing = error if kind.paths.fullmatch(f"/{below}") else missing
                continue
            route = service.wire.route(request.method, request.path)
            if route is not None:
                return serve_http(self._world, service, route, request)
        return no_such_url() if missing is None else refuse_http(missing.text)

    def service(self, version: str, name: str = ADMIN) -> Service:
        """The service of a version of an API, read from the installed package at the first call.

        Raises:
            KeyError: there is no such API or version.
            PackageMissing: its package is not installed.
        """
        kind = KINDS[name]
        short = kind.services[version]
        with self._lock:
            if (version, name) not in self._services:
                wire = _load(kind, version, short)
                if name not in self._methods:
                    self._methods[name] = kind.methods()
                self._services[version, name] = Service(wire, self._methods[name])
            return self._services[version, name]


def _load(kind: Kind, version: str, short: str) -> Wire:
    from microconv.emulator.ga4.wire import load_wire

    package = f"{kind.package}_{version}"
    try:
        return load_wire(package, short)
    except ModuleNotFoundError as error:
        # anything else that cannot be imported is a broken installation, not a missing package
        if error.name is not None and (package == error.name or package.startswith(f"{error.name}.")):
            raise PackageMissing(kind) from error
        raise
