"""Clock, policies, faults, log, seeds and the world as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from microconv.emulator import EmulatorError, World
from microconv.emulator.clock import Clock
from microconv.emulator.errors import PolicyError, SeedError
from microconv.emulator.faults import Fault, Faults
from microconv.emulator.policies import Policy
from microconv.emulator.policies_in_force import policies_in_force, registry
from microconv.emulator.requestlog import Request, RequestLog
from microconv.emulator.seed import packaged_seed, read_seed

START = datetime(2026, 11, 23, tzinfo=UTC)


class TestClock:
    def test_starts_where_told_and_advances(self):
        clock = Clock(START)
        assert timedelta() <= clock.now() - START < timedelta(seconds=5)
        clock.advance(timedelta(days=2))
        assert timedelta(days=2) <= clock.now() - START < timedelta(days=2, seconds=5)

    def test_runs(self):
        clock = Clock(START)
        before = clock.now()
        while clock.now() == before:
            pass
        assert clock.now() > before

    def test_refuses_nonsense(self):
        with pytest.raises(ValueError, match="time zone"):
            Clock(datetime(2026, 1, 1))  # noqa: DTZ001
        with pytest.raises(ValueError, match="backwards"):
            Clock(START).advance(timedelta(seconds=-1))


class TestPolicies:
    def test_defaults_changes_and_reset(self):
        policies = policies_in_force()
        assert policies["name_reuse_after_removal"] == "allowed"
        policies.set("name_reuse_after_removal", "refused")
        assert policies["name_reuse_after_removal"] == "refused"
        assert policies.changed() == {"name_reuse_after_removal": "refused"}
        policies.reset()
        assert policies.changed() == {}

    def test_both_apis_are_registered(self):
        assert {"hidden_by_api", "missing_property_error"} <= set(registry())
        assert len(policies_in_force()) == len(registry())

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("no_such_policy", 1, "there is no policy 'no_such_policy'"),
            ("hidden_by_api", "maybe", "it takes one of 'refused', 'allowed'"),
            ("click_through_max_webpage", 31, "it takes one of 30, 60, 90"),
            ("click_through_max_webpage", True, "it takes one of 30, 60, 90"),
            ("max_conversion_actions", "many", "it takes any int"),
            ("max_conversion_actions", True, "it takes any int"),
        ],
    )
    def test_refuses_what_is_not_allowed(self, name, value, message):
        with pytest.raises(PolicyError, match=message):
            policies_in_force().set(name, value)

    def test_every_default_is_allowed(self):
        for policy in registry().values():
            assert isinstance(policy, Policy)
            assert policy.check(policy.default) == policy.default


class TestFaults:
    def fire(self, *faults: Fault, calls: int = 5, method: str = "S.M") -> list[bool]:
        armed = Faults()
        for fault in faults:
            armed.add(fault)
        return [armed.match("ga4", method) is not None for _ in range(calls)]

    def test_nth_and_times(self):
        assert self.fire(Fault("ga4", "S.M")) == [True, False, False, False, False]
        assert self.fire(Fault("ga4", "S.M", nth=2, times=2)) == [False, True, True, False, False]
        assert self.fire(Fault("ga4", "S.M", nth=0)) == [True] * 5

    def test_what_it_covers(self):
        assert self.fire(Fault("ga4", "M"))[0]
        assert self.fire(Fault("ga4", "*"))[0]
        assert not self.fire(Fault("ga4", "Other"))[0]
        assert not self.fire(Fault("google_ads", "S.M"))[0]

    def test_the_oldest_wins_and_all_count(self):
        armed = Faults()
        armed.add(Fault("ga4", "*", message="first"))
        armed.add(Fault("ga4", "*", nth=2, message="second"))
        assert [getattr(armed.match("ga4", "S.M"), "message", None) for _ in range(3)] == ["first", "second", None]

    @pytest.mark.parametrize("wrong", [{"nth": -1}, {"times": 0}, {"latency_s": -1.0}])
    def test_refuses_nonsense(self, wrong):
        with pytest.raises(ValueError, match="a fault needs"):
            Fault("ga4", "M", **wrong)
        with pytest.raises(ValueError, match="the name of a gRPC status, not 'BROKEN'"):
            Fault("ga4", "M", status="BROKEN")


def test_log():
    log = RequestLog()
    for write in (True, False):
        log.add(Request("ga4", "S.M", "properties/1", write, "OK", START, "", "x"))
    assert [entry.write for entry in log.entries] == [True, False]
    assert len(log.writes()) == 1
    log.clear()
    assert log.entries == ()


class TestSeeds:
    def customers(self, *customers: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"version": 1, "google_ads": {"customers": list(customers)}, **more}

    def action(self, **fields: Any) -> dict[str, Any]:
        return {"id": 1, "conversion_actions": [{"id": 5, "name": "n", "type": "WEBPAGE", **fields}]}

    @pytest.mark.parametrize(
        ("change", "path", "message"),
        [
            ({"version": 2}, "version", "must be 1"),
            ({"versions": 1}, "versions", "unknown"),
            ({"now": "yesterday"}, "now", "must be an ISO 8601 time"),
            ({"now": 5}, "now", "must be a time"),
            ({"policies": {"nope": 1}}, "policies.nope", "there is no policy 'nope'"),
            ({"principals": {"deny": {}}}, "principals.deny", "unknown"),
            ({"principals": {"denied": {"google_ads": ["x"]}}}, "principals.denied.google_ads[0]", "must be an id"),
            ({"principals": {"users": [{"email": "a"}]}}, "principals.users[0].refresh_token", "must be text"),
            (
                {"principals": {"grants": {"a@b.example": {"google_ads": {1: "EMAIL_ONLY"}}}}},
                "principals.grants.a@b.example.google_ads.1",
                "'EMAIL_ONLY' is no role; there are: ADMIN, STANDARD, READ_ONLY",
            ),
            (
                {"principals": {"grants": {"a@b.example": {"ga4": {"x": "viewer"}}}}},
                "principals.grants.a@b.example.ga4.x",
                "must be an id",
            ),
            ({"principals": {"denied": {"ga4": {1: "viewer"}}}}, "principals.denied.ga4", "must be a list"),
            ({"google_ads": []}, "google_ads", "must be a mapping, not a list"),
            ({"google_ads": {"customers": {}}}, "google_ads.customers", "must be a list, not a mapping"),
            ({"google_ads": {"customer": []}}, "google_ads.customer", "unknown"),
        ],
    )
    def test_common_part(self, change, path, message):
        with pytest.raises(SeedError) as caught:
            World.load({"version": 1, **change})
        assert caught.value.path == path
        assert message in caught.value.message

    @pytest.mark.parametrize(
        ("customer", "path", "message"),
        [
            ({}, "id", "is missing"),
            ({"id": 0}, "id", "must be an id"),
            ({"id": 12345678901}, "id", "more than ten digits"),
            ({"id": 1, "colour": "red"}, "colour", "there is no such field"),
            ({"id": 1, "manager": "yes"}, "manager", "must be of type bool, not 'yes'"),
            ({"id": 1, "status": "PAUSED"}, "status", "'PAUSED' is no CustomerStatus"),
            ({"id": 1, "clients": [2]}, "clients[0]", "there is no customer 2"),
            ({"id": 1, "clients": [1]}, "clients", "only a manager has clients"),
            ({"id": 1, "manager": True, "clients": [1]}, "clients", "customer 1 is below itself"),
            ({"id": 1, "conversion_customer": 7}, "conversion_customer", "there is no customer 7"),
            (
                {"id": 1, "customer_conversion_goals": [{"category": "X", "origin": "WEBSITE", "biddable": True}]},
                "customer_conversion_goals[0].category",
                "'X' is no ConversionActionCategory",
            ),
            (
                {"id": 1, "customer_conversion_goals": [{"category": "PURCHASE", "origin": "WEBSITE", "biddable": 1}]},
                "customer_conversion_goals[0].biddable",
                "must be true or false",
            ),
        ],
    )
    def test_customers(self, customer, path, message):
        with pytest.raises(SeedError) as caught:
            World.load(self.customers(customer))
        assert caught.value.path == f"google_ads.customers[0].{path}"
        assert message in caught.value.message

    @pytest.mark.parametrize(
        ("fields", "path", "message"),
        [
            ({"type": "WEB"}, "type", "'WEB' is no ConversionActionType"),
            ({"nme": "x"}, "nme", "there is no such field; did you mean name?"),
            ({"type": "WEBPAGES"}, "type", "is no ConversionActionType; did you mean WEBPAGE?"),
            ({"name": 5}, "name", "must be of type string, not 5"),
            ({"primary_for_goal": 1}, "primary_for_goal", "must be of type bool, not 1"),
            ({"value_settings": {"default_value": "5"}}, "value_settings.default_value", "must be of type double"),
            (
                {"value_settings": {"default_value": float("nan")}},
                "value_settings.default_value",
                "must be of type double",
            ),
            ({"value_settings": {"currency": "JPY"}}, "value_settings.currency", "there is no such field"),
            ({"value_settings": 5}, "value_settings", "must be a mapping"),
            ({"include_in_conversions_metric": True}, "include_in_conversions_metric", "there is no such field"),
            ({"owner_customer": "customers/2"}, "owner_customer", "can only be null"),
            (
                {"click_through_lookback_window_days": True},
                "click_through_lookback_window_days",
                "must be of type int64",
            ),
        ],
    )
    def test_actions(self, fields, path, message):
        with pytest.raises(SeedError) as caught:
            World.load(self.customers(self.action(**fields)))
        assert caught.value.path == f"google_ads.customers[0].conversion_actions[0].{path}"
        assert message in caught.value.message

    def test_double_ids_and_names(self):
        one, other = self.action()["conversion_actions"][0], {"id": 6, "name": "n", "type": "WEBPAGE"}
        for actions, path in (([one, {**other, "id": 5}], "id"), ([one, other], "name")):
            with pytest.raises(SeedError) as caught:
                World.load(self.customers({"id": 1, "conversion_actions": actions}))
            assert caught.value.path == f"google_ads.customers[0].conversion_actions[1].{path}"
        with pytest.raises(SeedError, match="there are two customers 1"):
            World.load(self.customers({"id": 1}, {"id": "1"}))
        World.load(self.customers({"id": 1, "conversion_actions": [one, {**other, "status": "REMOVED"}]}))

    def test_automatic_goals_and_overrides(self, seed):
        goals = World.load(seed).google_ads.customers[1234567890].goals
        assert goals["ADD_TO_CART", "WEBSITE"] is True
        assert goals["PAGE_VIEW", "WEBSITE"] is False
        assert ("DEFAULT", "WEBSITE") not in goals, "its only action is removed"

    def test_yaml_and_json_and_files_that_cannot_be_read(self, tmp_path):
        yaml, as_json, broken = tmp_path / "a.yaml", tmp_path / "a.json", tmp_path / "b.yaml"
        yaml.write_text("version: 1\nnow: 2026-11-23T09:00:00+09:00\n", "utf-8")
        as_json.write_text(json.dumps({"version": 1, "now": "2026-11-23T09:00:00+09:00"}), "utf-8")
        for path in (yaml, as_json):
            now = World.load(read_seed(path)).clock.now()
            assert timedelta() <= now - START < timedelta(seconds=5)
        for content in ("a: [", "- 1", "!!python/object/apply:os.system ['true']"):
            broken.write_text(content, "utf-8")
            with pytest.raises(SeedError):
                read_seed(broken)
        with pytest.raises(EmulatorError, match="cannot read the seed"):
            read_seed(tmp_path / "nothing.yaml")
        with pytest.raises(EmulatorError, match="has no seed 'nothing'"):
            packaged_seed("nothing")


class TestWorld:
    def test_dump_loads_into_the_same(self, seed):
        world = World.load(seed)
        world.policies.set("hidden_by_api", "allowed")
        world.google_ads.customers[1234567890].actions[101].fields["name"] = "changed"
        dump = json.loads(json.dumps(world.dump()))
        again = World.load(dump)
        first, second = world.dump(), again.dump()
        assert first["google_ads"] == second["google_ads"]
        assert first["ga4"] == second["ga4"]
        assert first["policies"] == second["policies"] == {**seed["policies"], "hidden_by_api": "allowed"}
        assert first["principals"] == second["principals"]
        assert again.google_ads.customers[1234567890].actions[101].name == "changed"
        assert abs(again.clock.now() - world.clock.now()) < timedelta(seconds=5)

    def test_reset_is_complete(self, seed):
        world = World.load(seed)
        world.policies.set("hidden_by_api", "allowed")
        world.clock.advance(timedelta(days=9))
        world.faults.add(Fault("ga4", "*", nth=0))
        world.log.add(Request("ga4", "S.M", "", False, "OK", START, ""))
        world.google_ads.customers[1234567890].actions.clear()
        world.reset(seed)
        assert world.policies["hidden_by_api"] == "refused"
        assert world.clock.now() - START < timedelta(days=1)
        assert world.faults.match("ga4", "S.M") is None
        assert world.log.entries == ()
        assert len(world.google_ads.customers[1234567890].actions) == 12

    def test_a_refused_seed_changes_nothing(self, seed):
        world = World.load(seed)
        world.policies.set("hidden_by_api", "allowed")
        with pytest.raises(SeedError):
            world.reset({"version": 1, "policies": {"max_conversion_actions": 1}, "google_ads": {"customers": [{}]}})
        assert world.policies["hidden_by_api"] == "allowed"
        assert world.policies["max_conversion_actions"] == 2000
        assert len(world.google_ads.customers) == 7


def test_importing_is_cheap_and_alone():
    """No Google client is imported, and nothing else of microconv."""
    code = (
        "import sys, microconv.emulator as e; e.World.load({'version': 1}); "
        "print([m for m in sys.modules if m.startswith('google.') and m.count('.') and 'ads' in m or m == 'grpc'], "
        "sorted({m.split('.')[1] for m in sys.modules if m.startswith('microconv.')}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[] ['emulator', 'version']"  # the package itself says its version, and no more
    sources = Path(sys.modules["microconv.emulator"].__file__ or "").parent.rglob("*.py")
    for path in sources:
        for line in path.read_text("utf-8").splitlines():
            stripped = line.strip()
            if stripped.startswith(("from microconv", "import microconv")):
                assert stripped.split()[1].startswith("microconv.emulator"), f"{path.name}: {line}"
