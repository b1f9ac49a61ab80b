"""The reasons for which no answer of Google arrives: no network, a name without an address, a proxy, a certificate.

What the official clients raise then looks like refused credentials where it hits the request for an access token. So
the whole chain of an exception is read: its types, texts and causes (google-auth 2.62, requests 2.34 and grpcio 1.83,
tried 2026-11-28).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from microconv.core.text import Text

_PROXIES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "grpc_proxy")
_PROXY = Text(
    "check the proxy that {variable} names, its user and password, and NO_PROXY",
    "{variable} で指定したプロキシ、そのユーザー名とパスワード、NO_PROXY を確認し",
)
_CONNECTED = Text("check the network", "ネットワークを確認し")

_KINDS: tuple[tuple[str, str, Text], ...] = (
    (
        r"proxyerror|cannot connect to proxy|tunnel connection failed|http proxy returned|proxy authentication",
        "the proxy did not let it through{code}",
        _PROXY,
    ),
    (
        r"certificate_verify_failed|certificate verify failed|sslerror|ssl handshake|tls handshake|wrong_version",
        "the connection to {host} is not trusted (TLS)",
        Text(
            "where a proxy inspects connections, name its certificate in REQUESTS_CA_BUNDLE (GA4, access tokens) and "
            "in GRPC_DEFAULT_SSL_ROOTS_FILE_PATH (Google Ads); otherwise check the network",
            "プロキシが通信を検査している場合は、その証明書を REQUESTS_CA_BUNDLE（GA4、アクセス トークン）と "
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH（Google 広告）に指定し、そうでない場合はネットワークを確認し",
        ),
    ),
    (
        r"dns resolution failed|nameresolutionerror|failed to resolve|name or service not known|getaddrinfo failed|"
        r"temporary failure in name resolution|nodename nor servname|no address associated|domain name not found",
        "the name {host} cannot be resolved (DNS)",
        Text("check the network and its DNS", "ネットワークと DNS を確認し"),
    ),
    (
        r"network is unreachable|no route to host|network unreachable|host is unreachable",
        "there is no network to {host}",
        _CONNECTED,
    ),
    (
        r"failed to connect|connection refused|newconnectionerror|connecttimeout|connection reset|"
        r"connection aborted|remote end closed|connect: |max retries exceeded|timed out|handshaker shutdown",
        "{host} cannot be connected to",
        _CONNECTED,
    ),
)
_HOST = re.compile(r"host='([^']+)'|resolution failed for (?:dns:/*)?([\w.-]+)|(\b[\w-]+\.googleapis\.com)")
_CODE = re.compile(r"(?:tunnel connection failed: |response code )(\d{3})", re.IGNORECASE)
_PAGE = re.compile(r"\s*(<!doctype|<html|<\?xml|<head|<body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A reason for which no answer arrived, and the place to look at."""

    reason: str
    check: Text

    def hint(self, *, writing: bool) -> Text:
        """The next step."""
        after = _READ_FIRST if writing else _NOTHING_WRITTEN
        return Text(
            f"{self.check.en}, then run again ({after.en})",
            f"{self.check.ja}てから、再実行してください（{after.ja}）",
        )


_READ_FIRST = Text(
    "the state is read first, nothing is repeated blindly",
    "最初に現在の状態を読み込み直し、同じ変更をむやみに繰り返すことはありません",
)
_NOTHING_WRITTEN = Text("nothing was written", "何も変更していません")


UNKNOWN = Trouble("Google cannot be reached", _CONNECTED)
"""The trouble of which no more is known."""


def trouble(error: BaseException | str, environment: Mapping[str, str] = os.environ) -> Trouble | None:
    """The trouble that an exception, or its text, tells of; None where it tells of none."""
    text = error if isinstance(error, str) else " | ".join(_texts(error))
    if page(text):
        return in_the_way(environment)
    for pattern, reason, check in _KINDS:
        if re.search(pattern, text, re.IGNORECASE):
            named = _HOST.search(text)
            host = next((item for item in named.groups() if item), "Google") if named else "Google"
            code = _CODE.search(text)
            return Trouble(
                reason.format(host=host, code=f" (HTTP {code[1]})" if code else ""), _checked(check, environment)
            )
    return None


def page(text: str) -> bool:
    """True for a page where an answer of an API should be."""
    return bool(_PAGE.match(text))


def in_the_way(environment: Mapping[str, str] = os.environ) -> Trouble:
    """The trouble where somebody else answered in Google's place."""
    return Trouble(
        "a page came in the place of Google's answer: something on the way gave it, such as a proxy or the network's "
        "sign-in",
        _checked(_CONNECTED, environment),
    )


def _checked(check: Text, environment: Mapping[str, str]) -> Text:
    variable = next((name for name in _PROXIES if environment.get(name)), "")
    if check is _PROXY:
        return Text(*(text.format(variable=variable or "HTTPS_PROXY") for text in (check.en, check.ja)))
    if variable and check is _CONNECTED:
        return Text(
            f"{check.en}, and the proxy that {variable} names", f"ネットワークと、{variable} で指定したプロキシを確認し"
        )
    return check


def _texts(error: BaseException) -> Iterator[str]:
    """The words of an exception and of all that it came from, each once: first its own."""
    waiting: list[BaseException] = [error]
    known: set[int] = set()
    while waiting:
        item = waiting.pop(0)
        if id(item) in known:
            continue
        known.add(id(item))
        words = [part for part in item.args if isinstance(part, str)]
        yield from words or [""]
        yield f"{type(item).__name__}: {item}"
        related = [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
        waiting += [part for part in related if isinstance(part, BaseException)]
