"""The way to the constructors, stores and accounts that these tests share."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parents[1]
sys.path.extend(str(folder) for folder in (HERE, TESTS, TESTS / "laws") if str(folder) not in sys.path)
