"""No network, a name without an address, a proxy and a certificate are told as that, in both APIs."""

from __future__ import annotations

import grpc
import pytest
from google.api_core import exceptions as api
from google.auth import exceptions as auth
from requests import exceptions as web

from microconv.core.errors import AccessDeniedError, CredentialsError, UnclearError
from microconv.providers import network
from microconv.providers.ga4.errors import translated as ga4
from microconv.providers.google_ads.errors import translated as google_ads

TOKEN = "HTTPSConnectionPool(host='oauth2.googleapis.com', port=443): Max retries exceeded with url: /token (Caused by "
DNS = "NameResolutionError(\"Failed to resolve 'oauth2.googleapis.com' ([Errno -2] Name or service not known)\"))"
PROXY = (
    "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))"
    + ")"
)
TLS = "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')))"
REFUSED = "NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))"
AWAY = "NewConnectionError('Failed to establish a new connection: [Errno 101] Network is unreachable'))"
HOST = "oauth2.googleapis.com"
REASONS = {
    DNS: f"the name {HOST} cannot be resolved (DNS)",
    PROXY: "the proxy did not let it through (HTTP 407)",
    TLS: f"the connection to {HOST} is not trusted (TLS)",
    REFUSED: f"{HOST} cannot be connected to",
    AWAY: f"there is no network to {HOST}",
}


class Call(grpc.RpcError):
    """A call that failed, as grpcio raises it."""

    def __init__(self, text: str, status: grpc.StatusCode = grpc.StatusCode.UNAVAILABLE) -> None:
        super().__init__()
        self._answer = status, text

    def code(self) -> grpc.StatusCode:
        return self._answer[0]

    def details(self) -> str:
        return self._answer[1]

    def trailing_metadata(self) -> tuple[()]:
        return ()


def caused(cause: Exception) -> auth.RefreshError:
    """A refused refresh behind which something else is."""
    error = auth.RefreshError("the token could not be refreshed")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("end", REASONS)
@pytest.mark.parametrize("wrap", [auth.TransportError, lambda cause: caused(auth.TransportError(cause))])
@pytest.mark.parametrize("translate", [ga4, google_ads])
def test_a_token_that_cannot_be_fetched(translate, wrap, end):
    error = translate(wrap(web.ConnectionError(TOKEN + end)), "1", writing=False)
    assert type(error) is UnclearError
    assert error.message == f"no answer: {REASONS[end]}"
    assert error.hint.endswith(", then run again (nothing was written)")
    assert "refused the credentials" not in str(error)


@pytest.mark.parametrize("end", REASONS)
def test_ga4_over_rest(end):
    error = ga4(web.ConnectionError(TOKEN.replace("oauth2", "analyticsadmin") + end), "1", writing=True)
    assert isinstance(error, UnclearError)
    assert error.message.startswith("no answer: ")
    assert error.hint.endswith(", then run again (the state is read first, nothing is repeated blindly)")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "DNS resolution failed for googleads.googleapis.com:443: C-ares status is not ARES_SUCCESS",
            "the name googleads.googleapis.com cannot be resolved (DNS)",
        ),
        (
            "failed to connect to all addresses; last error: UNKNOWN: ipv4:192.0.2.1:443: Failed to connect to remote "
            "host: connect: Connection refused (111)",
            "Google cannot be connected to",
        ),
        ("connect: Network is unreachable (101)", "there is no network to Google"),
        ("HTTP proxy returned response code 407", "the proxy did not let it through (HTTP 407)"),
        (f"Getting metadata from plugin failed with error: {TOKEN}{DNS}", REASONS[DNS]),
    ],
)
def test_google_ads_over_grpc(text, reason):
    error = google_ads(Call(text), "1", writing=False)
    assert type(error) is UnclearError
    assert (error.code, error.message) == ("UNAVAILABLE", f"no answer: {reason}")


def test_refused_credentials_stay_refused():
    refused = auth.RefreshError("invalid_grant: Token has been expired or revoked.", {"error": "invalid_grant"})
    inside = "Getting metadata from plugin failed with error: ('invalid_grant: Bad Request', {})"
    for error in (ga4(refused, "1", writing=False), google_ads(refused, "1", writing=False),
                  google_ads(Call(inside), "1", writing=False)):  # fmt: skip
        assert isinstance(error, CredentialsError)
        assert "Google refused the credentials for " in str(error)
        assert "invalid_grant" in str(error)


def test_an_answer_of_google_stays_one():
    error = google_ads(Call("The service is currently unavailable."), "1", writing=False)
    assert isinstance(error, UnclearError)
    assert error.message == "The service is currently unavailable."
    denied = api.Forbidden("User does not have sufficient permissions for this property.")
    assert isinstance(ga4(denied, "1", writing=False), AccessDeniedError)


@pytest.mark.parametrize("translate", [ga4, google_ads])
def test_a_page_in_the_place_of_an_answer(translate):
    error = translate(auth.RefreshError("<!DOCTYPE html><html>Please sign in</html>"), "1", writing=False)
    assert type(error) is UnclearError
    assert "a page came in the place of Google's answer" in str(error)
    assert "html" not in str(error)
    blocked = ga4(api.Forbidden("<html><body>Blocked by policy</body></html>"), "1", writing=False)
    assert type(blocked) is UnclearError
    assert blocked.code == "HTTP 403"


def test_the_proxy_is_called_by_its_variable_and_never_by_its_password():
    known = {"HTTPS_PROXY": "http://user:SECRET@proxy:8080"}
    for text in (REFUSED, PROXY):
        found = network.trouble(TOKEN + text, known)
        assert found is not None
        assert "HTTPS_PROXY" in found.check
        assert "SECRET" not in found.reason + found.check
    unset = network.trouble(TOKEN + REFUSED, {})
    assert unset is not None
    assert unset.check == "check the network"
