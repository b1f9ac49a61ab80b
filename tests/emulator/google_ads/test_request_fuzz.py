"""Generated requests for every method: an answer or a proper Google error, never anything else.

Messages are filled from their own descriptors, queries from the emulator's catalogue, and some requests are bytes with
a flaw. They go the way of a request that came over the network, from its bytes to the bytes of the answer. A case is
its number: `case(N)` is the same on every machine.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from microconv.emulator import World
from microconv.emulator.google_ads.api import GoogleAdsApi
from microconv.emulator.google_ads.errors import AdsFailure, failure_message
from microconv.emulator.google_ads.methods import METHODS
from microconv.emulator.google_ads.query.artifacts import FIELDS
from microconv.emulator.google_ads.query.catalog import RESOURCES
from microconv.emulator.google_ads.query.dates import NAMES
from microconv.emulator.google_ads.query.statistics import of_resource
from microconv.emulator.tokens import Principal
from tests.heavy import HEAVY

CASES = 5000 if HEAVY else 400
#: What a request may fail with besides errors of the API itself.
STATUSES = {"INVALID_ARGUMENT", "PERMISSION_DENIED", "UNIMPLEMENTED", "UNAUTHENTICATED"}
CUSTOMERS = ["1234567890"] * 40 + ["9998887777", "2345678901", "4567890123", "3456789012", "1", "x", "", "12345678901"]
TEXTS = [
    "",
    "x",
    "Purchase",
    "mv_é日本\U0001f600",
    "a" * 300,
    "\x00",
    "JPY",
    "XXX",
    "2026-11-23 10:00:00",
    "customers/1234567890/conversionActions/101",
    "customers/1234567890/conversionActions/105",
    "customers/1234567890/conversionActions/-1",
    "customers/9998887777/conversionActions/901",
    "customers/1234567890/customerConversionGoals/PURCHASE~WEBSITE",
    "customers/1234567890/customerConversionGoals/4~2",
    "customers/1234567890/campaigns/-2",
    "customers/1234567890/campaigns/99999999999999999999",
    "customers/1234567890/campaignBudgets/-3",
    "customers/1234567890/campaignConversionGoals/-2~PURCHASE~WEBSITE",
    "customers/1234567890/customConversionGoals/-4",
    "customers/1234567890/conversionGoalCampaignConfigs/-2",
    "googleAdsFields/campaign.id",
]
PATHS = [
    "name",
    "status",
    "resource_name",
    "value_settings",
    "value_settings.default_value",
    "biddable",
    "nothing",
    "a.b",
]
EMULATED = {f"{name}_operation" for name in RESOURCES}
NUMBERS = [0, 1, -1, 2, 30, 101, 105, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63)]
DOUBLES = [0.0, -0.0, 1.5, -1.0, 1e308, float("inf"), float("nan")]
WORDS = [
    "'x'",
    "5",
    "-1",
    "1.5",
    "TRUE",
    "ENABLED",
    "'ENABLED'",
    "'%a[_]'",
    "'2026-11-01'",
    "'2026-11-30'",
    "'['",
    "'\\q'",
    "NULL",
]
OPERATORS = [
    "=",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
    "LIKE",
    "NOT LIKE",
    "REGEXP_MATCH",
    "DURING",
    "IN",
    "CONTAINS ANY",
    "BETWEEN",
]


# ---- messages from descriptors


def text(rng: random.Random, descriptor: Any) -> str:
    if descriptor.name == "customer_id":
        return rng.choice(CUSTOMERS)
    if descriptor.name == "query":
        of_fields = descriptor.containing_type.name == "SearchGoogleAdsFieldsRequest"
        return query_for_fields(rng) if of_fields else query(rng)
    if descriptor.name == "resource_name" and rng.random() < 0.8:
        kind = descriptor.containing_type.name
        return rng.choice([one for one in TEXTS if f"/{kind[0].lower()}{kind[1:]}s/" in one] or TEXTS)
    if descriptor.name == "paths":
        return rng.choice(PATHS)
    return rng.choice(TEXTS)


def scalar(rng: random.Random, descriptor: Any) -> Any:
    kind = descriptor.type
    if kind == descriptor.TYPE_ENUM:
        values = [value.number for value in descriptor.enum_type.values]
        return rng.choice([*values, 99]) if rng.random() < 0.9 else rng.choice(values)
    if kind == descriptor.TYPE_STRING:
        return text(rng, descriptor)
    if kind == descriptor.TYPE_BYTES:
        return text(rng, descriptor).encode()
    if kind == descriptor.TYPE_BOOL:
        return rng.random() < 0.5
    if kind in (descriptor.TYPE_DOUBLE, descriptor.TYPE_FLOAT):
        return rng.choice(DOUBLES)
    if kind in (descriptor.TYPE_INT32, descriptor.TYPE_SINT32, descriptor.TYPE_SFIXED32):
        return rng.choice([one for one in NUMBERS if -(2**31) <= one < 2**31])
    if kind in (descriptor.TYPE_UINT32, descriptor.TYPE_UINT64):
        return rng.choice([0, 1, 10_001])
    return rng.choice(NUMBERS)


def chosen(rng: random.Random, message: Any, depth: int) -> list[Any]:
    """Some of the fields: most of a request's own, few of the large messages below, one of a oneof."""
    fields = list(message.DESCRIPTOR.fields)
    likely = 0.7 if depth < 2 else min(0.4, 6 / max(len(fields), 1))
    picked = [one for one in fields if one.name in ("customer_id", "query", "resource_name") or rng.random() < likely]
    for oneof in message.DESCRIPTOR.oneofs:
        if len(oneof.fields) > 1:
            known = [one for one in oneof.fields if one.name in ("create", "update") or one.name in EMULATED]
            keep = rng.choice(known if known and rng.random() < 0.9 else list(oneof.fields))
            picked = [one for one in picked if one.containing_oneof is not oneof] + [keep]
    return picked


def fill(rng: random.Random, message: Any, depth: int = 0) -> None:
    """Set some of the fields of a message, and of those below it."""
    for descriptor in chosen(rng, message, depth):
        if descriptor.message_type is not None:
            if depth < 6:
                fill_below(rng, message, descriptor, depth)
        elif descriptor.is_repeated:
            getattr(message, descriptor.name).extend(scalar(rng, descriptor) for _ in range(rng.randrange(3)))
        else:
            setattr(message, descriptor.name, scalar(rng, descriptor))


def fill_below(rng: random.Random, message: Any, descriptor: Any, depth: int) -> None:
    below = getattr(message, descriptor.name)
    if not descriptor.is_repeated:
        below.SetInParent()
        fill(rng, below, depth + 1)
    elif not descriptor.message_type.GetOptions().map_entry:
        for _ in range(rng.randrange(1, 4)):
            fill(rng, below.add(), depth + 1)


# ---- queries from the catalogue


def names(rng: random.Random, resource: Any) -> list[str]:
    """Names a query about the resource may use; in one of five, also some it may not."""
    known = of_resource(resource.name)
    found = [f"{resource.name}.{path}" for path in resource.fields]
    for other in resource.attributed:
        found += [f"{other}.{path}" for path in list(RESOURCES[other].fields)[:3]]
    found += [f"metrics.{path}" for path in sorted(known.metrics)] * 3
    found += [f"segments.{path}" for path in sorted(known.segments)] * 3
    if rng.random() < 0.2:
        found += [
            "metrics.ctr",
            "metrics.clicks",
            "segments.date",
            "segments.device",
            "nothing.at_all",
            "ad_group.id",
        ] * 5
    return found


def condition(rng: random.Random, field_name: str) -> str:
    operator = rng.choice(OPERATORS)
    if operator in ("IN", "CONTAINS ANY"):
        return f"{field_name} {operator} ({', '.join(rng.choices(WORDS, k=rng.randrange(3)))})"
    if operator == "BETWEEN":
        return f"{field_name} BETWEEN {rng.choice(WORDS)} AND {rng.choice(WORDS)}"
    if operator == "DURING":
        return f"{field_name} DURING {rng.choice([*NAMES, 'FOREVER'])}"
    return f"{field_name} {operator} {rng.choice(WORDS)}"


def query(rng: random.Random) -> str:
    """A query that is valid, or nearly."""
    resource = rng.choice(list(RESOURCES.values()))
    known = names(rng, resource)
    words = [f"SELECT {', '.join(rng.sample(known, rng.randrange(1, 4)))}", f"FROM {resource.name}"]
    conditions = [condition(rng, rng.choice(known)) for _ in range(rng.choice([0, 0, 1, 2]))]
    if of_resource(resource.name).segments and rng.random() < 0.9:
        conditions.append(f"segments.date DURING {rng.choice(NAMES)}")
    for path in ("change_date_time", "last_change_date_time"):
        if path in resource.fields:
            conditions.append(f"{resource.name}.{path} DURING LAST_14_DAYS")
    if conditions:
        words.append("WHERE " + " AND ".join(conditions))
    if rng.random() < 0.3:
        words.append(f"ORDER BY {rng.choice(known)} {rng.choice(['', 'DESC', 'ASC'])}")
    if rng.random() < 0.3:
        words.append(f"LIMIT {rng.choice(['1', '5', '100', '0', '10001'])}")
    made = " ".join(words)
    if rng.random() < 0.1:
        at = rng.randrange(len(made))
        made = made[:at] + rng.choice(["", " ", "'", "(", "é", ";", "\x00"]) + made[at + 1 :]
    return made


def query_for_fields(rng: random.Random) -> str:
    """A query of GoogleAdsFieldService."""
    known = [*FIELDS, "nothing"]
    words = [f"SELECT {', '.join(rng.sample(known, rng.randrange(1, 4)))}"]
    if rng.random() < 0.7:
        words.append(f"WHERE {condition(rng, rng.choice(known))}")
    if rng.random() < 0.5:
        words.append(f"ORDER BY {rng.choice(known)} LIMIT 3")
    return " ".join(words)


# ---- running them


@dataclass
class Exchange:
    """A request on the wire, as far as `GoogleAdsApi.answer` needs it."""

    metadata: dict[str, str]
    account: str = ""
    request_id: str = "fuzz"


class Target:
    def __init__(self, seed: dict[str, Any]) -> None:
        self.seed = seed
        self.world = World()
        self.reset()
        self.api = GoogleAdsApi(self.world)
        token = self.world.tokens.issue(Principal("fuzz"), ["https://www.googleapis.com/auth/adwords"])
        self.metadata = {"authorization": f"Bearer {token}"}

    def reset(self) -> None:
        self.world.reset(self.seed)
        self.world.policies.set("ads_history_start", "2026-11-10")

    def body(self, number: int) -> tuple[Any, Any, bytes]:
        """The version, method and bytes of a case."""
        rng = random.Random(number)
        version = self.api.versions.get("v26" if rng.random() < 0.9 else "v23")
        method = METHODS[rng.choice([("GoogleAdsService", "Search")] * 6 + sorted(METHODS))]
        message = version.cls(method.request)()
        fill(rng, message)
        for name in ("page_size", "page_token"):  # else hardly any search would get beyond them
            if name in message.DESCRIPTOR.fields_by_name and rng.random() < 0.95:
                message.ClearField(name)
        body = bytearray(message.SerializeToString())
        if body and rng.random() < 0.1:
            body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        return version, method, bytes(body)

    def case(self, number: int) -> str:
        """Run one case; ``OK`` or the status of a Google error. Anything else is raised."""
        version, method, body = self.body(number)
        refusal = None
        try:
            answer = self.api.answer(Exchange(self.metadata), version, method, body)
            for part in answer if method.stream else [answer]:
                part.SerializeToString()
        except AdsFailure as failure:
            refusal = failure
        if refusal is None:
            return "OK"
        failure_message(version, refusal.errors, "fuzz").SerializeToString()
        assert refusal.status in STATUSES
        assert refusal.errors or refusal.status == "UNIMPLEMENTED", refusal.message
        assert all(one.message for one in refusal.errors)
        return refusal.status


@pytest.fixture(scope="module")
def target(seed) -> Target:
    return Target(seed)


def test_every_request_is_answered(target):
    outcomes: Counter[str] = Counter()
    for number in range(CASES):
        if number % 500 == 0:
            target.reset()
        try:
            outcomes[target.case(number)] += 1
        except Exception as error:
            raise AssertionError(f"case {number} broke the emulator") from error
    assert outcomes["OK"] > CASES // 8
    assert outcomes["INVALID_ARGUMENT"] > CASES // 4
    held = target.world.dump()
    assert World.load(held).dump()["google_ads"] == held["google_ads"]
