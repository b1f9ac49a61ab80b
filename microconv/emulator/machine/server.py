"""The running emulator and its ports: gRPC over TLS, HTTPS for REST, and plain HTTP for the token endpoint, the control
plane and the proxy.

All listen on 127.0.0.1 only. Nothing here is module state: several emulators may run in one process.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microconv.emulator.control import Control
from microconv.emulator.control.client import ADDRESS_VARIABLE, TOKEN_VARIABLE
from microconv.emulator.control.endpoint import ControlEndpoint
from microconv.emulator.control.operations import Operations
from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.client_files import login, write_files
from microconv.emulator.machine.environment import (
    client_environment,
    proxy_environment,
    write_environment_file,
)
from microconv.emulator.machine.folder import KeptFolder, TemporaryFolder, made_folder
from microconv.emulator.machine.grpc_server import grpc_server
from microconv.emulator.machine.hosts import CERTIFIED, by_host
from microconv.emulator.machine.http_server import HttpServer
from microconv.emulator.machine.kept import CONTROL_TOKEN, Kept, fresh, keep_port, kept_in
from microconv.emulator.machine.ports import check_port
from microconv.emulator.machine.proxy import Proxy
from microconv.emulator.machine.tls import Certificates, process_certificates, write_private
from microconv.emulator.machine.token_endpoint import TokenEndpoint
from microconv.emulator.seed import packaged_seed, read_seed
from microconv.emulator.tokens import UNIVERSE
from microconv.emulator.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import grpc


class Emulator:
    """An emulator of Google Ads and Google Analytics on loopback ports; also a context manager.

    seed: a seed's path or content; None for the packaged one.
    folder: where certificates, key and client configuration are written, made if it is not there, and left in
        place. None: a temporary folder that `stop` removes (after a kill, the next emulator's start).
    port: of gRPC, 65531 at most; REST, the token endpoint, the control plane and the proxy take the next four.
        0: any free ports.
    universe_domain: written into the service-account key. With the default, google-auth (Python) makes its tokens
        itself and never asks iamcredentials.googleapis.com about this account. With ``googleapis.com`` it fetches
        access tokens from the emulator's token endpoint, as other languages' clients and domain-wide delegation
        need it, and google-auth 2.62 then tries that look-up in the background (it ends at the certificate check,
        as REQUESTS_CA_BUNDLE trusts the emulator's authority only).
    certificates: for the names in `hosts.CERTIFIED`; None for those of this process.
    keep: start with the port, certificates and keys that an emulator of before left in `folder` (see `kept`).

    Raises EmulatorError if there is no such seed or port, or the seed cannot be loaded (SeedError).
    """

    def __init__(
        self,
        seed: Path | str | Mapping[str, Any] | None = None,
        folder: Path | None = None,
        port: int = 0,
        *,
        universe_domain: str = UNIVERSE,
        certificates: Certificates | None = None,
        keep: bool = False,
    ) -> None:
        if seed is None:
            seed = packaged_seed()
        self._seed = read_seed(Path(seed)) if isinstance(seed, (str, Path)) else seed
        self.world = World.load(self._seed)
        self._given_folder = folder
        self._port = check_port(port)
        self._universe_domain = universe_domain
        self._certificates = certificates
        self._keep = keep
        self._folder: Path | None = None
        self._temporary: TemporaryFolder | None = None
        self._held: KeptFolder | None = None
        self._grpc: grpc.Server | None = None
        self._grpc_port = 0
        self._rest: HttpServer | None = None
        self._token: HttpServer | None = None
        self._control_server: HttpServer | None = None
        self._control: Control | None = None
        self._proxy: Proxy | None = None

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ---- running

    def start(self) -> Emulator:
        """Open the ports and write the files; returns itself.

        Raises EmulatorError if it runs already, a port cannot be bound, or the folder cannot be used.
        """
        if self._folder is not None:
            raise EmulatorError("the emulator is running already")
        self._folder = self._make_folder()
        try:
            self._open(self._folder)
        except BaseException:
            self.stop()
            raise
        return self

    def _make_folder(self) -> Path:
        if self._given_folder is None:
            self._temporary = TemporaryFolder()
            return self._temporary.path
        folder = made_folder(self._given_folder)
        if self._keep:
            self._held = KeptFolder(folder)
        return folder

    def _open(self, folder: Path) -> None:
        from microconv.emulator.google_ads.api import GoogleAdsApi
        from microconv.emulator.machine.apis import by_path, ga4_api

        kept = self._kept(folder)
        certificates = kept.certificates.write(folder)
        ga4 = ga4_api(self.world)
        ads = GoogleAdsApi(self.world)
        handlers = [*ads.grpc_handlers(), *ga4.grpc_handlers()]
        self._grpc, self._grpc_port = grpc_server(certificates, handlers, kept.port)
        ports = [kept.port + index if kept.port else 0 for index in range(1, 5)]
        tls = certificates.server_context()
        tls.set_alpn_protocols(["http/1.1"])
        tokens = TokenEndpoint(self.world).http
        self._rest = HttpServer(
            by_host(tokens=tokens, google_ads=ads.http, others=by_path(world=self.world, others=ga4.http)),
            port=ports[0],
            tls=tls,
        )
        self._token = HttpServer(tokens, port=ports[1])
        self._open_control(folder, kept.control_token, ports[2])
        self._proxy = Proxy(
            grpc_port=self._grpc_port, rest_port=self._rest.port, own_ports=(self._token.port,), port=ports[3]
        )
        self.world.tokens.token_uri = f"http://127.0.0.1:{self._token.port}/token"
        write_files(folder, self.world, endpoint=self.google_ads_endpoint, universe_domain=self._universe_domain)
        if self._keep:
            keep_port(folder, self._grpc_port)

    def _kept(self, folder: Path) -> Kept:
        """The parts it starts with."""
        if not self._keep:
            return fresh(self._port, self._certificates or process_certificates(CERTIFIED))
        kept = kept_in(folder, self._port, CERTIFIED)
        if kept.service_key is not None:
            self.world.tokens.use_key(kept.service_key)
        return kept

    def _open_control(self, folder: Path, token: str, port: int) -> None:
        endpoint = ControlEndpoint(Operations(self.world, self._seed), token, self._health)
        self._control_server = HttpServer(endpoint.http, port=port)
        endpoint.port = self._control_server.port
        self._control = Control(f"http://127.0.0.1:{endpoint.port}", token)
        write_private(folder / CONTROL_TOKEN, f"{token}\n".encode("ascii"))

    def _health(self) -> dict[str, Any]:
        return {
            "pid": os.getpid(),
            "folder": str(self.folder),
            "google_ads": self.google_ads_endpoint,
            "google_ads_rest": self.google_ads_rest_endpoint,
            "google_ads_login": login(self.world),
            "ga4_grpc": self.ga4_grpc_endpoint,
            "ga4_rest": self.ga4_rest_endpoint,
            "tag_manager": self.tag_manager_endpoint,
            "token_uri": self.world.tokens.token_uri,
            "proxy": self.proxy_address,
            "refused_by_proxy": list(self.refused_hosts),
        }

    def stop(self) -> None:
        """Close the ports; remove the folder if it was a temporary one. Does nothing when it is not running."""
        if self._proxy is not None:
            self._proxy.stop()
        if self._grpc is not None:
            self._grpc.stop(grace=0.2).wait()
        for server in (self._rest, self._token, self._control_server):
            if server is not None:
                server.stop()
        self._proxy = self._grpc = self._rest = self._token = self._control_server = self._control = None
        if self._temporary is not None:
            self._temporary.remove()
        if self._held is not None:
            self._held.release()
        self._folder = self._temporary = self._held = None

    # ---- addresses

    @property
    def folder(self) -> Path:
        """The folder of its files.

        Raises EmulatorError if it is not running.
        """
        if self._folder is None:
            raise EmulatorError("the emulator is not running")
        return self._folder

    @property
    def google_ads_endpoint(self) -> str:
        """``localhost:PORT`` of the gRPC server (TLS)."""
        if self._grpc is None:
            raise EmulatorError("the emulator is not running")
        return f"localhost:{self._grpc_port}"

    @property
    def google_ads_rest_endpoint(self) -> str:
        """``https://localhost:PORT``: the same server as GA4's REST."""
        return self.ga4_rest_endpoint

    @property
    def ga4_grpc_endpoint(self) -> str:
        """``localhost:PORT``: the same gRPC server."""
        return self.google_ads_endpoint

    @property
    def ga4_rest_endpoint(self) -> str:
        """``https://localhost:PORT``."""
        if self._rest is None:
            raise EmulatorError("the emulator is not running")
        return f"https://localhost:{self._rest.port}"

    @property
    def tag_manager_endpoint(self) -> str:
        """``https://localhost:PORT``: the same server as GA4's REST."""
        return self.ga4_rest_endpoint

    @property
    def proxy_address(self) -> str:
        """``http://127.0.0.1:PORT`` of the proxy."""
        if self._proxy is None:
            raise EmulatorError("the emulator is not running")
        return f"http://127.0.0.1:{self._proxy.port}"

    @property
    def refused_hosts(self) -> tuple[str, ...]:
        """The hosts clients asked the proxy for and did not get, as ``host:port``, oldest first."""
        if self._proxy is None:
            raise EmulatorError("the emulator is not running")
        return self._proxy.refused

    @property
    def control(self) -> Control:
        """The control plane's client."""
        if self._control is None:
            raise EmulatorError("the emulator is not running")
        return self._control

    def environment(self, *, proxy: bool = False) -> dict[str, str]:
        """The variables an official client needs (see `microconv.emulator.machine.environment`).

        proxy: with those that lead clients without an endpoint setting here, and no client anywhere else. gRPC
            reads them whenever a channel is made; they are meant for processes of their own.

        Raises EmulatorError if it is not running.
        """
        variables = client_environment(
            self.folder,
            grpc_endpoint=self.ga4_grpc_endpoint,
            rest_endpoint=self.ga4_rest_endpoint,
            ahead=round((self.world.clock.now() - datetime.now(UTC)).total_seconds()),
        )
        if proxy and self._proxy is not None:
            variables |= proxy_environment(self.folder, self._proxy.port)
        return variables

    def control_environment(self) -> dict[str, str]:
        """The variables that `Control.from_environment` reads.

        Raises EmulatorError if it is not running.
        """
        return {ADDRESS_VARIABLE: self.control.address, TOKEN_VARIABLE: str(self.folder / CONTROL_TOKEN)}

    def write_env_file(self, path: Path, *, proxy: bool = False) -> None:
        """Write the variables as a shell script to be sourced; readable by its owner only.

        proxy: with the variables of the proxy.

        Raises EmulatorError if it is not running, or the file cannot be written.
        """
        variables = self.environment(proxy=proxy) | self.control_environment()
        write_environment_file(path, variables)
