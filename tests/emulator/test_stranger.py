"""Somebody who never heard of microconv: a wheel, a new environment, ten lines of test, green.

The heavy run alone: it installs from the package index, with the settings that pip has on this machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.heavy import heavy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "emulator.md").read_text("utf-8")
LIMIT_S = 300
#: The modules of microconv that a run of pytest has loaded.
LOADED = """
import sys
import pytest

assert pytest.main(["-q", sys.argv[1]]) == 0
print(sorted(name for name in sys.modules if "microconv" in name))
"""


@heavy
def test_a_green_test_in_five_minutes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is taken from the checkout is the wheel, and the test on the page."""
    taken_away = ("PYTHON", "PYTEST", "GRPC", "NO_GCE")
    plain = {
        name: value
        for name, value in os.environ.items()
        if "proxy" not in name.lower() and not name.startswith(taken_away)
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=plain, capture_output=True, text=True, timeout=LIMIT_S, check=False
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "wheels", str(ROOT))
    (wheel,) = (tmp_path / "wheels").glob("*.whl")
    (tmp_path / "mine").mkdir()
    (source,) = re.findall(r"^```python\n(# test_first\.py\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "mine" / "test_first.py").write_text(source, "utf-8")
    started = time.monotonic()
    run(sys.executable, "-m", "venv", "new")
    python = str(tmp_path / "new" / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", f"microconv[emulator] @ {wheel.as_uri()}")
    installed = time.monotonic()
    said = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "mine")
    ended = time.monotonic()
    assert "1 passed" in said
    with capsys.disabled():
        print(f"\na green test after {ended - started:.0f} s, {installed - started:.0f} s of them to install")
    assert ended - started < LIMIT_S
    unused = tmp_path / "mine" / "test_unused.py"
    unused.write_text("def test_nothing():\n    pass\n", "utf-8")
    names = run(python, "-c", LOADED, str(unused)).splitlines()[-1]
    assert names == "['microconv', 'microconv.pytest_plugin', 'microconv.version']"
