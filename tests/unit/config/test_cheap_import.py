"""The modules that loading a config imports."""

from __future__ import annotations

import subprocess
import sys


def _loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_neither_parser_nor_validator() -> None:
    found = _loaded_after("import microconv.config")
    assert "microconv.config.vocabulary" in found
    assert not {"yaml", "pydantic", "pydantic_core", "hashlib", "difflib"} & found


def test_loading_a_config_loads_no_client_and_no_model_layer() -> None:
    found = _loaded_after(
        "from pathlib import Path\n"
        "from microconv.config import Vocabulary, load\n"
        "from microconv.providers import TYPES\n"
        "from microconv.providers.words import words\n"
        "from microconv.providers.google_ads.capabilities import SOURCES\n"
        "load(Path('none.yaml'), Vocabulary(TYPES, words, SOURCES))\n"
    )
    assert "yaml" in found
    assert not {name for name in found if name.split(".")[0] in {"google", "grpc", "pydantic"}}
