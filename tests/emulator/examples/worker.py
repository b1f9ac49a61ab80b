"""A process that runs one script after the other: starting a Python that imports the client costs more than a script.

It reads lines of JSON on standard input (``arguments`` with the script's path first, ``environment``, ``folder``) and
answers each by a line: ``code``, ``out`` and ``err``.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from typing import Any


def run(request: dict[str, Any]) -> dict[str, Any]:
    """Run one script as the main program."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = list(request["arguments"])
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            runpy.run_path(sys.argv[0], run_name="__main__")
        except SystemExit as end:
            code = end.code or 0
        except Exception:  # noqa: BLE001 - whatever ends a program ends it with code 1
            traceback.print_exc()
            code = 1
    return {"code": code if isinstance(code, int) else 1, "out": out.getvalue(), "err": err.getvalue()}


def main() -> None:
    """Answer until standard input ends."""
    answers = sys.stdout
    for line in sys.stdin:
        answers.write(json.dumps(run(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
