"""The running emulator: a TLS gRPC port, an HTTPS port for REST, and a plain HTTP port for the token endpoint.

All three listen on 127.0.0.1 only. Nothing here is module state: several emulators may run in one process.
"""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microconv.emulator.environment import client_environment, write_client_files, write_environment_file
from microconv.emulator.errors import EmulatorError
from microconv.emulator.http_server import HttpServer
from microconv.emulator.oauth import UNIVERSE
from microconv.emulator.seed import packaged_seed, read_seed
from microconv.emulator.tls import CertificateFiles, process_certificates
from microconv.emulator.token_endpoint import TokenEndpoint
from microconv.emulator.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    import grpc

_WORKERS = 32
_GRPC_OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ("grpc.max_send_message_length", 64 * 1024 * 1024),
    ("grpc.max_metadata_size", 16 * 1024 * 1024),
)


class Emulator:
    """An emulator of Google Ads and Google Analytics on loopback ports; also a context manager.

    Args:
        seed: a seed's path or content; None for the packaged one.
        folder: where certificates, key and client configuration are written, made if it is not there, and left in
            place. None: a temporary folder that `stop` removes.
        port: of gRPC; REST takes the next one, the token endpoint the one after. 0: any free ports.
        universe_domain: written into the service-account key. With the default, google-auth (Python) makes its tokens
            itself and never asks iamcredentials.googleapis.com about this account. With ``googleapis.com`` it fetches
            access tokens from the emulator's token endpoint, as other languages' clients and domain-wide delegation
            need it, and google-auth 2.62 then tries that look-up in the background (it ends at the certificate check,
            as REQUESTS_CA_BUNDLE trusts the emulator's authority only).

    Raises:
        EmulatorError: no such seed, or one that cannot be loaded (SeedError).
    """

    def __init__(
        self,
        seed: Path | str | Mapping[str, Any] | None = None,
        folder: Path | None = None,
        port: int = 0,
        *,
        universe_domain: str = UNIVERSE,
    ) -> None:
        if seed is None:
            seed = packaged_seed()
        content = read_seed(Path(seed)) if isinstance(seed, (str, Path)) else seed
        self.world = World.load(content)
        self._given_folder = folder
        self._port = port
        self._universe_domain = universe_domain
        self._folder: Path | None = None
        self._grpc: grpc.Server | None = None
        self._grpc_port = 0
        self._rest: HttpServer | None = None
        self._token: HttpServer | None = None

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ---- running

    def start(self) -> Emulator:
        """Open the ports and write the files; returns itself.

        Raises:
            EmulatorError: it runs already, or a port cannot be bound.
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
            return Path(tempfile.mkdtemp(prefix="microconv-emulator-"))
        try:
            self._given_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EmulatorError(f"cannot make the folder {self._given_folder}: {error.strerror}") from error
        return self._given_folder.resolve()

    def _open(self, folder: Path) -> None:
        from microconv.emulator.ga4.api import Ga4Api
        from microconv.emulator.google_ads.api import GoogleAdsApi

        certificates = process_certificates().write(folder)
        ga4 = Ga4Api(self.world)
        ads = GoogleAdsApi(self.world)
        self._grpc = self._open_grpc(certificates, [*ads.grpc_handlers(), *ga4.grpc_handlers()])
        second, third = (self._port + 1, self._port + 2) if self._port else (0, 0)
        self._rest = HttpServer(ga4.http, port=second, tls=certificates.server_context())
        self._token = HttpServer(TokenEndpoint(self.world).http, port=third)
        self.world.tokens.token_uri = f"http://127.0.0.1:{self._token.port}/token"
        write_client_files(
            folder,
            endpoint=self.google_ads_endpoint,
            service_account=self.world.tokens.service_account(self._universe_domain),
        )

    def _open_grpc(self, certificates: CertificateFiles, handlers: list[Any]) -> grpc.Server:
        import grpc

        server = grpc.server(ThreadPoolExecutor(_WORKERS, "emulator-grpc"), handlers=handlers, options=_GRPC_OPTIONS)
        chain = (certificates.key.read_bytes(), certificates.chain.read_bytes())
        try:
            self._grpc_port = server.add_secure_port(f"127.0.0.1:{self._port}", grpc.ssl_server_credentials([chain]))
        except RuntimeError as error:
            raise EmulatorError(f"cannot listen on 127.0.0.1:{self._port} for gRPC") from error
        server.start()
        return server

    def stop(self) -> None:
        """Close the ports; remove the folder if it was a temporary one. Does nothing when it is not running."""
        if self._grpc is not None:
            self._grpc.stop(grace=0.2).wait()
            self._grpc = None
        for server in (self._rest, self._token):
            if server is not None:
                server.stop()
        self._rest = self._token = None
        if self._folder is not None and self._given_folder is None:
            shutil.rmtree(self._folder)
        self._folder = None

    # ---- addresses

    @property
    def folder(self) -> Path:
        """Where the files are.

        Raises:
            EmulatorError: it is not running.
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
    def ga4_grpc_endpoint(self) -> str:
        """``localhost:PORT``: the same gRPC server."""
        return self.google_ads_endpoint

    @property
    def ga4_rest_endpoint(self) -> str:
        """``https://localhost:PORT``."""
        if self._rest is None:
            raise EmulatorError("the emulator is not running")
        return f"https://localhost:{self._rest.port}"

    def environment(self) -> dict[str, str]:
        """The variables an official client needs (see `environment`).

        Raises:
            EmulatorError: it is not running.
        """
        return client_environment(
            self.folder, grpc_endpoint=self.ga4_grpc_endpoint, rest_endpoint=self.ga4_rest_endpoint
        )

    def write_env_file(self, path: Path) -> None:
        """Write the variables as a shell script to be sourced; readable by its owner only.

        Raises:
            EmulatorError: it is not running, or the file cannot be written.
        """
        try:
            write_environment_file(path, self.environment())
        except OSError as error:
            raise EmulatorError(f"cannot write {path}: {error.strerror}") from error
