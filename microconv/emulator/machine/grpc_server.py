"""The gRPC server of an emulator, over TLS on a loopback port."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.ports import check_free

if TYPE_CHECKING:
    import grpc

    from microconv.emulator.machine.tls import CertificateFiles

_WORKERS = 32
_OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
    ("grpc.max_send_message_length", 64 * 1024 * 1024),
    ("grpc.max_metadata_size", 16 * 1024 * 1024),
)


def grpc_server(certificates: CertificateFiles, handlers: list[Any], port: int) -> tuple[grpc.Server, int]:
    """A server that is running, and its port. `port` 0: any free one.

    Raises EmulatorError if the port cannot be bound.
    """
    import grpc

    check_free(port)  # gRPC itself would say on standard error why it cannot, in words of its own
    server = grpc.server(ThreadPoolExecutor(_WORKERS, "emulator-grpc"), handlers=handlers, options=_OPTIONS)
    chain = (certificates.key.read_bytes(), certificates.chain.read_bytes())
    try:
        bound = server.add_secure_port(f"127.0.0.1:{port}", grpc.ssl_server_credentials([chain]))
    except RuntimeError as error:
        raise EmulatorError(f"cannot listen on 127.0.0.1:{port} for gRPC") from error
    server.start()
    return server, bound
