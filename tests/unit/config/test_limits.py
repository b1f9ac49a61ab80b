"""`limits` in a config: what the client has of them, and that the command line comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import CART, PURCHASE

HEAD = """\
version: 1
client: aoi-store
currency: JPY
google_ads: {customer_id: 123-456-7890}
conversions: []
"""


def limits(client) -> tuple[object, ...]:
    return client.max_changes, client.max_demotions, client.max_role_changes, client.max_value_factor


def test_all_of_them(loaded):
    found = loaded(f"{HEAD}limits: {{changes: 20, demotions: 3, role_changes: 2, value_factor: 2.5}}\n")
    assert found.problems == ()
    assert limits(found.client) == (20, 3, 2, 2.5)


@pytest.mark.parametrize("text", ["", "limits: {}\n"])
def test_none_is_no_limit(loaded, text):
    found = loaded(HEAD + text)
    assert found.problems == ()
    assert limits(found.client) == (None, None, None, None)


def test_nothing_at_all_may_change(loaded):
    """Zero is a limit, the strictest one, and not the same as none."""
    found = loaded(f"{HEAD}limits: {{changes: 0, demotions: 0, role_changes: 0, value_factor: 1}}\n")
    assert limits(found.client) == (0, 0, 0, 1)


def test_an_agency_sets_them_once_and_a_client_changes_one(loaded, tmp_path: Path):
    (tmp_path / "base.yaml").write_text("version: 1\nlimits: {changes: 20, demotions: 3}\n", encoding="utf-8")
    found = loaded(f"extends: base.yaml\n{HEAD}limits: {{demotions: 9}}\n")
    assert found.problems == ()
    assert limits(found.client) == (20, 9, None, None)


# ---- which wins


@pytest.fixture(autouse=True)
def state_elsewhere(tmp_path: Path, monkeypatch) -> None:
    """Journals and locks of these tests."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))


ASKED = [
    # The config's own limit, the option, and whether the three changes are refused.
    ({"changes": 2}, [], "max-changes"),
    ({"changes": 3}, [], None),
    ({"changes": 2}, ["--max-changes", "3"], None),
    ({"changes": 3}, ["--max-changes", "2"], "max-changes"),
    ({"changes": 99}, ["--max-changes", "0"], "max-changes"),
    ({"demotions": 1}, [], "max-demotions"),
    ({"demotions": 1}, ["--max-demotions", "2"], None),
    ({"role_changes": 1}, [], "max-role-changes"),
    ({"role_changes": 1}, ["--max-role-changes", "2"], None),
    ({"value_factor": 1.5}, [], "max-value-factor"),
    ({"value_factor": 1.5}, ["--max-value-factor", "2"], None),
    ({"value_factor": 3}, ["--max-value-factor", "1.5"], "max-value-factor"),
    ({"value_factor": 1.5}, ["--max-value-factor", "inf"], None),
    ({"demotions": 1}, ["--max-changes", "99"], "max-demotions"),  # one option says nothing of another limit
]


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(("said", "options", "code"), ASKED)
def test_the_command_line_comes_first(run, write_config, holds, said, options, code):
    config = write_config(PURCHASE, CART, limits=said)
    before = holds.everything()
    done = run("sync", config, "--yes", *options)
    if code is None:
        assert done.code == 0, done.err
        assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 500
        return
    assert done.code == 4
    assert f"[{code}]" in done.err
    assert f"run again with `--{code} " in done.err
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.mark.usefixtures("environment")
def test_the_way_that_is_told_leads_through(run, write_config, holds):
    """Every refusal names the option that opens it; all of them together do."""
    config = write_config(
        PURCHASE, {**CART, "protect": True}, unlisted="remove",
        limits={"changes": 0, "demotions": 0, "role_changes": 0, "value_factor": 1},
    )  # fmt: skip
    done = run("sync", config, "--yes")
    assert done.code == 4
    options = [part for line in done.err.splitlines() if "run again with `" in line
               for part in line.partition("run again with `")[2].partition("`")[0].split()]  # fmt: skip
    assert {option for option in options if option.startswith("--")} == {
        "--max-changes", "--max-demotions", "--max-role-changes", "--max-value-factor", "--allow",
    }  # fmt: skip
    assert run("sync", config, "--yes", *options).code == 0
    assert "mv_old_step" not in holds.actions()


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    "options",
    [["--max-value-factor", "nan"], ["--max-value-factor", "0.5"], ["--max-demotions", "-1"], ["--allow", "all"]],
)
def test_a_limit_that_is_none_is_a_wrong_use(run, config, holds, options):
    done = run("sync", config, "--yes", *options)
    assert done.code == 64
    assert options[0] in done.err
    assert holds.writes() == []
