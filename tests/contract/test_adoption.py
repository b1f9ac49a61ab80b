"""Import through the real clients: each account of the shipped agency is adopted, and the plan of its file is empty."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

import microconv
from microconv.adoption import Adopted, adopt, adopt_readings, asked_of
from microconv.adoption.inverse import left
from microconv.cli.main import run
from microconv.core.account_ids import Accounts
from microconv.core.text import Language
from microconv.emulator import Emulator
from microconv.emulator.seed import read_seed
from microconv.loading import load
from microconv.project import Project
from tests.languages import hold_file, paragraphs, without_comments

SEED = Path(microconv.__file__).parent / "emulator" / "seeds" / "agency.yaml"
CLIENTS = {"1234567890": "345678901", "2345678901": "345678902", "3456789012": "345678903"}


@dataclass(frozen=True)
class Agency:
    """The adopted clients by customer id, and the requests that this took."""

    adopted: dict[str, Adopted]
    writes: list[object]


@pytest.fixture(scope="module")
def imported() -> Agency:
    """Every client of the shipped agency, adopted from its accounts."""
    with pytest.MonkeyPatch.context() as patch, Emulator(read_seed(SEED)) as emulator:
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        found = {
            customer: adopt(customer, property_id, login_customer_id="9998887777")
            for customer, property_id in CLIENTS.items()
        }
        return Agency(found, list(emulator.world.log.writes()))


@pytest.mark.parametrize("customer", CLIENTS)
def test_everything_is_declared_and_nothing_is_left_to_change(imported: Agency, customer: str) -> None:
    found = imported.adopted[customer]
    assert found.client is not None
    assert left(found.plan) == ()
    told = [(item.address.name, item.why) for item in found.unexpressed]
    why = "its name begins with mv_ and does not follow the rule for micro-conversions"
    assert told == ([("mv_ChatOpen", why)] if customer == "3456789012" else [])
    assert found.plan.emulated
    assert "(emulated)" in found.text.partition("\n")[0]


@pytest.mark.parametrize("propose", ["", "comments", "changes"])
@pytest.mark.parametrize("customer", CLIENTS)
def test_the_comments_are_japanese_where_that_is_asked_for(imported: Agency, customer: str, propose: str) -> None:
    readings = imported.adopted[customer].readings
    asked = asked_of(Accounts(customer, "9998887777", CLIENTS[customer]))
    english = adopt_readings(readings, asked, propose=propose)
    found = adopt_readings(readings, asked, propose=propose, language=Language.JA)
    assert hold_file(found.text) == len(paragraphs(english.text)) > 15
    assert without_comments(found.text) == without_comments(english.text)
    with pytest.raises(AssertionError):
        hold_file(english.text)


def test_what_the_example_configs_list_is_found(imported: Agency) -> None:
    """Objects that the agency's own config lists and the accounts hold are in the import too, by the same names."""
    example, _ = load(Path(__file__).parents[2] / "configs" / "aoi-store.yaml")
    found = imported.adopted["1234567890"].client
    assert example is not None
    assert found is not None
    live = {item.address.name for reading in imported.adopted["1234567890"].readings for item in reading.resources}
    assert {item.name for item in example.conversions} & live <= {item.name for item in found.conversions}
    assert found.goals.custom[0].conversions == ("mv_time_60s", "purchase")
    assert [item.campaign for item in found.goals.campaigns] == ["P-MAX 全商品", "一般検索"]


def test_nothing_was_written(imported: Agency) -> None:
    assert imported.writes == []


def test_the_command_writes_a_file_that_plans_empty_with_the_real_clients(
    emulator: Emulator, environment: dict[str, str], tmp_path: Path
) -> None:
    emulator.world.reset(read_seed(SEED))
    file = tmp_path / "aoi.yaml"
    err = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(err):
        code = run(["import", "--customer-id", "1234567890", "--property-id", "345678901", "-o", str(file)])
    assert (code, "the plan of" in err.getvalue(), "is empty" in err.getvalue()) == (0, True, True)
    assert " API calls, emulated)\n" in err.getvalue()
    client, problems = load(file)
    assert client is not None, problems
    plan = Project(client).plan()
    assert left(plan) == ()
    assert plan.unchanged > 30
