"""Addresses in a report: which of them become links, and how they are written."""

from __future__ import annotations

from microconv.render.report.page.links import safe_address

_LONGEST = 2_000
"""The most characters of an address; Excel takes 2,079 (its specifications and limits), browsers more."""

_UNSAFE = frozenset("()|'[]{}^")
"""Signs that end an address in Markdown, or that Excel writes in another way."""


def link(address: str) -> str:
    """A safe address whose signs are harmless, others as percent codes; empty for what is to be no link."""
    if not safe_address(address):
        return ""
    written = "".join(
        sign if sign.isascii() and sign.isprintable() and sign not in _UNSAFE else _percent(sign) for sign in address
    )
    return written if len(written) <= _LONGEST else ""


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
