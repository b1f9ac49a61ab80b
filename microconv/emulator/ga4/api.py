"""The emulated GA4 Admin API as the server mounts it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import grpc

    from microconv.emulator.ga4.call import Method
    from microconv.emulator.ga4.wire import Wire
    from microconv.emulator.http_server import HttpRequest, HttpResponse
    from microconv.emulator.world import World

_SERVICE = "AnalyticsAdminService"
#: API version -> Python package. The proto package is the same with dots for the underscore.
_PACKAGES = {
    "v1beta": "google.analytics.admin_v1beta",
    "v1alpha": "google.analytics.admin_v1alpha",
}


@dataclass(frozen=True, slots=True)
class Service:
    """What one version has on the wire, and what the emulator has of it."""

    wire: Wire
    methods: Mapping[str, Method]


class Ga4Api:
    """Serves v1alpha and v1beta of the GA4 Admin API over gRPC and REST from the state of one world.

    Making one is cheap: the package of a version is imported by the first request for that version.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = threading.Lock()
        self._services: dict[str, Service] = {}

    def grpc_handlers(self) -> list[grpc.GenericRpcHandler[Any, Any]]:
        """One handler per version, for a gRPC server."""
        from microconv.emulator.ga4.grpc_handlers import ServiceHandler

        return [
            ServiceHandler(self._world, f"google.analytics.admin.{version}.{_SERVICE}", partial(self.service, version))
            for version in _PACKAGES
        ]

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request.

        Raises:
            DropConnection: an injected fault closes the connection.
        """
        from microconv.emulator.ga4.rest import serve_http

        version = request.path.split("/")[1] if request.path.startswith("/") else ""
        service = self.service(version) if version in _PACKAGES else None
        return serve_http(self._world, service, request)

    def service(self, version: str) -> Service:
        """The service of a version, read from the installed package at the first call.

        Raises:
            KeyError: there is no such version.
        """
        from microconv.emulator.ga4.methods import ADMIN
        from microconv.emulator.ga4.wire import load_wire

        with self._lock:
            if version not in self._services:
                self._services[version] = Service(load_wire(_PACKAGES[version], _SERVICE), ADMIN)
            return self._services[version]
