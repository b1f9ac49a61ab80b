"""The requests that the emulator received on the wire, from the bytes themselves."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from microconv.emulator.google_ads.api import GoogleAdsApi


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every request that the emulated Google Ads answered, as its message, in order."""
    found: list[Any] = []
    answer = GoogleAdsApi.answer

    def remember(self: GoogleAdsApi, exchange: Any, version: Any, method: Any, body: bytes) -> Any:
        found.append(self._parse(version, method, body))
        return answer(self, exchange, version, method, body)

    monkeypatch.setattr(GoogleAdsApi, "answer", remember)
    return found


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[requests.PreparedRequest]:
    """Every HTTP request that went out to GA4, in order."""
    found: list[requests.PreparedRequest] = []
    send = requests.Session.send

    def remember(self: requests.Session, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        found.append(request)
        return send(self, request, **settings)

    monkeypatch.setattr(requests.Session, "send", remember)
    return found
