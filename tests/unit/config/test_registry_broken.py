"""Registries of clients that are broken: no config is worked on as if there were none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import microconv
from microconv.cli.run import load_clients
from microconv.config import Loaded, Vocabulary, load_paths
from microconv.core.errors import ConfigError

Load = Callable[..., list[Loaded]]

AOI = "{client: aoi, config: aoi.yaml, google_ads: 123-456-7890}"
BOTAN = "{client: botan, config: botan.yaml, google_ads: 2345678901}"
BOTH = f"clients:\n- {AOI}\n- {BOTAN}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("configs").mkdir()
    config("aoi", 1234567890)
    config("botan", 2345678901)


@pytest.fixture
def load(vocabulary: Vocabulary) -> Load:
    return lambda *paths: load_paths([Path(path) for path in paths], vocabulary)


def config(label: str, customer: int, file: str = "") -> None:
    text = f"version: 1\nclient: {label}\ngoogle_ads: {{customer_id: {customer}}}\nconversions: []\n"
    Path(f"configs/{file or label}.yaml").write_text(text, "utf-8")


BROKEN = {
    "syntax": f"{BOTH}  x: [".encode(),
    "Shift_JIS": f"{BOTH}# クライアント\n".encode("cp932"),
    "UTF-16": BOTH.encode("utf-16"),
    "a control character": f"{BOTH}# \x07\n".encode(),
    "two documents": f"---\nversion: 1\n---\n{BOTH}".encode(),
    "an escaped key": f'"cl\\u0069ents":\n- {AOI}\nx: 1\n'.encode(),
    "another case": BOTH.replace("clients:", "Clients:").encode(),
    "too large": BOTH.encode() + b"#" * (4 << 20),
    "a digit too few": BOTH.replace("2345678901", "234567890").encode(),
    "an unknown key": BOTH.replace("botan.yaml,", "botan.yaml, owner: x,").encode(),
    "a label with a blank": BOTH.replace("7890}", "7890, labels: [a b]}").encode(),
    "a conflict of versions": f"<<<<<<< HEAD\n{BOTH}=======\n{BOTH}>>>>>>> other\n".encode(),
    "listed twice": f"{BOTH}- {AOI}\n".encode(),
}
BY_NAME = {
    "empty": b"",
    "a comment": b"# clients\n",
    "indented": f" {BOTH}".encode(),
    "singular": BOTH.replace("clients:", "client:").encode(),
    "a list": f"- {AOI}\n- {BOTAN}\n".encode(),
}


def stops(load: Load, *paths: str) -> None:
    """No client is given, neither to a command nor to a program, and why is told."""
    loaded = load(*paths)
    assert [one.client for one in loaded if one.client is not None] == []
    assert any(problem.is_error for one in loaded for problem in one.problems)
    for isolated in (False, True):
        with pytest.raises(ConfigError, match="nothing was read or written"):
            load_clients([Path(path) for path in paths], isolated=isolated)


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_one_that_is_named_stops_everything(load: Load, data: bytes) -> None:
    Path("configs/fleet.txt").write_bytes(data)
    stops(load, "configs/fleet.txt", "configs/")
    stops(load, "configs/aoi.yaml", "configs/fleet.txt")


@pytest.mark.parametrize("data", [*BROKEN.values(), *BY_NAME.values()], ids=[*BROKEN, *BY_NAME])
def test_a_broken_one_in_a_folder_stops_everything(load: Load, data: bytes) -> None:
    Path("configs/clients.yaml").write_bytes(data)
    stops(load, "configs/")


def test_one_that_leads_nowhere_stops_everything(load: Load) -> None:
    Path("configs/clients.yaml").symlink_to("nowhere.yaml")
    stops(load, "configs/")


@pytest.mark.parametrize("wrong", ["a copied account", "another label", "not listed"])
def test_one_config_that_is_not_as_registered_stops_everything(wrong: str) -> None:
    Path("configs/clients.yaml").write_text(BOTH, "utf-8")
    if wrong == "a copied account":
        config("botan", 3456789012)
    elif wrong == "another label":
        config("cyan", 2345678901, file="botan")
    else:
        config("cyan", 3456789012)
    with pytest.raises(ConfigError, match="nothing was read or written"):
        load_clients([Path("configs")], isolated=True)


def test_one_config_with_a_mistake_of_its_own_stops_no_other() -> None:
    Path("configs/clients.yaml").write_text(BOTH, "utf-8")
    Path("configs/botan.yaml").write_text("version: 1\nclient: botan\ngoogle_ads: 7\nconversions: []\n", "utf-8")
    assert [client.label for client in load_clients([Path("configs")], isolated=True)] == ["aoi"]


def test_a_program_hears_why_there_is_no_client() -> None:
    Path("configs/clients.yaml").write_bytes(BROKEN["syntax"])
    _, aoi, _ = microconv.load_all(["configs/"])
    with pytest.raises(ConfigError) as caught:
        microconv.Project(aoi)
    assert str(caught.value) == "configs/aoi.yaml was not checked: a registry that guards it has errors"


@pytest.mark.parametrize("key", ["client", "labels", "profile"])
def test_a_secret_is_not_shown_by_what_is_said_of_configs(load: Load, key: str) -> None:
    secret = "GOCSPX-abcdef123456"
    entry = {"client": "aoi", "labels": "[x]", "profile": "x", key: f"[{secret}]" if key == "labels" else secret}
    said = ", ".join(f"{name}: {value}" for name, value in entry.items())
    Path("configs/clients.yaml").write_text(
        f"clients:\n- {{{said}, config: aoi.yaml, google_ads: 2345678901}}\n- {BOTAN}\nprofiles: {{x: {{ga4: adc}}}}\n",
        "utf-8",
    )
    problems = [problem for one in load("configs/") for problem in one.problems]
    assert {"secret", "not-registered"} <= {problem.code for problem in problems}
    assert "abcdef" not in repr(problems)


@pytest.mark.parametrize("field", ["customer_id", "login_customer_id", "property_id", "container"])
def test_a_program_cannot_give_a_registered_client_other_accounts(field: str) -> None:
    Path("configs/clients.yaml").write_text(BOTH, "utf-8")
    aoi = microconv.load_all(["configs/"])[1].client
    assert aoi is not None
    microconv.Project(aoi)
    other = replace(aoi, accounts=replace(aoi.accounts, **{field: "2345678901"}))
    with pytest.raises(
        ConfigError, match=r"aoi: the accounts are not those that the registry has at configs/clients\.yaml:2:3"
    ):
        microconv.Project(other)
