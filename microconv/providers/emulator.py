"""The running emulator that the environment names, if it does."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from microconv.clock import Clock, utc_now
from microconv.core.errors import CredentialsError

EMULATOR_VARIABLE = "MICROCONV_EMULATOR"
"""Where a running emulator is, as its `--env-file` writes it: `grpc=HOST:PORT;rest=https://HOST:PORT`.

With `;ahead=SECONDS` its clock is that much ahead of the real one."""

_HINT = "`source` the file that `microconv emulator --env-file FILE` wrote, or unset the variable"


def emulator_clock(environment: Mapping[str, str]) -> Clock:
    """The clock of the emulator that the environment names; without one, the real clock.

    An emulator's seed may say which day it is; then "the last 30 days" are those before that day.
    Raises CredentialsError.
    """
    match = re.search(r"(?:^|;)ahead=([^;]*)", environment.get(EMULATOR_VARIABLE, ""))
    try:
        ahead = datetime.timedelta(seconds=int(match[1]) if match else 0)
    except (ValueError, OverflowError) as error:
        raise CredentialsError(
            f"{EMULATOR_VARIABLE} says that its clock is ahead by {match[1] if match else ''!r}, which is no number",
            hint=_HINT,
        ) from error
    return lambda: utc_now() + ahead


def emulator_endpoint(environment: Mapping[str, str]) -> str:
    """The emulator's REST endpoint that the environment names, or an empty string. Raises CredentialsError."""
    value = environment.get(EMULATOR_VARIABLE, "")
    if not value:
        return ""
    parts = dict(part.split("=", 1) for part in value.split(";") if "=" in part)
    if "rest" not in parts:
        raise CredentialsError(f"{EMULATOR_VARIABLE} is {value!r}, which names no REST endpoint", hint=_HINT)
    return parts["rest"]
