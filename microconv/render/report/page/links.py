"""Addresses that a page may link to: https, of a host, without signs that nobody sees."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from microconv.render.safe import safe


def safe_address(address: str) -> bool:
    """True for an https address of a host, on one line, without a name or password in it."""
    if safe(address) != address or any(sign.isspace() or sign in '\\"<>`' for sign in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def beside(path: str) -> str:
    """A path relative to the page as an address: never of another host, or of another scheme than the page's."""
    return f"./{quote(path.lstrip('/'))}"
