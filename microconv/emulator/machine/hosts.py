"""The hosts of Google's that the emulator stands for, and what each of them serves over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.rest_paths import PATHS

if TYPE_CHECKING:
    from microconv.emulator.http_messages import Handler, HttpRequest, HttpResponse

#: Hosts that give out access tokens, and the path at which they do. The second is what google-ads 34 (Python) uses for
#: refresh tokens (checked 2026-11-23 in google/ads/googleads/oauth2.py).
_TOKENS = {"oauth2.googleapis.com": "/token", "accounts.google.com": "/o/oauth2/token"}
_GOOGLE_ADS = "googleads.googleapis.com"
_APIS = (
    *("analyticsadmin.googleapis.com", "analyticsdata.googleapis.com", _GOOGLE_ADS),
    *("tagmanager.googleapis.com", "www.googleapis.com"),  # the second is Tag Manager's older host
)
#: All on port 443.
HOSTS = (*_APIS, *_TOKENS)
#: The names in the emulator's certificate.
CERTIFIED = ("localhost", *HOSTS)


def by_host(*, tokens: Handler, google_ads: Handler, others: Handler) -> Handler:
    """A handler that chooses by the Host header.

    tokens: answers for the hosts that give out tokens, as if asked at ``/token``.
    google_ads: answers for the Google Ads API, on loopback names for its paths.
    others: answers for every other host, loopback names included.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        host = request.headers.get("host", "").partition(":")[0].lower()
        if host == _GOOGLE_ADS or (host not in HOSTS and PATHS.fullmatch(request.path)):
            return google_ads(request)
        if host not in _TOKENS:
            return others(request)
        return tokens(replace(request, path="/token" if request.path == _TOKENS[host] else "/"))

    return answer
