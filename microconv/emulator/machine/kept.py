"""The parts of an emulator that may outlive it in a folder: port, certificates, keys.

Whatever was pointed at an emulator of such a folder (a shell that sourced its env file, a program with its key file)
finds the next one too. The world is not kept: it starts from the seed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.ports import LAST, NUMBER, is_free
from microconv.emulator.machine.tls import Certificates, make_certificates, write_private

CONTROL_TOKEN = "control-token"
KEY_FILE = "service-account.json"
_PORT = "port"
#: Blocks of five ports, all below those that systems give out by themselves.
_BLOCKS = range(8830, 9330, 10)
_LIFETIME = timedelta(days=397)
_LEFT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Kept:
    """The start of an emulator.

    port: of gRPC; the next four are taken too. 0 for any free ones.
    certificates: for the names in `hosts.CERTIFIED`.
    control_token: that the control plane asks for.
    service_key: the service account's private key (PEM), None for a new one.
    """

    port: int
    certificates: Certificates
    control_token: str
    service_key: bytes | None = None


def fresh(port: int, certificates: Certificates) -> Kept:
    """The start of an emulator that keeps nothing."""
    return Kept(port, certificates, secrets.token_urlsafe(32))


def kept_in(folder: Path, port: int, names: Sequence[str]) -> Kept:
    """The start of an emulator that keeps its parts in `folder`; what is not there yet, or has expired, is made.

    port: another one than before, 0 for the same one (8830 for a new folder, or the next block of five that is free).
    names: of the certificate.

    Raises EmulatorError for a file that is not what it was.
    """
    token = _text(folder / CONTROL_TOKEN)
    return Kept(
        port=port or _port(folder),
        certificates=_certificates(folder, names),
        control_token=token or secrets.token_urlsafe(32),
        service_key=_service_key(folder / KEY_FILE),
    )


def keep_port(folder: Path, port: int) -> None:
    """Remember the port for the next start."""
    write_private(folder / _PORT, f"{port}\n".encode("ascii"))


def _text(path: Path) -> str:
    """A file's text, empty if it is not there.

    Raises EmulatorError if it cannot be read.
    """
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise EmulatorError(f"cannot read {path}: {error}") from error


def _port(folder: Path) -> int:
    text = _text(folder / _PORT)
    if text:
        if not text.isdecimal() or not 0 < int(text) <= LAST:
            raise EmulatorError(f"{folder / _PORT} holds no port number: remove it to have one chosen")
        return int(text)
    for first in _BLOCKS:
        if all(is_free(first + index) for index in range(NUMBER)):
            return first
    raise EmulatorError(f"no five ports are free from {_BLOCKS[0]} to {_BLOCKS[-1]}: name one with --port")


def _certificates(folder: Path, names: Sequence[str]) -> Certificates:
    texts = [_text(folder / name) for name in ("ca.pem", "server.pem", "server-key.pem")]
    if all(texts):
        left = Certificates(*(f"{text}\n".encode("ascii") for text in texts))
        if _is_good(left, names, folder):
            return left
    return make_certificates(names, _LIFETIME)


def _is_good(left: Certificates, names: Sequence[str], folder: Path) -> bool:
    """True while every name is in it and none of it is about to expire.

    Raises EmulatorError if a file is not what it was.
    """
    try:
        server, authority = x509.load_pem_x509_certificate(left.chain), x509.load_pem_x509_certificate(left.authority)
        key = serialization.load_pem_private_key(left.key, password=None)
        server.verify_directly_issued_by(authority)
    except (ValueError, TypeError) as error:
        raise EmulatorError(
            f"the certificates in {folder} cannot be read: remove its .pem files to have new ones made"
        ) from error
    alternatives = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covered = set(alternatives.get_values_for_type(x509.DNSName))
    ends = min(server.not_valid_after_utc, authority.not_valid_after_utc)
    fits = key.public_key() == server.public_key()
    return fits and covered >= set(names) and ends > datetime.now(UTC) + _LEFT


def _service_key(path: Path) -> bytes | None:
    text = _text(path)
    if not text:
        return None
    try:
        pem = str(json.loads(text)["private_key"]).encode("ascii")
        serialization.load_pem_private_key(pem, password=None)
        return pem
    except (ValueError, KeyError, TypeError) as error:
        raise EmulatorError(f"{path} is no key file of an emulator: remove it to have a new one made") from error
