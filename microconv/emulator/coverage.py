"""The emulator's coverage, read from its own tables: RPCs, queries, fields, policies; and the page about it.

`page` is the text of docs/emulator-coverage.md. Nothing in it is kept by hand but the explanations: methods come from
the tables that answer requests, the RPCs of the real services from the installed client packages, fields from their
messages and from `microconv.emulator.coverage_fields`, policies from the registry.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from microconv.emulator import coverage_tag_manager, coverage_texts
from microconv.emulator.coverage_tables import listed, table
from microconv.emulator.errors import EmulatorError
from microconv.emulator.policies import Policy
from microconv.emulator.policies_in_force import registry

_ADS = "google.ads.googleads"
_PATH = re.compile(r"[\"']/google\.ads\.googleads\.v\d+\.services\.(\w+)/(\w+)[\"']")
_DISTRIBUTIONS = ("google-ads", "google-analytics-admin", "google-analytics-data")
_INTRODUCTION = """\
# What the emulator covers

Everything on this page is **emulated**: it comes from published protos, documentation, client packages and reports of
others. **None of it has been compared with the real services**; nobody of this project has run the contract tests of
`tests/emulator/contract` against an account. Where the published material leaves something open there is a policy
(last section) with its source, not a guess.

This page is generated from the emulator's tables and from the client packages {packages}.
A test fails when it is stale.
"""
_ADS_WORDS = """\
Over gRPC and REST, in every version the package has, also several at once: {versions}. A method that is not emulated
answers `UNIMPLEMENTED` (HTTP 501) with a message that names it; so does a field, a resource of a query or a kind of
mutate operation that exists at Google and not here, and so does a pair of a resource and a field that the published
fields index has. What does not exist at Google draws Google's own error. GoogleAdsFieldService lists all of them;
`selectable = TRUE` finds those that are emulated. Which of the example programs of the package run here, and why the
others cannot, is in `tests/emulator/examples/cannot-run.md`.
"""
_FIELD_WORDS = (
    (
        "enforced",
        "stored and answered, and the emulator has a rule about this field (its value, its uniqueness, a default, when "
        "it may change, or what it may go with) besides its type",
    ),
    ("stored", "stored and answered as given; only its type is checked, and for enums that the value exists"),
    ("create only", "immutable: taken when the resource is created, refused in an update"),
    (
        "refused",
        "output only, or not a client's to set: answered where the emulator knows it, refused (or, by policy, ignored) "
        "from a client",
    ),
    ("not stored", "exists in the message; the emulator keeps nothing of it"),
)


# ---- what there is


@lru_cache(maxsize=1)
def google_ads_rpcs() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The RPCs of the installed google-ads package by version and service; read from its sources, not imported.

    Raises EmulatorError if the package is not installed.
    """
    from microconv.emulator.google_ads.wire import installed_versions

    spec = importlib.util.find_spec(_ADS)
    places = [] if spec is None or spec.submodule_search_locations is None else [*spec.submodule_search_locations]
    by_version: dict[str, Mapping[str, frozenset[str]]] = {}
    for version in installed_versions():
        services: dict[str, set[str]] = {}
        for place in places:
            for source in Path(place, version, "services", "services").glob("*/transports/grpc.py"):
                for service, rpc in _PATH.findall(source.read_text(encoding="utf-8")):
                    services.setdefault(service, set()).add(rpc)
        by_version[version] = {service: frozenset(rpcs) for service, rpcs in sorted(services.items())}
    return by_version


def emulated_google_ads() -> frozenset[tuple[str, str]]:
    """(service, RPC) of Google Ads that the emulator answers."""
    from microconv.emulator.google_ads.methods import METHODS

    return frozenset(METHODS)


def emulated_mutate_kinds() -> frozenset[str]:
    """The operations GoogleAdsService.Mutate takes, such as ``conversion_action_operation``."""
    from microconv.emulator.google_ads.mutate.kinds import KINDS

    return frozenset(f"{kind}_operation" for kind in KINDS)


def emulated_resources() -> frozenset[str]:
    """The resources a query may name."""
    from microconv.emulator.google_ads.query.catalog import RESOURCES

    return frozenset(RESOURCES)


def ga4_rpcs(kind: str) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """By version: the RPCs the installed package has, and those of them the emulator answers.

    kind: ``admin`` or ``data``.

    Raises EmulatorError if the package is not installed.
    """
    from microconv.emulator.ga4.api import VERSIONS
    from microconv.emulator.ga4.service import PackageMissing
    from microconv.emulator.machine.apis import GA4_KINDS, ga4_api
    from microconv.emulator.world import World

    api = ga4_api(World.load({"version": 1}))
    by_version = {}
    for version in VERSIONS:
        try:
            service = api.service(version, kind)
        except PackageMissing as error:
            raise EmulatorError(f"the coverage page needs {GA4_KINDS[kind].distribution}") from error
        there = frozenset(service.wire.rpcs)
        by_version[version] = (there, there & frozenset(service.methods))
    return by_version


# ---- the page


def page() -> str:
    """The text of docs/emulator-coverage.md: the same for the same code and packages.

    Raises EmulatorError if a client package is not installed.
    """
    try:
        packages = ", ".join(f"{name} {metadata.version(name)}" for name in _DISTRIBUTIONS)
    except metadata.PackageNotFoundError as error:
        raise EmulatorError(f"the coverage page needs {error.name}") from error
    parts = [
        _INTRODUCTION.format(packages=packages),
        *_google_ads(),
        *_ga4("admin", "GA4 Admin API"),
        *_ga4("data", "GA4 Data API"),
        *coverage_tag_manager.section(),
        *_fields(),
        *coverage_texts.section(),
        *_policies(),
    ]
    return "\n".join(parts)


def _google_ads() -> Iterator[str]:
    versions = google_ads_rpcs()
    emulated = emulated_google_ads()
    yield "## Google Ads API\n"
    yield _ADS_WORDS.format(versions=", ".join(versions))
    newest, services = list(versions.items())[-1]
    there = {(service, rpc) for service, rpcs in services.items() for rpc in rpcs}
    yield f"### RPCs ({newest}: {len(there & emulated)} of {len(there)} emulated)\n"
    rows = []
    for service, rpcs in services.items():
        ours = sorted(rpc for rpc in rpcs if (service, rpc) in emulated)
        rows.append((service, ", ".join(ours), ", ".join(sorted(set(rpcs) - set(ours)))))
    rows.sort(key=lambda row: (not row[1], row[0]))
    yield table(("service", "emulated", "UNIMPLEMENTED"), rows)
    rows = []
    for version, older in versions.items():
        count = sum((service, rpc) in emulated for service, rpcs in older.items() for rpc in rpcs)
        rows.append((version, str(count), str(sum(len(rpcs) for rpcs in older.values()))))
    yield table(("version", "emulated RPCs", "RPCs"), rows)
    yield from _mutate_kinds(newest)
    yield from _queries(newest)


def _mutate_kinds(version: str) -> Iterator[str]:
    operations = _version(version).cls("MutateOperation").DESCRIPTOR.fields
    there = {field.name for field in operations}
    ours = emulated_mutate_kinds()
    yield f"### Operations of GoogleAdsService.Mutate ({len(ours & there)} of {len(there)})\n"
    yield f"Emulated: {listed(ours)}. All others answer `UNIMPLEMENTED`.\n"


def _queries(version: str) -> Iterator[str]:
    from microconv.emulator.google_ads.query.catalog import RESOURCES, resource_names
    from microconv.emulator.google_ads.query.statistics import of_resource

    total = len(resource_names(_version(version)))
    yield f"### Resources of queries ({len(RESOURCES)} of {total})\n"
    rows = []
    for name, resource in sorted(RESOURCES.items()):
        statistics = of_resource(name)
        selectable = sum(field.selectable for field in resource.fields.values())
        rows.append(
            (
                f"`{name}`",
                str(selectable),
                listed(resource.not_emulated),
                listed(resource.attributed),
                listed(statistics.metrics),
                listed(statistics.segments),
            )
        )
    heads = ("resource", "selectable fields", "fields that answer UNIMPLEMENTED", "attributed", "metrics", "segments")
    yield table(heads, rows)


def _version(name: str) -> Any:
    from microconv.emulator.google_ads.wire import Versions

    return Versions().get(name)


def _ga4(kind: str, title: str) -> Iterator[str]:
    versions = ga4_rpcs(kind)
    counts = ", ".join(f"{name}: {len(ours)} of {len(there)}" for name, (there, ours) in versions.items())
    yield f"## {title}\n"
    yield (
        "Over gRPC and REST from one table. What is not emulated answers `UNIMPLEMENTED` (HTTP 501). How each of "
        "Google's samples ends here is in `tests/emulator/examples/ga4-samples.md`.\n"
    )
    if kind == "data":
        yield from _data_fields()
    yield f"### RPCs ({counts} emulated)\n"
    rows = []
    for rpc in sorted(frozenset().union(*(there for there, _ in versions.values()))):
        words = [_word(rpc, there, ours) for there, ours in versions.values()]
        rows.append((rpc, *words))
    rows.sort(key=lambda row: ("emulated" not in row, row[0]))
    yield table(("RPC", *versions), rows)


def _data_fields() -> Iterator[str]:
    from microconv.emulator.ga4_data.fields import DIMENSIONS, METRICS
    from microconv.emulator.ga4_data.fields_published import DIMENSION_NAMES, METRIC_NAMES

    for word, ours, every in (("Dimensions", DIMENSIONS, DIMENSION_NAMES), ("Metrics", METRICS, METRIC_NAMES)):
        yield f"{word} ({len(ours)} of {len(every)} of the published schema): {listed(ours)}.\n"
    yield "getMetadata lists all of them; those that are not emulated say so in their description.\n"


def _word(rpc: str, there: frozenset[str], ours: frozenset[str]) -> str:
    if rpc not in there:
        return "-"
    return "emulated" if rpc in ours else "UNIMPLEMENTED"


def _fields() -> Iterator[str]:
    from microconv.emulator.coverage_fields import resources

    yield "## Fields\n"
    yield table(("word", "means"), _FIELD_WORDS)
    for resource in resources():
        yield f"### {resource.title}\n"
        yield table(("word", "fields"), [(word, listed(paths)) for word, paths in resource.by_word().items()])


def _policies() -> Iterator[str]:
    policies = registry()
    yield f"## Policies ({len(policies)})\n"
    yield "Set in a seed's `policies`, by `Policies.set`, or through the control plane.\n"
    rows = []
    for name, policy in sorted(policies.items()):
        rows.append((f"`{name}`", f"`{policy.default!r}`", _allowed(policy), policy.doc, policy.source))
    yield table(("policy", "default", "allowed", "decides", "source of the doubt"), rows)


def _allowed(policy: Policy) -> str:
    if isinstance(policy.allowed, tuple):
        return ", ".join(f"`{one!r}`" for one in policy.allowed)
    return f"any {policy.allowed.__name__}"
