"""Fixtures of pytest for tests against the emulator.

They are ``google_ads_emulator``, ``ga4_emulator`` and ``tag_manager_emulator``. pytest loads this by itself where
microconv is installed. It does nothing, and imports nothing of microconv's, unless a test asks for one of them. Then
one emulator runs for the session, in a process of its own, and each test has a fresh world: the packaged one, or that
of its marker ``emulator_seed`` (a path beside the test's file, or content).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from microconv.emulator.testing import Ga4Emulator, GoogleAdsEmulator, Seed, Session, TagManagerEmulator

FIXTURES = frozenset({"google_ads_emulator", "ga4_emulator", "tag_manager_emulator"})
MARKER = "emulator_seed"
_SESSION: pytest.StashKey[Session] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", f"{MARKER}(seed): the emulated world of a test, as a seed's path or content")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the emulator before any test, if one needs it: gRPC reads its authorities at its first channel."""
    if session.config.getoption("collectonly", default=False):
        return
    items = getattr(session, "items", ())
    if not any(FIXTURES.intersection(getattr(item, "fixturenames", ())) for item in items):
        return
    from microconv.emulator.errors import EmulatorError

    try:
        _session(session.config).start()
    except EmulatorError as error:
        raise pytest.UsageError(f"microconv: {error}") from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the emulator; what went wrong in it is told."""
    running = config.stash.get(_SESSION, None)
    if running is None:
        return
    from microconv.emulator.errors import EmulatorError

    try:
        running.stop()
    except EmulatorError as error:
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line(f"microconv: {error}", red=True)


def _session(config: pytest.Config) -> Session:
    from microconv.emulator.testing import Session

    return config.stash.setdefault(_SESSION, Session())


def _seed(item: Any) -> Seed | None:
    """The seed that a test's marker names, None for the packaged one."""
    marker = item.get_closest_marker(MARKER)
    if marker is None:
        return None
    if len(marker.args) != 1 or marker.kwargs or not isinstance(marker.args[0], (str, Path, Mapping)):
        pytest.fail(f"the marker {MARKER} takes one seed: its path, or its content as a mapping", pytrace=False)
    (given,) = marker.args
    return given if isinstance(given, Mapping) else Path(item.path).parent / given


@pytest.fixture
def _emulated_world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The emulator with a fresh world, and its environment."""
    from microconv.emulator.errors import EmulatorError

    session, seed, trouble = _session(request.config), _seed(request.node), ""
    try:
        session.begin(seed)
    except EmulatorError as error:
        trouble = f"microconv: {error}"
    if trouble:  # outside of the except clause, which would show its traceback too
        pytest.fail(trouble, pytrace=False)
    for name, value in session.environment().items():
        monkeypatch.setenv(name, value)
    return session


@pytest.fixture
def google_ads_emulator(_emulated_world: Session) -> GoogleAdsEmulator:
    """The Google Ads API, with a world of this test's own."""
    from microconv.emulator.testing import GoogleAdsEmulator

    return GoogleAdsEmulator(_emulated_world)


@pytest.fixture
def ga4_emulator(_emulated_world: Session) -> Ga4Emulator:
    """The GA4 Admin and Data APIs, with a world of this test's own."""
    from microconv.emulator.testing import Ga4Emulator

    return Ga4Emulator(_emulated_world)


@pytest.fixture
def tag_manager_emulator(_emulated_world: Session) -> TagManagerEmulator:
    """The Tag Manager API, with a world of this test's own."""
    from microconv.emulator.testing import TagManagerEmulator

    return TagManagerEmulator(_emulated_world)
