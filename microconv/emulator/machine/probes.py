"""Clients, each with a program that asks for one thing as a user would write it: no endpoint, nothing of an emulator.

Each asks for an account that does not exist, so that the question is harmless wherever it arrives, and so that the
emulator's log shows beyond doubt which client asked. The account's number is the program's argument.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The exit code with which a program says that its client is not installed.
ABSENT = 77
_PROXY = "Source the emulator's env file, written without --no-proxy, in the shell that starts the client."


@dataclass(frozen=True, slots=True)
class Probe:
    """A client and the program that asks with it.

    name: on the command line and in reports.
    program: ``python`` for the interpreter that is checked, else a program to be found in PATH.
    packages: the modules without which the client is not installed.
    code: of the program; ``curl`` has none.
    account: the account in the emulator's log, with ``{}`` for the number.
    authenticates: it sends the credentials of the env file.
    remedy: the way to make it reach the emulator.
    """

    name: str
    program: str
    packages: tuple[str, ...]
    code: str
    account: str = "properties/{}"
    authenticates: bool = True
    remedy: str = _PROXY


_GOOGLE_ADS = """
from google.ads.googleads.client import GoogleAdsClient
service = GoogleAdsClient.load_from_storage().get_service("GoogleAdsService")
service.search(customer_id=number, query="SELECT customer.id FROM customer", timeout=20)
"""
_ADMIN = """
from google.analytics.admin_v1beta import AnalyticsAdminServiceClient
AnalyticsAdminServiceClient(transport="{}").get_property(name=f"properties/{{number}}", timeout=20, retry=None)
"""
_DATA = """
from google.analytics.data_v1beta import BetaAnalyticsDataClient
BetaAnalyticsDataClient().get_metadata(name=f"properties/{number}/metadata", timeout=20, retry=None)
"""
_DISCOVERY = """
from googleapiclient.discovery import build
build("analyticsadmin", "v1beta").properties().get(name=f"properties/{number}").execute()
"""
_REQUESTS = """
import google.auth
from google.auth.transport.requests import AuthorizedSession
credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/analytics.readonly"])
url = f"https://analyticsadmin.googleapis.com/v1beta/properties/{number}"
AuthorizedSession(credentials).get(url, timeout=20).raise_for_status()
"""
_NODE = """
const url = `https://analyticsadmin.googleapis.com/v1beta/properties/${process.argv[1]}`;
fetch(url, {signal: AbortSignal.timeout(20000)})
  .then((answer) => answer.text(), (error) => { console.error(String(error.cause ?? error)); process.exitCode = 1; });
"""

PROBES = (
    Probe(
        "google-ads",
        "python",
        ("google.ads.googleads",),
        _GOOGLE_ADS,
        account="{}",
        remedy="Source the emulator's env file: google-ads reads the endpoint from the google-ads.yaml that it names.",
    ),
    Probe("google-analytics-admin-grpc", "python", ("google.analytics.admin_v1beta",), _ADMIN.format("grpc")),
    Probe("google-analytics-admin-rest", "python", ("google.analytics.admin_v1beta",), _ADMIN.format("rest")),
    Probe("google-analytics-data", "python", ("google.analytics.data_v1beta",), _DATA),
    Probe(
        "google-api-python-client",
        "python",
        ("googleapiclient",),
        _DISCOVERY,
        remedy=f"Install PySocks beside it (pip install PySocks): without it httplib2 ignores HTTPS_PROXY. {_PROXY}",
    ),
    Probe("google-auth", "python", ("google.auth", "requests"), _REQUESTS),
    Probe("curl", "curl", (), "", authenticates=False),
    Probe(
        "node",
        "node",
        (),
        _NODE,
        authenticates=False,
        remedy=(
            "Use Node.js 24 or later, or 22.21: older ones ignore HTTPS_PROXY in fetch, with which Google's clients "
            f"speak REST (their gRPC does not need it). {_PROXY}"
        ),
    ),
)
