"""Addresses as a browser holds them, and their parts as Tag Manager's URL variables name them.

A browser writes what is not ASCII, and blanks, in per cent signs (url.spec.whatwg.org, checked 2026-11-29): the path
of `https://shop.example/完了` is `/%E5%AE%8C%E4%BA%86`, and a condition with the letters themselves does not hold. The
parts are those of published copies of gtm.js (function `__u`): the URL is without what stands behind `#`, the host
without its port, in lower case.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit, urlunsplit

from microconv.emulator.tag_manager.runtime.container import Json, flag, parameters, text
from microconv.emulator.tag_manager.runtime.truth import Unmodelled

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_KEPT = "!#$%&()*+,/:;=?@[]~"
#: Characters and empty parts that the browser's parser and Python's write differently.
_UNSURE = re.compile(r"[\x00-\x1f\\^|`{}'\"<>]|[?#]$|\?#|^[^?#]*;|^//(?:[/?#]|$)|^[^?#]*/\.{1,2}(?:[/?#]|$)|[^:?#]//")
_WWW = re.compile(r"www[0-9]*\.")


def in_browser(address: str, page: str) -> str | Unmodelled:
    """An address, absolute or seen from a page, as a browser gives it back."""
    unmodelled = Unmodelled(f"the address {address!r}")
    given = address.strip() or without_fragment(page)
    if _UNSURE.search(given):
        return unmodelled
    try:
        parts = urlsplit(urljoin(page, given))
        if parts.scheme not in _PORTS:  # mailto, tel, …: nobody completes them
            return given if given.isascii() and " " not in given else unmodelled
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    except ValueError:  # brackets that are not closed, a port that is none, a host that is too long
        return unmodelled
    if not _HOST.fullmatch(host) or "@" in parts.netloc:
        return unmodelled
    rest = (quote(part, safe=_KEPT) for part in (parts.path or "/", parts.query, parts.fragment))
    return urlunsplit((parts.scheme, host + port, *rest))


def component(address: str, page: str, own: Json) -> Any:
    """The part of an address that a URL variable names; None for a key that the query does not have."""
    whole = in_browser(address, page)
    if isinstance(whole, Unmodelled):
        return whole
    parts = urlsplit(whole)
    wanted = text(own, "component", "URL")
    if flag(own, "enableMultiQueryKeys") or parameters(own).get("defaultPages", {}).get("list"):
        return Unmodelled("several keys of a query, or default pages")
    if wanted == "QUERY":
        key = text(own, "queryKey")
        return next(iter(parse_qs(parts.query, keep_blank_values=True).get(key, [])), None) if key else parts.query
    host = parts.hostname or ""
    values = {
        "URL": without_fragment(whole),
        "PROTOCOL": parts.scheme,
        "HOST": _WWW.sub("", host, count=1) if flag(own, "stripWww") and _WWW.match(host) else host,
        "PATH": parts.path or "/",
        "FRAGMENT": parts.fragment,
    }
    return values[wanted] if wanted in values else Unmodelled(f"the part {wanted} of an address")


def without_fragment(address: str) -> str:
    """An address up to the first `#`."""
    return address.partition("#")[0]
