"""The way to the constructors and stores that these tests share."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[2]
sys.path.extend(str(folder) for folder in (TESTS, TESTS / "laws") if str(folder) not in sys.path)
