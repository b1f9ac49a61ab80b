"""npm's google-ads-api, unmodified, behind the emulator's proxy: it reads over REST and writes over gRPC.

It runs where MICROCONV_NODE_MODULES names a ``node_modules`` with the package (25.1.0 was tried) and there is a node.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.emulator.google_ads.node import NODE_MODULES

SCRIPT = Path(__file__).with_name("node_client.cjs")


@pytest.mark.skipif(NODE_MODULES is None, reason="MICROCONV_NODE_MODULES names no folder with google-ads-api")
def test_it_lists_queries_and_creates(emulator, campaigns):
    user = campaigns.tokens.users[0]
    plain = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        ["node", str(SCRIPT), user.client_id, user.client_secret, user.refresh_token],
        env={**plain, **emulator.environment(proxy=True), "NODE_PATH": str(NODE_MODULES)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert "customers/1234567890" in seen["customers"]
    first, second = [row["conversion_action"] for row in seen["report"]]
    assert (first["id"], first["type"], second["value_settings"]) == (101, 8, {"default_value": 500})
    assert {row["campaign"]["id"] for row in seen["campaigns"]} >= {601, 602}
    assert {type(row["metrics"]["conversions"]) for row in seen["campaigns"]} <= {int, float}
    assert (seen["count"], len(seen["streamed"])) == (16, 3)
    assert seen["refused"] == [[{"query_error": 32}, "Unrecognized field in the query: 'conversion_action.nothing'."]]
    assert seen["paged"][0][0] == {"request_error": 40}
    assert seen["twice"][0][1] == "The specified conversion action name already exists."
    (back,) = seen["back"]
    assert (back["conversion_action"]["category"], back["conversion_action"]["primary_for_goal"]) == (5, False)
    by_name = {one.fields["name"]: one for one in campaigns.google_ads.customers[1234567890].actions.values()}
    assert by_name["mv_node"].fields["primary_for_goal"] is False
    assert emulator.refused_hosts == ()
    asked = {(one.method, one.status) for one in campaigns.log.entries}
    assert {("GoogleAdsService.SearchStream", "OK"), ("GoogleAdsService.Search", "OK")} < asked
