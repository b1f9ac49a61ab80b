"""``python -m microconv.emulator``: an emulator until SIGTERM, SIGINT or, with --with-parent, the end of its input.

Once it answers it prints one line of JSON: ``folder``, ``environment``, ``proxied_environment`` and ``control`` (the
variables for clients, for clients behind the proxy, and for the control plane). After that it prints nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.heap import one_heap
from microconv.emulator.machine.server import Emulator
from microconv.emulator.machine.stop import Stop
from microconv.emulator.machine.tls import Certificates


def main(arguments: list[str] | None = None) -> int:
    """Run it; the exit code."""
    options = _parser().parse_args(arguments)
    one_heap()
    stop = Stop()
    try:
        certificates = _certificates() if options.certificates else None
        seed = _line("seed") if options.seed == "-" else options.seed
        with Emulator(seed, options.folder, options.port, certificates=certificates) as emulator:
            if options.env_file is not None:
                emulator.write_env_file(options.env_file, proxy=options.proxy)
            sys.stdout.write(json.dumps(_about(emulator)) + "\n")
            sys.stdout.flush()
            if options.with_parent:
                threading.Thread(target=_watch_input, args=(stop,), daemon=True).start()
            stop.wait()
    except EmulatorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m microconv.emulator", description="Emulates Google Ads and GA4.")
    parser.add_argument("--seed", help="the world to start with (YAML or JSON); -: a line of JSON on standard input")
    parser.add_argument(
        "--certificates", choices=["-"], help="a line of JSON with authority, chain and key (PEM), before the seed's"
    )
    parser.add_argument("--folder", type=Path, help="where its files go; by default a temporary folder")
    parser.add_argument("--port", type=int, default=0, help="of gRPC; the next four are taken too; 0: any free ones")
    parser.add_argument("--env-file", type=Path, help="write what clients need, to be sourced by a shell")
    parser.add_argument(
        "--no-proxy", dest="proxy", action="store_false", help="leave the proxy's variables out of that file"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    return parser


def _about(emulator: Emulator) -> dict[str, object]:
    return {
        "folder": str(emulator.folder),
        "environment": emulator.environment(),
        "proxied_environment": emulator.environment(proxy=True),
        "control": emulator.control_environment(),
    }


def _line(what: str) -> dict[str, Any]:
    """The next line of standard input.

    Raises EmulatorError if it is not a JSON object.
    """
    try:
        content = json.loads(sys.stdin.buffer.readline())
    except ValueError as error:
        raise EmulatorError(f"the line with the {what} on standard input is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise EmulatorError(f"the line with the {what} on standard input holds no JSON object")
    return content


def _certificates() -> Certificates:
    content = _line("certificates")
    try:
        return Certificates(*(str(content[name]).encode("ascii") for name in ("authority", "chain", "key")))
    except KeyError as error:
        raise EmulatorError(f"the line with the certificates on standard input has no {error}") from error


def _watch_input(stop: Stop) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.ask()


if __name__ == "__main__":
    sys.exit(main())
