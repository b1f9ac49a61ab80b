"""Finding out which installed clients reach a running emulator: each asks it something, and its log is read."""

from __future__ import annotations

import secrets
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from microconv.emulator.control import Control
from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.probes import ABSENT, PROBES, Probe
from microconv.emulator.requestlog import Request

_SECONDS = 90.0
_AT_ONCE = 3
_PRELUDE = """
import sys
from importlib.util import find_spec
def there(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
if not all(there(name) for name in {packages!r}):
    sys.exit({absent})
number = sys.argv[1]
"""


@dataclass(frozen=True, slots=True)
class ClientCheck:
    """The result of a check of one client.

    name: of the client.
    installed: it is there; otherwise nothing was asked.
    reached: its question is in the emulator's log.
    reason: if it did not reach the emulator: the last line that the client wrote, or that its credentials were refused.
    remedy: the way to make it reach the emulator, empty if it does.
    """

    name: str
    installed: bool
    reached: bool
    reason: str = ""
    remedy: str = ""

    @property
    def failed(self) -> bool:
        """True for a client that is installed and does not reach the emulator."""
        return self.installed and not self.reached


def check(python: str, environment: Mapping[str, str], only: tuple[str, ...] = ()) -> tuple[ClientCheck, ...]:
    """Let each client ask the emulator that the variables name.

    python: the interpreter whose packages are checked.
    environment: all variables of the clients.
    only: names of clients; empty for all.

    Raises EmulatorError if the variables name no running emulator, or the interpreter cannot be started.
    """
    control = Control.from_environment(environment)
    control.health()
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        wanted = [one for one in PROBES if not only or one.name in only]
        return tuple(threads.map(lambda probe: _check(probe, python, environment, control), wanted))


def _check(probe: Probe, python: str, environment: Mapping[str, str], control: Control) -> ClientCheck:
    program = python if probe.program == "python" else shutil.which(probe.program, path=environment.get("PATH"))
    if program is None:
        return ClientCheck(probe.name, installed=False, reached=False)
    number = str(8_000_000_000 + secrets.randbelow(1_999_999_999))
    try:
        done = subprocess.run(
            _command(probe, program, number),
            env=dict(environment),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
        code, reason = done.returncode, _last_line(done.stderr)
    except subprocess.TimeoutExpired:
        code, reason = 1, f"it did not end within {_SECONDS:g} seconds"
    except OSError as error:
        raise EmulatorError(f"cannot start {program}: {error.strerror}") from error
    if code == ABSENT and probe.packages:
        return ClientCheck(probe.name, installed=False, reached=False)
    asked = [one for one in control.requests() if one.account == probe.account.format(number)]
    if asked and not (probe.authenticates and all(_is_refused(one) for one in asked)):
        return ClientCheck(probe.name, installed=True, reached=True)
    if asked:
        return ClientCheck(probe.name, True, False, "the emulator refused its credentials", _OTHER_CREDENTIALS)
    return ClientCheck(probe.name, True, False, reason or "it reported no error", probe.remedy)


def _is_refused(request: Request) -> bool:
    """True if the credentials were; Google Ads answers an unknown customer with the same status."""
    return request.status == "UNAUTHENTICATED" and "CUSTOMER_NOT_FOUND" not in request.detail


_OTHER_CREDENTIALS = (
    "Let the client use the key of the env file (GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_ADS_CONFIGURATION_FILE_PATH)."
)


def _command(probe: Probe, program: str, number: str) -> list[str]:
    if probe.program == "python":
        return [program, "-c", _PRELUDE.format(packages=probe.packages, absent=ABSENT) + probe.code, number]
    if probe.program == "node":
        return [program, "-e", probe.code, number]
    url = f"https://analyticsadmin.googleapis.com/v1beta/properties/{number}"
    return [program, "--silent", "--show-error", "--max-time", "20", url]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
