"""Settings of hypothesis, and the way to the modules that these tests share.

Where the variable CI is set, examples are the same in every run; elsewhere new ones are tried each time. A failure
prints the blob that `@reproduce_failure` takes. LAW_EXAMPLES sets how many examples each law is tried with; without it
there are a hundred in the heavy run, and a tenth of that in the quick one.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.heavy import examples

HERE = Path(__file__).parent
sys.path.extend(str(folder) for folder in (HERE, HERE.parent) if str(folder) not in sys.path)

_COMMON = settings(
    deadline=None,
    print_blob=True,
    max_examples=int(os.environ.get("LAW_EXAMPLES") or examples(100)),
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", _COMMON, derandomize=True)
settings.register_profile("here", _COMMON)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="module", autouse=True)
def _state_in_memory() -> Iterator[None]:
    """Journals and locks of some thousand runs: in memory where the system has a folder for that, as each is synced."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    with (
        tempfile.TemporaryDirectory(prefix="microconv-laws-", dir=memory if usable else None) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("MICROCONV_STATE_DIR", folder)
        yield
