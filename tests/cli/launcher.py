"""Stands for the command `microconv`: hands streams, arguments and environment to `preloaded.py`, ends as that does.

A program of its own, run with the path of the socket and the arguments. It needs nothing that takes long to load.
"""

import os


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


OPEN = [number for number in range(3) if is_open(number)]  # before anything else takes their place
for _ in range(3):
    os.open(os.devnull, os.O_RDWR)

import json  # noqa: E402 - see above
import signal  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402


def main(path: str, *arguments: str) -> int:
    came: list[int] = []
    child = 0

    def forward(number: int, _: object) -> None:
        came.append(number)
        if child:
            os.kill(child, came.pop(0))

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, forward)
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(path)
        order = {"open": OPEN, "arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}
        text = json.dumps(order).encode()
        socket.send_fds(server, [b"%08d" % len(text)], [*OPEN, server.fileno()])  # one at least
        server.sendall(text)
        answers = server.makefile()
        child = int(answers.readline())
        for number in came:
            os.kill(child, number)
        code = int(answers.readline())
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


if __name__ == "__main__":
    os._exit(main(*sys.argv[1:]))
