"""`microconv import --container`: the tags of a container come into the config with their conversions."""

from __future__ import annotations

import json

import pytest

from microconv.emulator.google_ads.tag import label
from tests.contract.container_site import MEASUREMENT_ID, PUBLIC_ID, settle_in
from tests.cli.test_tags import SEEN, ads_tag, condition, ga4_tag, parameters

pytestmark = pytest.mark.usefixtures("environment")

ACCOUNTS = ("--customer-id", "123-456-7890", "--login-customer-id", "999-888-7777", "--property-id", "345678901")
NAME = "mv_add_to_cart"
HTML = {"tagId": "40", "name": "pixel", "type": "html", "firingTriggerId": ["10"], "parameter": parameters(html="<b>")}
GROUP = {"triggerId": "11", "name": "both", "type": "triggerGroup"}
BUILT_IN = [{"type": kind} for kind in ("pagePath", "pageUrl", "clickElement", "clickText")]


@pytest.fixture
def contain(world, agency):
    """Fills the container's live version with tags and triggers."""

    def fill(*tags, triggers=(SEEN,), workspaces=(), **more):
        version = {"id": 1, "tag": list(tags), "trigger": list(triggers), "builtInVariable": BUILT_IN}
        return settle_in(world, agency, versions=[version], workspaces=list(workspaces), **more)

    return fill


@pytest.fixture
def file(tmp_path):
    return tmp_path / "aoi.yaml"


def test_show(run, contain, file, holds):
    contain(ads_tag(), ga4_tag(), HTML)
    done = run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file)
    print(done.out, done.err)
    print(file.read_text())
    assert 0
