"""Settings of hypothesis, and the way to the modules that these tests share.

Where the variable CI is set, examples are the same in every run; elsewhere new ones are tried each time. A failure
prints the blob that `@reproduce_failure` takes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

HERE = Path(__file__).parent
sys.path.extend(str(folder) for folder in (HERE, HERE.parent) if str(folder) not in sys.path)

_COMMON = settings(
    deadline=None,
    print_blob=True,
    max_examples=100,
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", _COMMON, derandomize=True)
settings.register_profile("here", _COMMON)
settings.load_profile("ci" if os.environ.get("CI") else "here")
