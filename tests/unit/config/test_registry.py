"""Registries of clients: what they stand for, what they allow, and everything that can be wrong with one."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

import jsonschema
import pytest
import yaml

from microconv.config import Loaded, Vocabulary, load_paths, registry_schema
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic

Draw = Callable[[Iterable[Diagnostic]], str]
Load = Callable[..., list[Loaded]]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config("aoi", 1234567890, "ga4: {property_id: 345678901}\ntag_manager: {container: GTM-ABC1234}\n")
    config("botan", 2345678901)


@pytest.fixture
def load(vocabulary: Vocabulary) -> Load:
    return lambda *paths: load_paths([Path(path) for path in paths], vocabulary)


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def config(label: str, customer: int, more: str = "") -> Path:
    text = f"version: 1\nclient: {label}\ngoogle_ads: {{customer_id: {customer}}}\n{more}conversions: []\n"
    return write(f"configs/{label}.yaml", text)


AOI = "{client: aoi, config: configs/aoi.yaml, google_ads: 123-456-7890, ga4: 345678901, container: GTM-ABC1234}"
BOTAN = "{client: botan, config: configs/botan.yaml, google_ads: 2345678901}"
BOTH = f"clients:\n- {AOI}\n- {BOTAN}\n"


def clients(loaded: Iterable[Loaded]) -> list[Client]:
    return [one.client for one in loaded if one.client is not None]


def problems(loaded: Iterable[Loaded]) -> list[Diagnostic]:
    return [problem for one in loaded for problem in one.problems]


def codes(loaded: Iterable[Loaded]) -> list[str]:
    return [problem.code for problem in problems(loaded) if problem.is_error]


# ---- what a registry stands for


def test_it_stands_for_its_clients_in_its_order(load: Load) -> None:
    write("fleet.yaml", f"clients:\n- {BOTAN}\n- {AOI}\n")
    loaded = load("fleet.yaml")
    assert [one.is_registry for one in loaded] == [True, False, False]
    assert [(one.label, one.path) for one in clients(loaded)] == [
        ("botan", "configs/botan.yaml"), ("aoi", "configs/aoi.yaml"),
    ]  # fmt: skip
    assert problems(loaded) == []


def test_paths_in_it_are_relative_to_it(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("clients.yaml", BOTH + "profiles: {agency: {google_ads: secrets/ads.yaml}}\n")
    write("secrets/ads.yaml", "")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    loaded = load("../clients.yaml")
    assert [one.path for one in clients(loaded)] == ["../configs/aoi.yaml", "../configs/botan.yaml"]


def test_beside_other_paths_it_only_guards_them(load: Load) -> None:
    write("clients.yaml", BOTH)
    assert [one.label for one in clients(load("clients.yaml", "configs/botan.yaml"))] == ["botan"]
    assert [one.label for one in clients(load("configs/", "clients.yaml"))] == ["aoi", "botan"]
    config("copy", 3456789012)
    assert codes(load("clients.yaml", "configs/copy.yaml")) == ["not-listed"]


def test_a_folder_is_guarded_by_its_own(load: Load) -> None:
    write("configs/clients.yaml", BOTH.replace("configs/", ""))
    assert [one.label for one in clients(load("configs/"))] == ["aoi", "botan"]
    config("copy", 3456789012)
    assert codes(load("configs/")) == ["not-listed"]


def test_a_folder_with_nothing_but_one_is_all_its_clients(load: Load) -> None:
    write("clients.yml", BOTH)
    assert [one.label for one in clients(load("."))] == ["aoi", "botan"]


def test_bases_beside_clients_are_not_to_be_listed(load: Load) -> None:
    write("configs/base.yaml", "version: 1\ncurrency: JPY\n")
    config("aoi", 1234567890, "extends: ./base.yaml\n")
    write("configs/clients.yaml", f"clients:\n- {AOI}\n- {BOTAN}\n".replace("configs/", ""))
    assert (codes(load("configs/")), len(clients(load("configs/")))) == ([], 2)
    write("configs/clients.yaml", f"clients:\n- {AOI}\n- {{client: b, config: base.yaml}}\n".replace("configs/", ""))
    assert "base-listed" in codes(load("configs/"))


@pytest.mark.parametrize(
    "text", [f"clients: [{AOI}]\n", f"{{'clients': [{AOI}]}}\n", f"\ufeff# x\r\n'clients':\r\n- {AOI}\r\n"]
)
def test_it_is_known_by_its_content(load: Load, text: str) -> None:
    write("any-name.txt", text)
    assert [one.label for one in clients(load("any-name.txt"))] == ["aoi"]


def test_a_config_of_that_name_is_still_a_config(load: Load) -> None:
    text = (
        "version: 1\nclient: clients\ngoogle_ads: {customer_id: 1234567891}\nconversions: []\nowner: 'clients: all'\n"
    )
    write("configs/clients.yaml", text)
    assert [one.label for one in clients(load("configs/"))] == ["aoi", "botan", "clients"]
    assert [one.label for one in clients(load("configs/clients.yaml"))] == ["clients"]


# ---- what a config gets from it


def test_labels_profile_and_manager_come_with_the_client(load: Load, tmp_path: Path) -> None:
    write("keys/ads.yaml", "")
    write("keys/ga4.json", "")
    profiles = (
        "profiles: {agency: {google_ads: keys/ads.yaml, ga4: keys/ga4.json}, "
        "own: {google_ads: ./keys/ads.yaml, ga4: adc}}"
    )
    more = "profile: {}, labels: [retail, tokyo], manager: 999-888-7777}}"
    entries = [
        AOI.removesuffix("}") + ", " + more.format("agency").replace("}}", "}"),
        BOTAN.replace("}", ", profile: own}"),
    ]
    write("clients.yaml", f"clients: [{entries[0]}, {entries[1]}]\n{profiles}\n")
    aoi, botan = clients(load("clients.yaml"))
    assert aoi.accounts == Accounts(
        "1234567890", "9998887777", "345678901", container="GTM-ABC1234",
        google_ads_credentials=str(tmp_path / "keys/ads.yaml"), google_credentials=str(tmp_path / "keys/ga4.json"),
    )  # fmt: skip
    assert aoi.registration is not None
    assert (aoi.registration.labels, aoi.registration.profile) == (("retail", "tokyo"), "agency")
    assert (botan.accounts.google_ads_credentials, botan.accounts.google_credentials) == (
        str(tmp_path / "keys/ads.yaml"), "",
    )  # fmt: skip
    assert pickle.loads(pickle.dumps(aoi)) == aoi


def test_without_one_nothing_is_registered(load: Load) -> None:
    for client in clients(load("configs/")):
        assert client.registration is None
        assert not client.accounts.google_ads_credentials + client.accounts.google_credentials


@pytest.mark.parametrize("number", ["1234567890", "'1234567890'", "123-456-7890", '"123-456-7890"', "&a 123-456-7890"])
@pytest.mark.parametrize("own", ["1234567890", "'123-456-7890'"])
def test_an_id_is_the_same_however_it_is_written(load: Load, number: str, own: str) -> None:
    write("configs/aoi.yaml", f"version: 1\nclient: aoi\ngoogle_ads: {{customer_id: {own}}}\nconversions: []\n")
    write("clients.yaml", f"clients: [{{client: aoi, config: configs/aoi.yaml, google_ads: {number}}}]\n")
    assert problems(load("clients.yaml")) == []


def test_clients_may_share_a_container_and_a_manager(load: Load) -> None:
    config("botan", 2345678901, "tag_manager: {container: GTM-ABC1234}\n")
    shared = "container: &c GTM-ABC1234, manager: &m 9998887777}"
    again = "container: *c, manager: *m}"
    write(
        "clients.yaml",
        f"clients:\n- {AOI.replace('container: GTM-ABC1234}', shared)}\n- {BOTAN.replace('}', ', ' + again)}\n",
    )
    loaded = load("clients.yaml")
    assert ([one.accounts.login_customer_id for one in clients(loaded)], problems(loaded)) == (["9998887777"] * 2, [])


# ---- the guard


def test_a_copied_config_is_refused_with_both_places(load: Load, drawn: Draw) -> None:
    write("configs/botan.yaml", Path("configs/aoi.yaml").read_text("utf-8").replace("client: aoi", "client: botan"))
    write("clients.yaml", BOTH)
    loaded = load("clients.yaml")
    assert [one.label for one in clients(loaded)] == ["aoi"]
    assert drawn(problems(loaded)) == (
        "configs/botan.yaml:3:27: error[not-registered]: google_ads.customer_id is 123-456-7890, which is not "
        "registered for this client\n"
        "  the registry has 234-567-8901 for 'botan' at clients.yaml:3:59; 123-456-7890 is that of 'aoi' at "
        "clients.yaml:2:55\n"
        "  hint: correct whichever of the two is wrong; nothing was read or written\n"
        "configs/botan.yaml:4:20: error[not-registered]: ga4.property_id is 345678901, which is not registered "
        "for this client\n"
        "  the registry has no GA4 property for 'botan' at clients.yaml:3:3; 345678901 is that of 'aoi' at "
        "clients.yaml:2:74\n"
        "  hint: correct whichever of the two is wrong; nothing was read or written\n"
        "configs/botan.yaml:5:26: error[not-registered]: tag_manager.container is GTM-ABC1234, which is not registered "
        "for this client\n"
        "  the registry has no container for 'botan' at clients.yaml:3:3; GTM-ABC1234 is that of 'aoi' at "
        "clients.yaml:2:96\n"
        "  hint: correct whichever of the two is wrong; nothing was read or written\n"
    )


def test_the_label_must_be_the_registered_one(load: Load, drawn: Draw) -> None:
    write("clients.yaml", BOTH.replace("client: botan", "client: Botan"))
    assert drawn(problems(load("clients.yaml"))).startswith(
        "configs/botan.yaml:2:9: error[other-client]: the config is that of 'botan', and registered for 'Botan'\n"
        "  registered at clients.yaml:3:12\n"
    )


@pytest.mark.parametrize(("registered", "code"), [("", "not-registered"), (", manager: 1112223333", "not-registered")])
def test_a_manager_account_must_be_registered(load: Load, registered: str, code: str) -> None:
    accounts = "{customer_id: 2345678901, login_customer_id: 999-888-7777}"
    write("configs/botan.yaml", f"version: 1\nclient: botan\ngoogle_ads: {accounts}\nconversions: []\n")
    write("clients.yaml", f"clients: [{BOTAN.replace('}', registered + '}')}]\n")
    assert codes(load("clients.yaml")) == [code]
    write("clients.yaml", f"clients: [{BOTAN.replace('}', ', manager: 9998887777}')}]\n")
    assert codes(load("clients.yaml")) == []


def test_an_id_from_a_base_is_guarded_where_it_stands(load: Load) -> None:
    write("base.yaml", "version: 1\ngoogle_ads: {login_customer_id: 9998887777}\n")
    config("botan", 2345678901, "extends: ../base.yaml\n")
    write("clients.yaml", f"clients: [{BOTAN}]\n")
    (problem,) = problems(load("clients.yaml"))
    assert (str(problem.span), problem.code) == ("base.yaml:2:33", "not-registered")


# ---- what can be wrong with one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clients: []\n", "clients.yaml:1:1 no-clients"),
        ("clients: aoi\n", "clients.yaml:1:10 wrong-type"),
        ("clients:\n", "clients.yaml:1:9 empty-value"),
        ("clients: [\n", "clients.yaml:2:1 syntax"),
        (f"clients: [{AOI.replace('client: aoi, ', '')}]\n", "clients.yaml:1:11 missing"),
        ("clients: [{client: aoi}]\n", "clients.yaml:1:11 missing"),
        (f"clients:\n- {BOTAN}\n- {BOTAN}\n", "clients.yaml:3:12 same-client, clients.yaml:3:27 same-config"),
        (f"clients:\n- {BOTAN.replace('google_ads', 'google_ad')}\n", "clients.yaml:2:47 unknown-key"),
        (f"clients:\n- {BOTAN}\nclients:\n- {AOI}\n", "clients.yaml:3:1 duplicate-key"),
        (f"clients:\n- {BOTAN.replace('google_ads', 'gads')}\n",
         "clients.yaml:2:47 unknown-key, configs/botan.yaml:3:27 not-registered"),
        (f"clients:\n- {BOTAN.replace('botan.yaml', 'gone.yaml')}\n", "clients.yaml:2:27 no-such-path"),
        (f"clients:\n- {BOTAN.replace('configs/botan.yaml', 'configs')}\n", "clients.yaml:2:27 no-such-path"),
        (f"clients:\n- {BOTAN.replace('2345678901', '234567890')}\n", "clients.yaml:2:59 wrong-form"),
        (f"clients:\n- {BOTAN.replace('}', ', ga4: G-ABCDEF}')}\n", "clients.yaml:2:76 wrong-form"),
        (f"clients:\n- {BOTAN.replace('}', ', labels: retail}')}\n", "clients.yaml:2:79 wrong-type"),
        (f"clients:\n- {BOTAN.replace('}', ', profile: agency}')}\n", "clients.yaml:2:80 unknown-profile"),
        (f"clients:\n- {BOTAN.replace('google_ads', 'manager')}\n",
         "clients.yaml:2:47 no-account, configs/botan.yaml:3:27 not-registered"),
        (f"clients:\n- {BOTAN}\nprofiles: {{agency: {{}}}}\n", "clients.yaml:3:12 no-credentials"),
        (f"clients:\n- {BOTAN}\nprofiles: {{agency: {{google_ads: gone.yaml}}}}\n", "clients.yaml:3:33 no-such-file"),
        (f"clients:\n- {BOTAN}\nprofiles: {{agency: {{ga4: configs}}}}\n", "clients.yaml:3:26 no-such-file"),
        (f"clients:\n- {BOTAN}\nprofiles: {{agency: {{ga4: [a]}}}}\n", "clients.yaml:3:26 wrong-type"),
        (f"version: 1\nclients:\n- {BOTAN}\n", "clients.yaml:1:1 unknown-key"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(load: Load, text: str, expected: str) -> None:
    write("clients.yaml", text)
    told = [f"{problem.span} {problem.code}" for problem in problems(load("clients.yaml")) if problem.is_error]
    assert ", ".join(told) == expected


def test_all_problems_are_told_at_once(load: Load) -> None:
    write(
        "clients.yaml",
        f"clients:\n- {BOTAN.replace('}', ', profile: x}')}\n- {{client: 7, config: gone.yaml}}\nprofile: 1\n",
    )
    assert codes(load("clients.yaml")) == ["wrong-type", "no-such-path", "unknown-key"]


def test_one_config_in_two_registries(load: Load) -> None:
    write("one.yaml", f"clients: [{AOI}]\n")
    write("two.yaml", f"clients: [{BOTAN}, {AOI}]\n")
    assert codes(load("one.yaml", "two.yaml")) == ["same-config"]


# ---- secrets

PEM = "-----BEGIN PRIVATE KEY-----MIIEvQ"


@pytest.mark.parametrize(
    ("profile", "hidden"),
    [
        ("{developer_token: q7LsecretX}", "q7LsecretX"),
        ("{google_ads: {refresh_token: plainsecret, clientSecret: other}}", "plainsecret"),
        ("{google_ads: 1//0gAbCdEfGhIjKl}", "AbCdEf"),
        ("{ga4: GOCSPX-abcdef123456}", "abcdef123456"),
        ('{ga4: \'{"type": "service_account", "private_key": "k3y"}\'}', "k3y"),
        (f"{{ga4: {{type: service_account, private_key: '{PEM}'}}}}", "MIIEvQ"),
        (f"\n    ga4: |\n      {PEM}\n      AAAA", "MIIEvQ"),
        (f"\n    ga4: |\n      x\n    ga4: |\n      {PEM}\n      AAAA", "MIIEvQ"),
        (f"{{'{PEM}': x}}", "MIIEvQ"),
    ],
)
def test_a_secret_is_told_and_never_shown(load: Load, drawn: Draw, profile: str, hidden: str) -> None:
    write("clients.yaml", f"clients:\n- {BOTAN}\nprofiles:\n  agency: {profile}\n")
    loaded = load("clients.yaml")
    text = drawn(problems(loaded))
    assert "error[secret]: a secret stands here\n" in text
    assert hidden not in text + repr([(one.summary, one.detail, one.hint) for one in problems(loaded)])


def test_the_schema_has_every_key_and_says_which_must_be_there() -> None:
    schema = registry_schema()
    client = schema["properties"]["clients"]["items"]
    assert schema["required"] == ["clients"]
    assert client["required"] == ["client", "config"]
    assert list(client["properties"]) == [
        "client", "config", "google_ads", "manager", "ga4", "container", "profile", "labels",
    ]  # fmt: skip
    assert client["additionalProperties"] is False


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (BOTH + "profiles: {agency: {google_ads: ads.yaml, ga4: adc}}\n", True),
        ("clients: [{client: a, config: a.yaml, google_ads: 1234567890, labels: [x, y]}]\n", True),
        ("clients: [{client: a}]\n", False),
        ("clients: [{client: a, config: a.yaml, google_ads: 12345}]\n", False),
        ("clients: [{client: a, config: a.yaml, labels: ['a b']}]\n", False),
        ("clients: [{client: a, config: a.yaml, token: x}]\n", False),
        ("clients: []\nprofiles: {a: {refresh_token: x}}\n", False),
        ("profiles: {}\n", False),
    ],
)
def test_the_schema_takes_what_is_taken(text: str, fits: bool) -> None:
    schema = registry_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid(yaml.safe_load(text)) is fits


def test_a_forgotten_section_is_not_told_a_thousand_times(load: Load, drawn: Draw) -> None:
    for number in range(150):
        write(f"configs/c{number}.yaml", "")
    entries = [f"- {{client: c{number}, config: configs/c{number}.yaml, profile: x}}\n" for number in range(150)]
    write("clients.yaml", "clients:\n" + "".join(entries))
    own = load("clients.yaml")[0].problems
    assert (len(own), drawn(own[-1:])) == (
        101, "clients.yaml:102:54: error[too-many-problems]: 50 more problems are not shown\n"
             "  hint: correct those above first\n",
    )  # fmt: skip
