"""The policies of every emulated API, put together above the APIs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from microconv.emulator.bridge_policies import POLICIES as BRIDGE
from microconv.emulator.errors import PolicyError
from microconv.emulator.ga4.policies import POLICIES as GA4
from microconv.emulator.ga4_data.policies import POLICIES as GA4_DATA
from microconv.emulator.google_ads.policies import POLICIES as GOOGLE_ADS
from microconv.emulator.policies import Policies, Policy
from microconv.emulator.tag_manager.policies import POLICIES as TAG_MANAGER
from microconv.emulator.traffic_policies import POLICIES as TRAFFIC


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Policy]:
    """Every policy of every emulated API, by name."""
    policies: dict[str, Policy] = {}
    for policy in (*GOOGLE_ADS, *GA4, *GA4_DATA, *TAG_MANAGER, *BRIDGE, *TRAFFIC):
        if policy.name in policies:
            raise PolicyError(f"two policies are named {policy.name!r}")
        policies[policy.name] = policy
    return policies


def policies_in_force() -> Policies:
    """The values of every policy, each with its default until it is set."""
    return Policies(registry())
