"""The GA4 Admin API as the machine mounts it, and what mounts any GA4 API: each in v1alpha and v1beta."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.service import Kind, PackageMissing, Service

if TYPE_CHECKING:
    import grpc

    from microconv.emulator.ga4.call import Method
    from microconv.emulator.ga4.wire import Wire
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.http_messages import HttpRequest, HttpResponse

ADMIN = "admin"
VERSIONS = ("v1beta", "v1alpha")


def _admin_methods() -> Mapping[str, Method]:
    from microconv.emulator.ga4.methods import METHODS

    return METHODS


KINDS: Mapping[str, Kind] = {
    ADMIN: Kind(
        "google.analytics.admin",
        dict.fromkeys(VERSIONS, "AnalyticsAdminService"),
        "google-analytics-admin",
        re.compile(r"/.+"),
        _admin_methods,
    ),
}


class Ga4Api:
    """Serves GA4 APIs over gRPC and REST from the state of one world.

    Making one is cheap: the package of an API and version is imported by the first request for it.

    world: its state.
    kinds: the APIs by name, in the order in which a URL is looked up; no URL belongs to two of them.
    """

    def __init__(self, world: Ga4World, kinds: Mapping[str, Kind] = KINDS) -> None:
        self._world = world
        self._kinds = kinds
        self._lock = threading.Lock()
        self._services: dict[tuple[str, str], Service] = {}
        self._methods: dict[str, Mapping[str, Method]] = {}

    def grpc_handlers(self) -> list[grpc.GenericRpcHandler[Any, Any]]:
        """One handler per API and version, for a gRPC server."""
        from microconv.emulator.ga4.grpc_handlers import ServiceHandler

        return [
            ServiceHandler(self._world, kind.proto_service(version), partial(self.service, version, name))
            for name, kind in self._kinds.items()
            for version in VERSIONS
        ]

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request.

        Raises DropConnection if an injected fault closes the connection.
        """
        from microconv.emulator.ga4.rest import refuse_http, serve_http
        from microconv.emulator.http_messages import no_such_url

        version, _, below = request.path.removeprefix("/").partition("/")
        missing: PackageMissing | None = None
        for name, kind in self._kinds.items() if version in VERSIONS else ():
            try:
                service = self.service(version, name)
            except PackageMissing as error:
                missing = error if kind.paths.fullmatch(f"/{below}") else missing
                continue
            route = service.wire.route(request.method, request.path)
            if route is not None:
                return serve_http(self._world, service, route, request)
        return no_such_url() if missing is None else refuse_http(request, missing.text)

    def service(self, version: str, name: str = ADMIN) -> Service:
        """The service of a version of an API, read from the installed package at the first call.

        Raises KeyError if there is no such API or version. Raises PackageMissing if its package is not installed.
        """
        kind = self._kinds[name]
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
