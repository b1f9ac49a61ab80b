"""A rehearsal (validate_only) answers like the real request, and changes nothing.

Generated requests about one account with every kind of campaign, in the form microconv sends them and through the
services of single kinds. The oracle: the errors of the rehearsal are those of the real call on a copy of the world.
"""

from __future__ import annotations

import copy
import pickle
import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from microconv.emulator import World
from microconv.emulator.google_ads.api import GoogleAdsApi
from microconv.emulator.google_ads.errors import AdsFailure
from microconv.emulator.google_ads.methods import METHODS
from microconv.emulator.tokens import Principal
from tests.heavy import examples

STORE = "1234567890"
CASES = examples(1600)
PARENT = f"customers/{STORE}/"
ACTIONS = [101, 102, 103, 104, 105, 106, 107, 109, 120, 121, 123, 999, -1, -2]
CAMPAIGNS = [601, 602, 603, 604, 605, 606, 607, 999, -5]
CUSTOM = [701, 702, 703, 999, -3]
CATEGORIES = ["PURCHASE", "PAGE_VIEW", "SIGNUP", "DOWNLOAD", "OUTBOUND_CLICK", "STORE_SALE", "STORE_VISIT"]
PAIRS = ["PURCHASE~WEBSITE", "PAGE_VIEW~WEBSITE", "STORE_SALE~STORE", "STORE_VISIT~STORE", "SIGNUP~WEBSITE", "X~Y"]
POLICIES: dict[str, list[Any]] = {
    "ga4_import_mutability": [
        "status_and_primary",
        "category_name_and_value",
        "status_primary_category_name_and_value",
        "all",
        "none",
    ],
    "new_customer_goal": ["same_category_rule", "always_true"],
    "new_campaign_goal": ["documented_rule", "account_default"],
    "campaign_back_to_account": ["reset", "kept"],
    "custom_goal_and_campaign_goals": ["both", "custom_only"],
    "missing_eu_political_declaration": ["allowed", "blocks_mutates"],
}
REFUSALS = {
    "conversion_goal_campaign_config_error.CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN",
    "campaign_conversion_goal_error.CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN",
    "conversion_goal_campaign_config_error.CAMPAIGN_CANNOT_USE_UNIFIED_GOALS",
    "conversion_goal_campaign_config_error.STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED",
    "mutate_error.MUTATE_NOT_ALLOWED",
}


# ---- operations


def masked(resource: dict[str, Any], *paths: str) -> dict[str, Any]:
    return {"update": resource, "update_mask": {"paths": list(paths)}}


def conversion_action(rng: random.Random) -> dict[str, Any]:
    number = rng.choice(ACTIONS)
    name = f"{PARENT}conversionActions/{number}"
    kind = rng.random()
    if kind < 0.3:
        made = {"name": rng.choice(["Purchase", "a", "b", "c", ""]), "category": rng.choice(CATEGORIES)}
        temporary = {"resource_name": f"{PARENT}conversionActions/{-rng.randrange(1, 3)}"} if kind < 0.2 else {}
        return {"create": {**made, **temporary, "type": rng.choice(["WEBPAGE", "WEBPAGE", "UPLOAD_CALLS", "AD_CALL"])}}
    if kind < 0.4:
        return {"remove": name}
    fields: dict[str, Any] = {
        "name": rng.choice(["Purchase", "d", ""]),
        "category": rng.choice(CATEGORIES),
        "status": rng.choice(["ENABLED", "HIDDEN", "REMOVED"]),
        "primary_for_goal": rng.random() < 0.5,
        "counting_type": "ONE_PER_CLICK",
        "click_through_lookback_window_days": rng.choice([0, 30, 91]),
    }
    chosen = rng.sample(sorted(fields), rng.choice([1, 1, 2]))
    return masked({"resource_name": name, **{path: fields[path] for path in chosen}}, *chosen)


def customer_conversion_goal(rng: random.Random) -> dict[str, Any]:
    name = f"{PARENT}customerConversionGoals/{rng.choice(PAIRS)}"
    return masked({"resource_name": name, "biddable": rng.random() < 0.5}, "biddable")


def campaign_conversion_goal(rng: random.Random) -> dict[str, Any]:
    name = f"{PARENT}campaignConversionGoals/{rng.choice(CAMPAIGNS)}~{rng.choice(PAIRS)}"
    return masked({"resource_name": name, "biddable": rng.random() < 0.5}, "biddable")


def custom_conversion_goal(rng: random.Random) -> dict[str, Any]:
    number = rng.choice(CUSTOM)
    name = f"{PARENT}customConversionGoals/{number}"
    kind = rng.random()
    if kind < 0.2:
        return {"remove": name}
    listed = [f"{PARENT}conversionActions/{one}" for one in rng.sample(ACTIONS, rng.randrange(3))]
    content = {"resource_name": name, "name": rng.choice(["Carts", "e", "f"]), "conversion_actions": listed}
    if number < 0:
        return {"create": content}
    return masked(content, *rng.sample(["name", "conversion_actions"], rng.choice([1, 2])))


def conversion_goal_campaign_config(rng: random.Random) -> dict[str, Any]:
    content: dict[str, Any] = {"goal_config_level": rng.choice(["CUSTOMER", "CAMPAIGN"])}
    if rng.random() < 0.6:
        content["custom_conversion_goal"] = f"{PARENT}customConversionGoals/{rng.choice(CUSTOM)}"
    paths = rng.sample(["goal_config_level", "custom_conversion_goal"], rng.choice([1, 1, 2]))
    name = f"{PARENT}conversionGoalCampaignConfigs/{rng.choice(CAMPAIGNS)}"
    return masked({"resource_name": name, **content}, *paths)


def campaign(rng: random.Random) -> dict[str, Any]:
    name = f"{PARENT}campaigns/{rng.choice(CAMPAIGNS)}"
    if rng.random() < 0.1:
        return {"remove": name}
    chosen = [f"{PARENT}conversionActions/{one}" for one in rng.sample(ACTIONS, rng.randrange(3))]
    fields: dict[str, Any] = {
        "name": rng.choice(["Search", "g"]),
        "selective_optimization": {"conversion_actions": chosen},
    }
    path = rng.choice(["name", "selective_optimization.conversion_actions"])
    return masked({"resource_name": name, path.split(".")[0]: fields[path.split(".")[0]]}, path)


def customer(rng: random.Random) -> dict[str, Any]:
    path = rng.choice(["auto_tagging_enabled", "currency_code", "manager"])
    value = {"auto_tagging_enabled": rng.random() < 0.5, "currency_code": "EUR", "manager": True}[path]
    return masked({"resource_name": f"customers/{rng.choice([STORE, '2345678901'])}", path: value}, path)


MAKERS = {
    one.__name__: one
    for one in (
        conversion_action,
        customer_conversion_goal,
        campaign_conversion_goal,
        custom_conversion_goal,
        conversion_goal_campaign_config,
        campaign,
        customer,
    )
}
SERVICES = {
    "conversion_action": ("ConversionActionService", "MutateConversionActions"),
    "customer_conversion_goal": ("CustomerConversionGoalService", "MutateCustomerConversionGoals"),
    "campaign_conversion_goal": ("CampaignConversionGoalService", "MutateCampaignConversionGoals"),
    "custom_conversion_goal": ("CustomConversionGoalService", "MutateCustomConversionGoals"),
    "conversion_goal_campaign_config": (
        "ConversionGoalCampaignConfigService",
        "MutateConversionGoalCampaignConfigs",
    ),
    "campaign": ("CampaignService", "MutateCampaigns"),
    "customer": ("CustomerService", "MutateCustomer"),
}


# ---- running them


@dataclass
class Exchange:
    """A request on the wire, as far as `GoogleAdsApi.answer` needs it."""

    metadata: dict[str, str]
    account: str = ""
    request_id: str = "rehearsal"


class Rehearsals:
    """The world of the fixture, and the way of a request from its bytes to its answer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.start = world.snapshot()
        self.api = GoogleAdsApi(world)
        self.version = self.api.versions.get("v26")
        token = world.tokens.issue(Principal("rehearsal"), ["https://www.googleapis.com/auth/adwords"])
        self.metadata = {"authorization": f"Bearer {token}"}

    def request(self, rng: random.Random) -> tuple[tuple[str, str], dict[str, Any]]:
        """A method and the content of a request for it."""
        settings = {"partial_failure": rng.random() < 0.6, "response_content_type": rng.choice([0, 1, 2])}
        if rng.random() < 0.6:
            kinds = [rng.choice(list(MAKERS)) for _ in range(rng.randrange(1, 6))]
            operations = [{f"{kind}_operation": MAKERS[kind](rng)} for kind in kinds]
            return ("GoogleAdsService", "Mutate"), {"mutate_operations": operations, **settings}
        kind = rng.choice(list(MAKERS))
        if kind == "customer":
            return SERVICES[kind], {"operation": customer(rng), **settings}
        operations = [MAKERS[kind](rng) for _ in range(rng.randrange(1, 4))]
        return SERVICES[kind], {"operations": operations, **settings}

    def message(self, method: tuple[str, str], content: dict[str, Any], *, validate_only: bool) -> bytes:
        """The bytes of a request; settings that its message does not have are left out."""
        from google.protobuf.json_format import ParseDict

        message = self.version.cls(METHODS[method].request)()
        known = message.DESCRIPTOR.fields_by_name
        fields = {**content, "customer_id": STORE, "validate_only": validate_only}
        written = json_masks({name: value for name, value in fields.items() if name in known})
        ParseDict(written, message)
        return message.SerializeToString()

    def errors(self, method: tuple[str, str], body: bytes) -> tuple[list[Any], Any]:
        """The errors of a request with code, message and place, and its answer, None if it was refused."""
        try:
            answer = self.api.answer(Exchange(self.metadata), self.version, METHODS[method], body)
        except AdsFailure as failure:
            return [(one.code, one.message, one.location, one.trigger) for one in failure.errors], None
        partial = getattr(answer, "partial_failure_error", None)
        return [one.value for one in partial.details] if partial is not None else [], answer


def json_masks(content: Any) -> Any:
    """The same content with field masks as JSON writes them."""
    if isinstance(content, list):
        return [json_masks(one) for one in content]
    if not isinstance(content, dict):
        return content
    return {
        key: as_json(value["paths"]) if key == "update_mask" else json_masks(value) for key, value in content.items()
    }


def as_json(paths: list[str]) -> str:
    words = [path.split("_") for path in paths]
    return ",".join(first + "".join(one.capitalize() for one in rest) for first, *rest in words)


@pytest.fixture
def rehearsals(campaigns: World) -> Rehearsals:
    content = copy.deepcopy(campaigns.dump())
    shop = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == STORE)
    app = {"advertising_channel_type": "MULTI_CHANNEL", "advertising_channel_sub_type": "APP_CAMPAIGN"}
    shop["campaigns"].append({"id": 607, "name": "App", **app})
    campaigns.reset(content)
    return Rehearsals(campaigns)


def codes(errors: list[Any]) -> list[str]:
    return [one[0] for one in errors if isinstance(one, tuple)]


def test_a_rehearsal_answers_like_the_real_request_and_changes_nothing(rehearsals):
    refusals: Counter[str] = Counter()
    for number in range(CASES):
        rng = random.Random(number)
        if number % 4 == 0:  # else a request finds the world as the one before left it
            rehearsals.world.restore(rehearsals.start)
            for name, values in POLICIES.items():
                rehearsals.world.policies.set(name, rng.choice(values))
        method, content = rehearsals.request(rng)
        before = pickle.dumps(rehearsals.world.google_ads)
        expected, answer = rehearsals.errors(method, rehearsals.message(method, content, validate_only=True))
        assert pickle.dumps(rehearsals.world.google_ads) == before, f"case {number}: a rehearsal changed something"
        if answer is not None:
            answer.ClearField(
                "partial_failure_error"
            ) if "partial_failure_error" in answer.DESCRIPTOR.fields_by_name else 0
            assert not answer.SerializeToString(), f"case {number}: a rehearsal has results"
        found, real = rehearsals.errors(method, rehearsals.message(method, content, validate_only=False))
        assert found == expected, f"case {number}: {method} {content}"
        assert (real is None) == (answer is None), f"case {number}"
        refusals.update(codes(found) or ["taken"])
    assert refusals["taken"] > CASES // 5
    assert set(refusals) >= REFUSALS


def config(number: int, **fields: Any) -> dict[str, Any]:
    name = f"{PARENT}conversionGoalCampaignConfigs/{number}"
    return {"conversion_goal_campaign_config_operation": masked({"resource_name": name, **fields}, *fields)}


def goal(number: int, pair: str, biddable: bool) -> dict[str, Any]:
    resource = {"resource_name": f"{PARENT}campaignConversionGoals/{number}~{pair}", "biddable": biddable}
    return {"campaign_conversion_goal_operation": masked(resource, "biddable")}


CONFIG_ERROR, GOAL_ERROR = "conversion_goal_campaign_config_error.", "campaign_conversion_goal_error."
CUSTOM_OF_STORES = f"{PARENT}customConversionGoals/703"
LEVEL = "update.goal_config_level"


@pytest.mark.parametrize("partial_failure", [True, False])
@pytest.mark.parametrize("validate_only", [True, False])
@pytest.mark.parametrize(
    ("operations", "code", "place"),
    [
        (
            [config(604, goal_config_level="CAMPAIGN")],
            CONFIG_ERROR + "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN",
            LEVEL,
        ),
        (
            [goal(604, "PURCHASE~WEBSITE", biddable=True)],
            GOAL_ERROR + "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN",
            "update.biddable",
        ),
        ([config(605, goal_config_level="CAMPAIGN")], CONFIG_ERROR + "CAMPAIGN_CANNOT_USE_UNIFIED_GOALS", LEVEL),
        ("all goals of 601 closed", CONFIG_ERROR + "EMPTY_CONVERSION_GOALS", LEVEL),
        (
            [config(601, custom_conversion_goal=CUSTOM_OF_STORES)],
            CONFIG_ERROR + "STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED",
            "update.custom_conversion_goal",
        ),
        (
            [
                goal(601, "STORE_SALE~STORE", biddable=True),
                goal(601, "STORE_VISIT~STORE", biddable=True),
                config(601, goal_config_level="CAMPAIGN"),
            ],
            CONFIG_ERROR + "STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED",
            LEVEL,
        ),
    ],
)
def test_refusals_of_campaigns_can_be_rehearsed(
    ads, campaigns, shop, operations, code, place, partial_failure, validate_only
):
    if isinstance(operations, str):
        pairs = [f"{category}~{origin}" for category, origin in shop().goals]
        operations = [goal(601, pair, biddable=False) for pair in pairs if not pair.endswith("LOCAL_SERVICES_ADS")]
        operations.append(config(601, goal_config_level="CAMPAIGN"))
    before = campaigns.dump()["google_ads"]
    settings = {"partial_failure": partial_failure, "validate_only": validate_only}
    if partial_failure:
        response = ads.mutate_several(*operations, **settings)
        failure = ads.client.get_type("GoogleAdsFailure")
        failure = type(failure).deserialize(response.partial_failure_error.details[0].value)
        refusal = ads.read_failure(failure)
    else:
        with ads.refused() as refusal:
            ads.mutate_several(*operations, **settings)
    kind = next(iter(operations[-1]))
    last = f"mutate_operations[{len(operations) - 1}].{kind}.{place}"
    assert (refusal.codes, refusal.places) == ([code], [last])
    if validate_only or not partial_failure or len(operations) == 1:
        assert campaigns.dump()["google_ads"] == before
