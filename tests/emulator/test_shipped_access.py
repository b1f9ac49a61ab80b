"""The shipped world as an agency's people find it: by the files that the emulator writes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
import requests
import yaml

from microconv.emulator import Emulator
from microconv.emulator.tokens import SERVICE_ACCOUNT, USER, Principal

MANAGER, STORE = "9998887777", "1234567890"
DENIED = "User doesn't have permission to access customer."
#: As anybody writes it: all that it knows is where the file is.
SCRIPT = """
import json, sys

from google.ads.googleads.client import GoogleAdsClient
from google.ads.googleads.errors import GoogleAdsException

QUERY = "SELECT customer.descriptive_name FROM customer"
seen = {}
for name, client in {
    "storage": GoogleAdsClient.load_from_storage(sys.argv[1]),
    "environment": GoogleAdsClient.load_from_env(),
    "without login": GoogleAdsClient.load_from_storage(sys.argv[2]),
}.items():
    service = client.get_service("CustomerService")
    listed = list(service.list_accessible_customers().resource_names)
    try:
        rows = client.get_service("GoogleAdsService").search(customer_id="1234567890", query=QUERY)
        seen[name] = [listed, [row.customer.descriptive_name for row in rows]]
    except GoogleAdsException as error:
        seen[name] = [listed, error.failure.errors[0].message]
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def shipped():
    with Emulator() as running:
        yield running


def look(emulator, folder, text):
    """Run the script with a google-ads.yaml of this text, and the same without its login customer."""
    path, other = folder / "google-ads.yaml", folder / "other.yaml"
    path.write_text(text, encoding="utf-8")
    other.write_text(re.sub(r"(?m)^login_customer_id:.*$", "", text), encoding="utf-8")
    variables = {**emulator.environment(proxy=True), "GOOGLE_ADS_CONFIGURATION_FILE_PATH": str(path)}
    emulator.world.log.clear()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(other)],
        env={**os.environ, **variables, "HOME": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen.pop("without login")[1].startswith(DENIED)
    return seen


EXPECTED = [[f"customers/{MANAGER}"], ["あおいストア"]]


def test_the_written_file(shipped, tmp_path):
    text = (shipped.folder / "google-ads.yaml").read_text("utf-8")
    content = yaml.safe_load(text)
    assert (content["login_customer_id"], content["developer_token"]) == (int(MANAGER), "EmulatedDeveloperToken")
    assert look(shipped, tmp_path, text) == {"storage": EXPECTED, "environment": EXPECTED}


def test_the_person_in_its_comments(shipped, tmp_path):
    """Taking away three signs is all: the client prefers a refresh token to a key file."""
    text = (shipped.folder / "google-ads.yaml").read_text("utf-8")
    text, count = re.subn(r"(?m)^# (client_id|client_secret|refresh_token): ", r"\1: ", text)
    assert count == 3
    assert yaml.safe_load(text)["refresh_token"] == USER.refresh_token
    assert look(shipped, tmp_path, text) == {"storage": EXPECTED, "environment": EXPECTED}
    tokens = [one for one in shipped.world.log.entries if one.api == "oauth"]
    assert [(one.method, one.status) for one in tokens] == [("token", "OK")] * 3


def test_google_ads_over_rest_by_its_host(shipped):
    """As Node.js clients ask it, which send queries over REST: through the proxy, at Google's own host."""
    place = f"https://googleads.googleapis.com/v26/customers/{STORE}/googleAds"
    given = {"proxies": {"https": shipped.proxy_address}, "verify": str(shipped.folder / "ca.pem"), "timeout": 10}
    token = shipped.world.tokens.issue(Principal(SERVICE_ACCOUNT), ["https://www.googleapis.com/auth/adwords"])
    headers = {"Authorization": f"Bearer {token}", "login-customer-id": MANAGER, "developer-token": "x"}
    query = {"query": "SELECT customer.descriptive_name FROM customer"}
    answer = requests.post(f"{place}:searchStream", json=query, headers=headers, **given)
    [part] = answer.json()
    assert [row["customer"]["descriptiveName"] for row in part["results"]] == ["あおいストア"]
    del headers["login-customer-id"]
    refused = requests.post(f"{place}:search", json=query, headers=headers, **given)
    assert (refused.status_code, refused.json()["error"]["status"]) == (403, "PERMISSION_DENIED")


TOP, SECOND = 1000000001, 1000000002


@pytest.mark.parametrize(
    ("customers", "grants", "lines"),
    [
        ([], {}, []),
        ([{"id": TOP}], {}, []),
        (
            [{"id": TOP, "manager": True}, {"id": SECOND, "manager": True, "descriptive_name": "B\n: {"}],
            {},
            [
                f'# login_customer_id: {TOP} # manager account "Account {TOP}"',
                f'# login_customer_id: {SECOND} # manager account "B\\n: {{"',
            ],
        ),
        (
            [{"id": TOP, "manager": True, "clients": [SECOND]}, {"id": SECOND, "manager": True}],
            {SERVICE_ACCOUNT: {"google_ads": [TOP, SECOND]}},
            [f'login_customer_id: {TOP} # manager account "Account {TOP}"'],
        ),
        ([{"id": TOP, "manager": True}], {SERVICE_ACCOUNT: {}}, []),
        ([{"id": TOP, "manager": True, "status": "CANCELED"}], {}, []),
    ],
    ids=["no account", "no manager", "two", "one of two", "nothing given", "cancelled"],
)
def test_the_login_customer_of_other_worlds(customers, grants, lines):
    content = {"version": 1, "principals": {"grants": grants, "users": []}, "google_ads": {"customers": customers}}
    with Emulator(content) as running:
        text = (running.folder / "google-ads.yaml").read_text("utf-8")
    assert [line for line in text.splitlines() if "login_customer_id:" in line] == lines
    assert yaml.safe_load(text).get("login_customer_id") == (TOP if lines and not lines[0].startswith("#") else None)
    assert "refresh_token" not in text
