"""The running emulator that the environment names, if it does."""

from __future__ import annotations

import datetime
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from microconv.clock import Clock, utc_now
from microconv.core.errors import CredentialsError
from microconv.core.text import NO_TEXT, Text

EMULATOR_VARIABLE = "MICROCONV_EMULATOR"
"""Where a running emulator is, as its `--env-file` writes it: `grpc=HOST:PORT;rest=https://HOST:PORT`.

With `;ahead=SECONDS` its clock is that much ahead of the real one."""

_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH")
"""The variables that name a file of certificates to the official clients (requests, grpc)."""

_PROBE_S = 2

_GONE = Text(
    "start one with `microconv emulator --env-file FILE` and `source FILE` again; for real accounts, use a terminal in "
    "which no such file was sourced",
    "`microconv emulator --env-file FILE` で起動し直して `source FILE` を実行してください。実アカウントを使う場合は、"
    "このファイルを読み込んでいない端末で実行してください",
)

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


def on_this_machine(endpoint: str) -> bool:
    """True for an address or `HOST:PORT` of this machine, as only an emulator's is."""
    address = endpoint if "://" in endpoint else f"//{endpoint}"
    return bool(endpoint) and urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}


def require_running(environment: Mapping[str, str]) -> None:
    """Check that the emulator which the environment names is there, and that its files of certificates are.

    Raises CredentialsError, which says what to do. Without an emulator it looks at the files of certificates alone.
    """
    endpoint = emulator_endpoint(environment)
    lost = next((name for name in _BUNDLES if environment.get(name) and not Path(environment[name]).exists()), "")
    path = environment.get(lost, "")
    if endpoint and not _answers(endpoint):
        gone = Text(f"; its file {path} is gone", f"。ファイル {path} もありません") if lost else NO_TEXT
        raise CredentialsError(
            Text(
                f"the emulator that {EMULATOR_VARIABLE} names is not running (nothing answers at {endpoint}{gone.en})",
                f"環境変数 {EMULATOR_VARIABLE} のエミュレーターが起動していません"
                f"（{endpoint} から応答がありません{gone.ja}）",
            ),
            hint=_GONE,
        )
    if not lost:
        return
    if "microconv-emulator-" in path:
        raise CredentialsError(
            Text(
                f"{lost} names {path}, a file of an emulator that is not running any more",
                f"環境変数 {lost} が、すでに終了したエミュレーターのファイル {path} を指しています",
            ),
            hint=_GONE,
        )
    raise CredentialsError(
        Text(
            f"{lost} names {path}, which does not exist: without these certificates nothing can be connected to",
            f"環境変数 {lost} が指す証明書ファイル {path} がないため、接続できません",
        ),
        hint=Text(f"correct {lost}, or unset it", f"{lost} を修正するか、解除してください"),
    )


def _answers(endpoint: str) -> bool:
    """True where something listens at an endpoint, or where the endpoint is none that could be asked."""
    address = urlsplit(endpoint if "://" in endpoint else f"//{endpoint}")
    try:
        place = (address.hostname or "", address.port or 443)
    except ValueError:  # no port number: the official client says so
        return True
    try:
        with socket.create_connection(place, timeout=_PROBE_S):
            return True
    except OSError:
        return False
