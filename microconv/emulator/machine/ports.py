"""The ports of an emulator: one of gRPC, and the four after it."""

from __future__ import annotations

import errno
import os
import socket
import sys

from microconv.emulator.errors import EmulatorError

NUMBER = 5
#: The last port that so many can begin with.
LAST = 65536 - NUMBER


def check_port(port: int) -> int:
    """The port of gRPC; 0 is any.

    Raises EmulatorError if the others cannot come after it.
    """
    if not 0 <= port <= LAST:
        raise EmulatorError(f"the port {port} is not from 0 to {LAST}; the {NUMBER - 1} after it are taken too")
    return port


def is_free(port: int) -> bool:
    """True if nobody listens on a port of 127.0.0.1, nor has just stopped to."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def check_free(port: int) -> None:
    """See that a port can be listened on; what somebody has just stopped to use can be.

    Raises EmulatorError if it cannot.
    """
    with socket.socket() as probe:
        if sys.platform != "win32":  # where it would let two programs have one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise cannot_listen(port, error) from error


def cannot_listen(port: int, error: OSError) -> EmulatorError:
    """An error for a port that cannot be bound."""
    reason = error.strerror if error.errno is None else os.strerror(error.errno)
    other = "; choose another port" if error.errno == errno.EADDRINUSE else ""
    return EmulatorError(f"cannot listen on 127.0.0.1:{port}: {reason}{other}")
