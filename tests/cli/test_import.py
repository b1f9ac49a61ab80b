"""`microconv import`: what it writes, what it says, and when it writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from microconv.core.kinds import EVERYTHING
from microconv.core.resource import Live
from microconv.loading import load, take_snapshot
from tests.conftest import PURCHASE, Done
from tests.inventory import inventory
from tests.strategies import action, ads, custom_goal, ga4, goal, imported, key_event

Run = Callable[..., Done]
Save = Callable[..., Path]
CUSTOMER = ("--customer-id", "123-456-7890")
BOTH = (*CUSTOMER, "--property-id", "345678901")
VALUE = "value_settings__default_value"
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def snapshot(tmp_path: Path) -> Save:
    """Saves live objects, the inventory's unless told, as a snapshot of both accounts."""

    def save(*live: Live) -> Path:
        split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
        readings = (ads(*split[0]), ga4(*split[1])) if live else inventory()
        readings = tuple(replace(one, types=EVERYTHING) for one in readings)
        path = tmp_path / "live.json"
        path.write_text(take_snapshot(readings, NOON), encoding="utf-8")
        return path

    return save


@pytest.fixture
def import_(run: Run, snapshot: Save) -> Run:
    """Imports from a snapshot of the inventory, unless another was saved before."""

    def call(*arguments: object, live: Path | None = None) -> Done:
        return run("import", "--live", live or snapshot(), *arguments)

    return call


def test_it_writes_a_file_whose_plan_is_empty(run: Run, import_: Run, snapshot: Save, tmp_path: Path) -> None:
    file = tmp_path / "aoi.yaml"
    done = import_(*BOTH, "-o", file)
    said = f"imported 11 conversions, 4 goals; the plan of {file} is empty (0 API calls)\n"
    said += f"not declared, for reasons told at the end of {file}: 3 things\n"
    assert (done.code, done.out, done.err) == (0, "", said)
    plan = run("plan", file, "--live", snapshot(), "--detailed-exitcode")
    assert (plan.code, "no changes: " in plan.told) == (0, True)
    assert file.read_text().startswith(
        "# Written by `microconv import` from Google Ads account 123-456-7890 and GA4 property 345678901.\n"
    )


def test_it_takes_the_only_accounts_of_a_snapshot_and_writes_to_standard_output(import_: Run, tmp_path: Path) -> None:
    done = import_("-o", "-", "--client", "momiji")
    assert done.code == 0
    assert "\nclient: momiji\n" in done.out
    assert done.err.startswith("imported 11 conversions, 4 goals; the plan of this is empty (0 API calls)\n")
    assert done.out == import_(*BOTH, "-o", "-", "--client", "momiji").out


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_it_never_overwrites(import_: Run, tmp_path: Path, force: tuple[str, ...]) -> None:
    file = tmp_path / "aoi.yaml"
    file.write_text("mine\n")
    done = import_(*BOTH, "-o", file, *force)
    assert done.code == 1
    assert f"{file}: exists already, and import never overwrites a file" in done.err
    assert f"microconv import --update {file}" in done.err
    assert file.read_text() == "mine\n"


WHY = """1 thing cannot be expressed:
  conversion "mv_Foo\\x1b[31m"
      its name is empty, begins or ends with a blank, or holds a control character
      → rename it in Google Ads, and import again
"""


def test_what_cannot_be_expressed_is_told_and_there_is_no_file(import_: Run, snapshot: Save, tmp_path: Path) -> None:
    file = tmp_path / "aoi.yaml"
    live = snapshot(action("mv_Foo\x1b[31m", 1, primary_for_goal=True), action("buy", 2))
    done = import_(*CUSTOMER, "-o", file, live=live)
    assert done.code == 1
    last = f"{file} was not written; --force writes what can be expressed\n"
    assert done.err == WHY + last
    assert not file.exists()


def test_force_writes_what_can_be_expressed(run: Run, import_: Run, snapshot: Save, tmp_path: Path) -> None:
    file = tmp_path / "aoi.yaml"
    live = snapshot(action("mv_Foo\x1b[31m", 1, primary_for_goal=True), action("buy", 2))
    done = import_(*CUSTOMER, "-o", file, "--force", live=live)
    assert (done.code, done.err.startswith(WHY)) == (0, True)
    text = file.read_text()
    assert "# Cannot be expressed, and stays as it is:\n" in text
    assert '# - conversion "mv_Foo\\x1b[31m": its name' in text
    assert "\nunlisted: keep\n" in text
    assert run("plan", file, "--live", live, "--detailed-exitcode").code == 0


def test_nothing_goes_to_standard_output_either(import_: Run, snapshot: Save) -> None:
    done = import_(*CUSTOMER, "-o", "-", live=snapshot(action("mv_Foo")))
    assert (done.code, done.out) == (1, "")
    assert "nothing was written; --force writes" in done.err


# ---- proposals


def step() -> tuple[Live, ...]:
    given = {VALUE: 1.0, "value_settings__always_use_default_value": True}
    return (
        action("Cart", 1, category="add_to_cart", primary_for_goal=True, **given),
        action(
            "buy", 2, category="purchase", primary_for_goal=True, **{**given, "value_settings__default_value": 10_000.0}
        ),
        goal("add_to_cart~website"),
        goal("purchase~website"),
    )


def test_proposals_as_comments_change_nothing(import_: Run, snapshot: Save, tmp_path: Path) -> None:
    done = import_(*CUSTOMER, "--propose", "comments", "-o", "-", live=snapshot(*step()))
    assert (done.code, "the plan of this is empty" in done.err) == (0, True)
    assert (
        '  # proposed: `name: mv_cart, role: secondary, value: 500`: a step (add_to_cart); the result is "buy"\n'
        in done.out
    )
    assert "\n  - name: Cart\n" in done.out


@pytest.mark.parametrize("word", ["--propose", "--adopt"])
def test_proposals_as_config_are_shown_as_a_plan(
    run: Run, import_: Run, snapshot: Save, tmp_path: Path, word: str
) -> None:
    file, live = tmp_path / "aoi.yaml", snapshot(*step())
    done = import_(*CUSTOMER, word, "changes", "-o", file, live=live)
    assert done.code == 0
    assert done.err == (
        f"imported 2 conversions, 2 goals; with 1 proposal written into {file}, its plan has 1 change (0 API calls)\n"
    )
    assert 'conversion "mv_cart"  demote\n      name Cart → mv_cart\n' in done.out
    assert "value 1 JPY → 500 JPY" in done.out
    client, _ = load(file)
    assert client is not None
    assert client.by_name["mv_cart"].previously == ("Cart",)
    assert "with proposals written into it: look at its plan" in file.read_text()
    assert run("plan", file, "--live", live, "--detailed-exitcode").code == 2


def test_where_there_is_nothing_to_propose_nothing_is_said_to_be_written(
    import_: Run, snapshot: Save, tmp_path: Path
) -> None:
    file, live = tmp_path / "aoi.yaml", snapshot(step()[1], goal("purchase~website"))
    done = import_(*CUSTOMER, "--propose", "changes", "-o", file, live=live)
    assert done.code == 0
    assert f"the plan of {file} is empty; there is nothing to propose" in done.err
    assert "with proposals written into it" not in file.read_text("utf-8")


# ---- an existing file


def test_update_adds_what_is_not_listed_and_keeps_every_byte(
    run: Run, import_: Run, snapshot: Save, tmp_path: Path
) -> None:
    live = snapshot(*step(), action("お問い合わせ", 3, category="contact"))
    (tmp_path / "base.yaml").write_text("version: 1\ncurrency: JPY\nconversions:\n  - {name: buy, role: primary}\n")
    file = tmp_path / "aoi.yaml"
    was = (
        "# head\r\nversion: 1\r\nextends: ./base.yaml\r\nclient: aoi # the shop\r\n"
        "google_ads: {customer_id: 123-456-7890}\r\nconversions:\r\n"
        "- {name: buy,\r\n   kind: macro, category: purchase} # result\r\n\r\n# the end"
    )
    file.write_bytes(was.encode())
    file.chmod(0o640)
    done = import_("--update", file, live=live)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"added 2 conversions, 2 goals to {file}; its plan is empty (0 API calls)\n"
    new = file.read_bytes().decode()
    lines = iter(new.splitlines(keepends=True))
    assert all(line in lines for line in was.splitlines(keepends=True)[:-1])
    assert new.endswith("\r\n# the end")
    assert "\n" not in new.replace("\r\n", "")
    assert file.stat().st_mode & 0o777 == 0o640
    assert run("plan", file, "--live", live, "--detailed-exitcode").code == 0
    again = import_("--update", file, live=live)
    assert again.err == f"nothing to add to {file}: all that is live is listed (0 API calls)\n"
    assert file.read_bytes().decode() == new
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aoi.yaml", "base.yaml", "live.json"]


def test_update_says_what_else_the_plan_has(import_: Run, snapshot: Save, write_config: Save) -> None:
    config = write_config(PURCHASE, ga4=None)  # wants purchase, which is not live
    done = import_("--update", config, live=snapshot(action("buy", 2)))
    assert done.code == 0
    assert f"added 1 conversion, 0 goals to {config}; its plan is not empty (1 change): look at it" in done.err


def test_update_of_a_file_that_declares_the_event_with_a_tag(import_: Run, snapshot: Save, write_config: Save) -> None:
    """The import of an event that another conversion declares has no place, and is no reason to fail."""
    config = write_config({"name": "buy", "kind": "macro", "category": "purchase", "role": "primary", "ga4": {}})
    was = config.read_bytes()
    live = snapshot(action("buy", 1, category="purchase", primary_for_goal=True), imported("buy", 2), key_event("buy"))
    done = import_("--update", config, live=live)
    assert (done.code, config.read_bytes()) == (0, was)
    assert "nothing to add" in done.err


@pytest.mark.parametrize("force", [False, True])
def test_update_leaves_the_file_alone_where_something_cannot_be_added(
    import_: Run, snapshot: Save, tmp_path: Path, force: bool
) -> None:
    """The account's goals stand in the base: a list in the file would replace that one."""
    (tmp_path / "base.yaml").write_text(
        "version: 1\ncurrency: JPY\ngoals: {account: [{category: purchase, biddable: true}]}\n"
    )
    file = tmp_path / "aoi.yaml"
    was = "version: 1\nextends: ./base.yaml\nclient: aoi\ngoogle_ads: {customer_id: 123-456-7890}\nconversions: []\n"
    file.write_text(was)
    live = snapshot(action("buy", 2), goal("add_to_cart~website"), goal("purchase~website"))
    done = import_("--update", file, *(["--force"] if force else []), live=live)
    assert "goals.account stands in a file that this one extends: add it there" in done.err
    assert (done.code, file.read_text() == was) == ((0, False) if force else (1, True))


def test_force_writes_no_file_that_would_not_load(import_: Run, snapshot: Save, tmp_path: Path) -> None:
    """Two custom goals with one list: Google has no such pair, and the loader takes none."""
    file = tmp_path / "aoi.yaml"
    was = (
        "version: 1\nclient: aoi\ncurrency: JPY\ngoogle_ads: {customer_id: 123-456-7890}\n"
        "goals: {custom: [{name: A, conversions: [buy]}]}\n"
        "conversions:\n  - {name: buy, kind: macro, category: add_to_cart, role: secondary}\n"
    )
    file.write_text(was)
    live = snapshot(action("buy", 1), custom_goal("A", 8, 1), custom_goal("B", 9, 1))
    done = import_("--update", file, "--force", live=live)
    assert (done.code, file.read_text()) == (1, was)
    assert "another custom goal is made of the same conversions" in done.err
    assert done.err.endswith(f"{file} was left as it is; no config can be made that loads\n")


def test_update_of_a_broken_file(import_: Run, tmp_path: Path) -> None:
    file = tmp_path / "aoi.yaml"
    file.write_text("version: 1\nclient: x\n")
    done = import_("--update", file)
    assert done.code == 1
    assert "the config has errors; nothing was read or written" in done.err


# ---- usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (CUSTOMER, "say where to write it with -o FILE (- for standard output), or use --update FILE"),
        (("-o", "x.yaml"), "name an account with --customer-id, --property-id or --manager"),
        ((*CUSTOMER, "--update", "x.yaml"), "--update takes the accounts from its file"),
        (("--manager", "999-888-7777", "-o", "-"), "-o is a folder"),
        ((*CUSTOMER, "-o", "x.yaml", "--prefix", "Mv"), "'Mv' must be lower-case letters, digits and underscores"),
        ((*CUSTOMER, "-o", "x.yaml", "--client", " x"), "--client is ' x'; it must be one line without blanks"),
        ((*CUSTOMER, "-o", "x.yaml", "--propose", "all"), "'all' is not one of 'comments', 'changes'"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run("import", *arguments)
    assert (done.code, message in done.err) == (64, True)


def test_an_account_that_the_snapshot_does_not_have(import_: Run) -> None:
    done = import_("--customer-id", "111-222-3333", "-o", "-")
    assert (done.code, "the snapshot has no google_ads account 111-222-3333" in done.err) == (1, True)


# ---- all clients below a manager account


@pytest.mark.usefixtures("environment", "nothing_written")
def test_a_file_for_each_client_below_a_manager(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "clients"
    done = run("import", "--manager", "999-888-7777", "-o", folder)
    assert done.code == 5  # one of them is closed to us
    assert "Closed to us 555-666-7777: error" in done.err
    names = sorted(path.name for path in folder.iterdir())
    assert names == [
        "Botan-234-567-8901.yaml",
        "Cross-account-client-345-678-9012.yaml",
        "Empty-666-777-8888.yaml",
        "base.yaml",
        "あおいストア-123-456-7890.yaml",
    ]
    assert "login_customer_id: 999-888-7777" in (folder / "base.yaml").read_text()
    text = (folder / "あおいストア-123-456-7890.yaml").read_text()
    assert "extends: ./base.yaml\n" in text
    assert "property_id: 345678901\n" in text  # the only property that feeds it
    assert "(emulated)" in text
    assert "no import tells its GA4 property: GA4 was not read" in (folder / "Botan-234-567-8901.yaml").read_text()
    plan = run("plan", folder, "--detailed-exitcode")
    assert (plan.code, "4 clients: 0 with changes. " in plan.told) == (0, True)
    again = run("import", "--manager", "999-888-7777", "-o", folder)
    assert (again.code, "base.yaml: exists already" in again.err) == (1, True)
