"""The table of HTTP rules, against the installed packages: Python's for what there is, Node's for the rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from microconv.emulator.coverage import google_ads_rpcs
from microconv.emulator.google_ads.methods import METHODS
from microconv.emulator.google_ads.wire import Versions, installed_versions
from microconv.emulator.google_ads.wire_http import route, rules
from tests.emulator.google_ads.node import NODE_MODULES

ROUTING = re.compile(r"\(\s*\(?\(\"(\w+)\", request\.")
MESSAGE = re.compile(r"(?m)^class (\w+)\(proto\.Message\)")
BY_NAME = {(one.service, one.method): one for one in rules()}
#: Where the package sends a header for routing that the rule has no variable for, or the other way round.
NOT_ROUTED = {"selected_incentive_id"}


def test_every_method_of_every_version_has_its_rule_and_no_other_has():
    wanted = {
        (service, rpc) for services in google_ads_rpcs().values() for service in services for rpc in services[service]
    }
    assert set(BY_NAME) == wanted
    assert set(METHODS) <= wanted


@pytest.mark.parametrize("version", installed_versions())
def test_the_variables_are_those_that_the_package_routes_by(version):
    """The routing header of a call is made of the variables in the rule's URL (AIP-4222)."""
    import google.ads.googleads as package

    services = Path(next(iter(package.__path__)), version, "services", "services")
    seen = 0
    for client in services.glob("*/client.py"):
        text = client.read_text("utf-8")
        service = re.search(r"class (\w+)Client\(\s*metaclass=", text)
        assert service is not None
        for method in re.split(r"\n    def ", text)[1:]:
            rpc = re.search(r"_transport\._wrapped_methods\[\s*self\._transport\.(\w+)\s*\]", method)
            if rpc is None:
                continue
            (rule,) = [one for (owner, name), one in BY_NAME.items() if owner == service[1] and _snake(name) == rpc[1]]
            assert set(ROUTING.findall(method)) == set(rule.http.variables) - NOT_ROUTED, rule
            seen += 1
    by_hand = 1  # CreateYouTubeVideoUpload, which its client sends in another way
    assert seen == sum(len(rpcs) for rpcs in google_ads_rpcs()[version].values()) - by_hand


def _snake(name: str) -> str:
    """A method's name as the package spells it: ``EnablePMaxBrandGuidelines`` -> ``enable_p_max_brand_guidelines``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@pytest.mark.parametrize("version", installed_versions())
def test_the_messages_tell_which_methods_a_version_has(version):
    """So it is decided whether a URL is one of a version (`Version.has`); here without importing the version."""
    import google.ads.googleads as package

    types = Path(next(iter(package.__path__)), version, "services", "types")
    messages = {name for one in types.glob("*.py") for name in MESSAGE.findall(one.read_text("utf-8"))}
    has = {(rule.service, rule.method) for rule in rules() if rule.request in messages}
    assert has == {(service, rpc) for service, rpcs in google_ads_rpcs()[version].items() for rpc in rpcs}


def test_urls_lead_to_methods():
    versions = Versions()
    found = route(versions, "POST", "/v26/customers/123/conversionActions:mutate")
    assert found is not None
    assert (found.path, dict(found.variables)) == (
        "/google.ads.googleads.v26.services.ConversionActionService/MutateConversionActions",
        {"customer_id": "123"},
    )
    nested = route(versions, "GET", "/v24/customers/1/batchJobs/2:listResults")
    assert nested is not None
    assert dict(nested.variables) == {"resource_name": "customers/1/batchJobs/2"}
    for verb, path in (
        ("GET", "/v26/customers/123/conversionActions:mutate"),
        ("POST", "/v26/customers/1/2/conversionActions:mutate"),
        ("POST", "/v26/customers/123/conversionActions:mutates"),
        ("POST", "/v26/customers/123/campaignLifecycleGoal:configureCampaignLifecycleGoals"),
        ("POST", "/v22/customers/123/googleAds:search"),
    ):
        assert route(versions, verb, path) is None
    gone = route(versions, "POST", "/v24/customers/123/campaignLifecycleGoal:configureCampaignLifecycleGoals")
    assert gone is not None


@pytest.mark.skipif(NODE_MODULES is None, reason="MICROCONV_NODE_MODULES names no folder with google-ads-node")
def test_the_rules_are_those_of_the_protos():
    """google-ads-node has the annotations of one version."""
    assert NODE_MODULES is not None
    root = json.loads((NODE_MODULES / "google-ads-node/build/protos/protos.json").read_text("utf-8"))
    ads = root["nested"]["google"]["nested"]["ads"]["nested"]["googleads"]["nested"]
    (version,) = ads
    compared = 0
    for service, about in ads[version]["nested"]["services"]["nested"].items():
        for rpc, method in about.get("methods", {}).items():
            options = method["options"]
            verb = "GET" if "(google.api.http).get" in options else "POST"
            uri = options[f"(google.api.http).{verb.lower()}"].removeprefix(f"/{version}")
            ours = BY_NAME[service, rpc].http
            assert (ours.verb, ours.uri, ours.body) == (verb, uri, options.get("(google.api.http).body"))
            compared += 1
    assert compared > 150
