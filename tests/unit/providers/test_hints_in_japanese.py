"""Next steps after the errors that people meet most, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from microconv.core.text import Language, Text
from microconv.providers.ga4 import errors as ga4
from microconv.providers.google_ads import errors as google_ads
from microconv.providers.google_ads.goal_hints import GOAL_HINTS
from microconv.providers.google_ads.hints import HINTS
from microconv.providers.network import in_the_way, trouble
from tests.languages import JAPANESE

SILENCES = ("getaddrinfo failed", "connection refused", "certificate_verify_failed", "proxyerror", "no route to host")


def hints() -> Iterator[tuple[str, str]]:
    goals = GOAL_HINTS.keys()
    yield from ((code, hint) for code, hint in HINTS.items() if code not in goals)
    yield from ((f"GA4 {status}", hint) for status, (_, _, hint) in ga4._KINDS.items() if hint)
    yield from ((f"GA4 {kind}", hint) for kind, hint in ga4._FULL.items())
    for status in ("PERMISSION_DENIED", "UNAUTHENTICATED", "UNAVAILABLE", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED"):
        for writing in (False, True):
            yield status, google_ads._by_status(status, "", "1", "", writing).hint
    for writing in (False, True):
        for text in SILENCES:
            seen = trouble(text, {"HTTPS_PROXY": "x"})
            assert seen is not None
            yield text, seen.hint(writing=writing)
        yield "a page", in_the_way({}).hint(writing=writing)
        yield "GA4 is silent", ga4._after_silence(writing=writing)
        yield "GA4 is in trouble", ga4._after_silence(writing=writing, answered=True)


@pytest.mark.parametrize(("about", "hint"), [*hints()])
def test_a_hint_is_in_both_languages(about: str, hint: str) -> None:
    assert isinstance(hint, Text), about
    assert hint.of(Language.JA) != hint.of(Language.EN)
    assert JAPANESE.search(hint.ja), hint.ja


def test_a_hint_names_the_proxy_in_both_languages() -> None:
    seen = trouble("connection refused", {"HTTPS_PROXY": "x"})
    assert seen is not None
    hint = seen.hint(writing=False)
    assert hint == Text(
        "check the network, and the proxy that HTTPS_PROXY names, then run again (nothing was written)",
        "ネットワークと、HTTPS_PROXY で指定したプロキシを確認してから、再実行してください（何も変更していません）",
    )
