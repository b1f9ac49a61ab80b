"""Google's own GA4 samples: what the list says of each, and, where a checkout of them is, that it is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from microconv.emulator import Emulator, coverage
from microconv.emulator.ga4_data.fields import DIMENSIONS, METRICS
from tests.emulator.examples import ga4_samples
from tests.emulator.examples.ga4_samples import ADMIN, RUNS, Outcome

KNOWN = {one.name: one for one in ga4_samples.read(ga4_samples.LIST.read_text(encoding="utf-8"))}
FOLDER = ga4_samples.checkout()
ABSENT = f"{ga4_samples.VARIABLE} names no checkout of Google's samples"
RUNNING = [(name, transport) for name in (KNOWN if FOLDER else ()) for transport in ("grpc", "rest")]


def emulated(one: Outcome) -> frozenset[str]:
    """The RPCs of the API of a sample that the emulator answers."""
    versions = coverage.ga4_rpcs("admin" if one.name.startswith(ADMIN) else "data").values()
    return frozenset().union(*(ours for _, ours in versions))


def test_the_list_names_every_sample_once() -> None:
    assert (len(KNOWN), sum(one.name.startswith(ADMIN) for one in KNOWN.values())) == (82, 55)
    text = ga4_samples.LIST.read_text(encoding="utf-8")
    assert ga4_samples.listed(list(KNOWN.values())) == text


@pytest.mark.parametrize("name", KNOWN)
def test_the_list_agrees_with_what_is_emulated(name: str) -> None:
    """A method, dimension or metric that comes to the emulator makes the list stale."""
    one = KNOWN[name]
    assert one.methods
    if one.end.startswith("not emulated: the method "):
        method = one.end.rpartition(".")[2]
        assert (method in one.methods, method in emulated(one)) == (True, False)
        return
    assert set(one.methods) <= emulated(one)
    _, _, field = one.end.partition("not emulated: the ")
    kind, _, field = field.partition(" ")
    assert field not in {"dimension": DIMENSIONS, "metric": METRICS}.get(kind, {})


@pytest.mark.skipif(FOLDER is None, reason=ABSENT)
def test_the_list_has_the_samples_of_the_checkout() -> None:
    assert isinstance(FOLDER, Path)
    assert ga4_samples.samples(FOLDER) == list(KNOWN)


@pytest.mark.parametrize(("name", "transport"), RUNNING)
def test_a_sample_ends_as_the_list_says(emulator: Emulator, name: str, transport: str) -> None:
    assert isinstance(FOLDER, Path)
    found, known = ga4_samples.run(emulator, FOLDER, name, transport), KNOWN[name]
    assert found.methods == known.methods
    if transport == "grpc" or known.end == RUNS:
        assert found.end == known.end
    else:
        assert found.end != RUNS


@pytest.mark.skipif(FOLDER is None, reason=ABSENT)
def test_the_sample_without_a_counting_method_runs_where_none_is_required(emulator: Emulator) -> None:
    assert isinstance(FOLDER, Path)
    policies = {"counting_method_required": False}
    found = ga4_samples.run(emulator, FOLDER, f"{ADMIN}/properties_key_events_create.py", "grpc", policies)
    assert found.end == RUNS
    owner = emulator.world.ga4.property(345678901)
    assert owner is not None
    assert owner.key_event("test_purchase") is not None
