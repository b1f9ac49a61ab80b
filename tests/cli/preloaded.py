"""The command as a process of its own that is there at once: a child of a process that has loaded everything before.

Run as a program with the path of a socket, it serves `launcher.py` until its standard input ends. Each order brings the
descriptors 0 to 2 that are open, and JSON: `open`, `arguments`, `environment`, `folder`. The child takes them over,
makes its standard streams as Python does at its start, runs the command and ends as an interpreter does. The launcher
is told its process id, and how it ended.

It loads what its children have loaded, and never makes a gRPC channel itself: gRPC does not outlive a fork.
"""

from __future__ import annotations

import gc
import io
import json
import os
import pkgutil
import selectors
import signal
import socket
import sys
from functools import cache
from importlib import import_module
from typing import Any

from cryptography.hazmat.primitives import serialization

import microconv

_STREAMS = ("stdin", "stdout", "stderr")


def stream(number: int) -> io.TextIOWrapper | None:
    """A standard stream as Python makes it: the encoding is that of PYTHONIOENCODING; None where it is closed."""
    try:
        raw = io.FileIO(number, "wb" if number else "rb", closefd=False)
    except OSError:
        return None
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "").partition(":")
    buffer = io.BufferedWriter(raw) if number else io.BufferedReader(raw)
    by_default = "backslashreplace" if number == 2 else "strict"
    by_line = number == 2 or raw.isatty()
    return io.TextIOWrapper(buffer, encoding or None, errors or by_default, line_buffering=by_line)


def become(order: dict[str, Any], given: list[int]) -> None:
    """Take over what the order brings: descriptors, environment, folder."""
    for number in range(3):
        if number in order["open"]:
            os.dup2(given[order["open"].index(number)], number)
        else:
            os.close(number)
    for number in given:
        os.close(number)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.argv = ["microconv", *order["arguments"]]
    for number, name in enumerate(_STREAMS):
        made = stream(number)
        setattr(sys, name, made)
        setattr(sys, f"__{name}__", made)


def run(report: int) -> int:
    """The command, in the child. It reports the modules that it loaded."""
    from microconv.cli.main import main

    loaded = set(sys.modules)
    gc.enable()
    code: object = None
    try:
        code = main()
    except SystemExit as end:
        code = end.code
    with os.fdopen(report, "w", closefd=False) as file:  # it closes when this process has ended
        found = [name for name, module in sys.modules.items() if getattr(module, "__spec__", None) is not None]
        file.write("\n".join(sorted(set(found) - loaded)))
    return code if isinstance(code, int) else int(code is not None)


class Server:
    """Forks a child for each launcher, and tells it of the child's end."""

    def __init__(self, path: str) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen(32)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ, "launcher")
        self._selector.register(0, selectors.EVENT_READ, "end")
        self._loaded: dict[int, bytes] = {}
        self._read = cache(serialization.load_pem_private_key)
        serialization.load_pem_private_key = lambda data, password, **_: self._read(data, password)

    def serve(self) -> int | None:
        """Serve until standard input ends. In a child: its exit code."""
        while True:
            for key, _ in self._selector.select():
                if key.data == "end":
                    return None
                if key.data == "launcher":
                    connection, _ = self._listener.accept()
                    code = self._fork(connection)
                    if code is not None:
                        return code
                elif isinstance(key.data, int):  # the launcher was killed
                    os.kill(key.data, signal.SIGKILL)
                    self._selector.unregister(key.fileobj)
                else:
                    self._reap(key.fd, *key.data)

    def _fork(self, connection: socket.socket) -> int | None:
        """Start a child. None here, its exit code there."""
        head, given, _, _ = socket.recv_fds(connection, 8, 4)
        with connection.makefile("rb") as file:
            order = json.loads(file.read(int(head)))
        self._know_key(order["environment"])
        reading, report = os.pipe()
        child = os.fork()
        if child == 0:
            self._selector.close()
            self._listener.close()
            connection.close()
            become(order, given)
            return run(report)
        for number in (report, *given):
            os.close(number)
        connection.sendall(f"{child}\n".encode())
        self._selector.register(connection, selectors.EVENT_READ, child)
        self._selector.register(reading, selectors.EVENT_READ, (child, connection))
        return None

    def _reap(self, reading: int, child: int, connection: socket.socket) -> None:
        """Tell a launcher how its child ended, and load what that had loaded."""
        told = os.read(reading, 1 << 16)
        self._loaded[child] = self._loaded.get(child, b"") + told
        if told:
            return
        self._selector.unregister(reading)
        os.close(reading)
        _, status = os.waitpid(child, 0)
        if connection in self._selector.get_map():
            self._selector.unregister(connection)
            connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        connection.close()
        for name in self._loaded.pop(child).decode().split():
            import_module(name)
        gc.freeze()

    def _know_key(self, environment: dict[str, str]) -> None:
        """Read the service account's key here once, as OpenSSL checks its primes every time."""
        path = environment.get("GOOGLE_APPLICATION_CREDENTIALS", "")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self._read(bytes(json.load(file)["private_key"], "utf-8"), None)


if __name__ == "__main__":
    gc.disable()
    for one in pkgutil.walk_packages(microconv.__path__, "microconv."):
        if not one.name.startswith("microconv.emulator") and not one.name.endswith("__main__"):
            import_module(one.name)
    server = Server(sys.argv[1])
    print("ready", flush=True)
    sys.exit(server.serve())
