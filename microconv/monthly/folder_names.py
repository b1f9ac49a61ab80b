"""Names of folders for clients: readable, safe on every file system, and one for each label.

A label is what somebody wrote: it may be a path, differ from another one in case alone, or be longer than a name of a
file may be.
"""

from __future__ import annotations

import hashlib
import unicodedata

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, with any ending (learn.microsoft.com/windows/win32/fileio/naming-a-file)."""

LONGEST = 200
"""The most bytes of a name; file systems take 255."""

_KEPT = 150
"""The most bytes that stand before the digest of a name that would be longer."""


def folder_name(client: str) -> str:
    """The name of the folder of a client: its label, with `%` and two digits for each byte of other signs, as in URLs.

    Small letters, digits, `-`, `_`, dots within, and letters of scripts without capitals stay. A label that gets too
    long ends in `~` and the beginning of its SHA-256. Two labels never have one name, whatever the case of letters
    and the form of Unicode are to the file system.
    """
    last = len(client) - 1
    pieces = [
        sign if _is_plain(sign) and not (sign == "." and at in {0, last}) else _escaped(sign)
        for at, sign in enumerate(client)
    ]
    if client.partition(".")[0] in _DEVICES:
        pieces[0] = _escaped(client[0])
    name = "".join(pieces)
    if name and len(name.encode()) <= LONGEST:
        return name
    kept = ""
    for piece in pieces:
        if len((kept + piece).encode()) > _KEPT:
            break
        kept += piece
    return f"{kept}~{hashlib.sha256(_bytes(client)).hexdigest()[:32]}"


def _is_plain(sign: str) -> bool:
    if sign.isascii():
        return sign in _PLAIN
    same_in_any_form = unicodedata.normalize("NFKC", sign) == sign
    return sign.isalnum() and sign.lower() == sign == sign.upper() and same_in_any_form


def _escaped(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in _bytes(sign))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
