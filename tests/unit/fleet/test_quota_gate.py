"""Gates of quota, budget and logins, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.errors import AccessDeniedError, CredentialsError, MicroconvError, QuotaSpentError
from microconv.fleet.engine import finished_each
from microconv.fleet.finished import Finished
from microconv.fleet.logins import Logins
from microconv.fleet.needs import COUNTED, Measured
from microconv.fleet.quota_gate import QuotaGate
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quota_windows import DAY_S, Window
from microconv.providers.spending import spend


@dataclass(frozen=True)
class Job:
    client: NamedAccounts


def job(number: int, *, property_id: str = "") -> Job:
    customer = "" if property_id else f"10000000{number:02}"
    return Job(NamedAccounts(f"c{number:02}", Accounts(customer, property_id=property_id)))


JOBS = [job(number) for number in range(10)]


@pytest.fixture
def ledger(tmp_path: Path) -> QuotaLedger:
    return QuotaLedger(tmp_path / "ads.json", [Window("day", DAY_S, 60.0, 20)])


@pytest.fixture
def measured(tmp_path: Path) -> Measured:
    return Measured(tmp_path / "fleet")


def gate_of(measured: Measured, ledger: QuotaLedger | None = None, budget: int | None = None) -> QuotaGate:
    return QuotaGate(measured, "plan", lambda api, accounts: ledger if api == "google_ads" else None, budget)


def spending(amount: int, ledger: QuotaLedger | None = None) -> Any:
    def work(task: Job) -> str:
        if task.client.accounts.customer_id:
            spend("google_ads", amount)
        if ledger is not None:
            assert ledger.take({"day": amount}, 0.0).sent_at is not None
        return task.client.label

    return work


@pytest.mark.parametrize("jobs", [1, 2, 8])
@pytest.mark.parametrize("cost", [1, 3])
def test_a_budget_is_kept_and_used(measured: Measured, jobs: int, cost: int) -> None:
    measured.add("plan", [{"google_ads": cost}] * 3)
    ends = list(finished_each(JOBS, spending(cost), jobs=jobs, gates=[gate_of(measured, budget=14)]))
    spent = sum(end.spent.get("google_ads", 0) for end in ends)
    assert spent == (10 if cost == 1 else 12)
    assert {end.left_out.en for end in ends if not end.reached} <= {"the budget of 14 operations has no room for them"}


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_no_client_begins_that_would_not_end_within_the_day(measured: Measured, ledger: QuotaLedger, jobs: int) -> None:
    measured.add("plan", [{"google_ads": 3}] * 3)
    ledger.take({"day": 4}, 0.0)
    ends = list(finished_each(JOBS, spending(3, ledger), jobs=jobs, gates=[gate_of(measured, ledger)]))
    assert sum(end.reached for end in ends) == 5
    assert ledger.used("day") == 19


class Meanwhile(QuotaLedger):
    """A ledger from which a client under way takes 3 right after somebody's look at it, the `looks`-th."""

    looks: int = 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with super()._locked():
            yield
        self.looks -= 1
        if self.looks == 0:
            self.take({"day": 3}, 0.0)


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_what_is_taken_while_a_client_asks_is_not_counted_as_left(
    measured: Measured, tmp_path: Path, looks: int
) -> None:
    """15 of 20 are used, and 3 are set aside for a client that takes them at this very moment."""
    measured.add("plan", [{"google_ads": 3}] * 3)
    ledger = Meanwhile(tmp_path / "ads.json", [Window("day", DAY_S, 60.0, 20)])
    ledger.take({"day": 15}, 0.0)
    gate = gate_of(measured, ledger)
    assert gate.against(JOBS[0]) == ""
    ledger.looks = looks
    assert gate.against(JOBS[1]) != ""


def test_a_client_without_google_ads_needs_none_of_it(measured: Measured) -> None:
    tasks = [job(0), job(1, property_id="7"), job(2)]
    ends = list(finished_each(tasks, spending(3), jobs=1, gates=[gate_of(measured, budget=8)]))
    assert [end.reached for end in ends] == [True, True, True]
    ends = list(finished_each(tasks, spending(3), jobs=1, gates=[gate_of(measured, budget=5)]))
    assert [end.reached for end in ends] == [True, True, False]


def test_the_end_of_the_day_on_another_machine_ends_the_run_too(measured: Measured) -> None:
    def work(task: Job) -> None:
        if task is JOBS[3]:
            raise QuotaSpentError(api="google_ads", account="1", code="E", message="no")

    ends = list(finished_each(JOBS, work, jobs=1, gates=[gate_of(measured)]))
    assert [end.reached for end in ends] == [True] * 4 + [False] * 6


def test_needs_are_measured_and_older_runs_fade(measured: Measured) -> None:
    assert measured.of("plan")["google_ads"] == (3, 5, False)
    assert measured.of("plan", conversions=4)["google_ads"].most == 13
    assert measured.of("validate") == {}
    measured.add("plan", [{"google_ads": 4}, {"google_ads": 10}])
    again = Measured(measured.path.parent)
    assert again.of("plan")["google_ads"] == (7.0, 10, True)
    for _ in range(3):
        again.add("plan", [{"google_ads": 3}] * 20)
    assert Measured(measured.path.parent).of("plan")["google_ads"] == (3.0, 3, True)
    measured.path.write_text("{broken")
    assert Measured(measured.path.parent).of("plan")["google_ads"].measured is False


def test_the_page_has_what_is_counted_in_the_code() -> None:
    for page in ("quota.md", "quota.ja.md"):
        text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
        told = {row[0].split("`")[1]: row[1:] for row in rows if len(row) == 3 and row[0].count("`") >= 2}
        for command in ("plan", "snippets", "snapshot", "audit"):
            assert told[command] == [str(COUNTED[command][api]) for api in ("google_ads", "ga4")], (page, command)


# ---- logins


def denied(code: str, api: str = "google_ads") -> AccessDeniedError:
    return AccessDeniedError(api=api, account="1", code=code, message="no")


OF_THE_LOGIN = [
    CredentialsError("invalid_grant", api="google_ads"),
    CredentialsError("the emulator is not running"),
    denied("AuthenticationError.OAUTH_TOKEN_REVOKED"),
    denied("AuthenticationError.NOT_ADS_USER"),
]
OF_THE_CLIENT = [
    denied("AuthorizationError.USER_PERMISSION_DENIED"),
    denied("PERMISSION_DENIED"),
    CredentialsError("invalid_grant", api="ga4"),
    MicroconvError("something else"),
]


def left_after(error: MicroconvError, tasks: list[Job]) -> Iterator[str]:
    gate = Logins()
    gate.ended(Finished(tasks[0], 0, error=error))
    return (task.client.label for task in tasks[1:] if gate.against(task))


@pytest.mark.parametrize("error", OF_THE_LOGIN, ids=str)
def test_a_login_that_fails_stops_those_that_have_it(error: MicroconvError) -> None:
    tasks = [job(0), job(1), job(2, property_id="7")]
    assert [*left_after(error, tasks)] == ["c01"]


@pytest.mark.parametrize("error", OF_THE_CLIENT, ids=str)
def test_what_is_a_clients_own_stops_nobody(error: MicroconvError) -> None:
    assert [*left_after(error, [job(0), job(1), job(2, property_id="7")])] == []


def test_of_ga4_the_login_and_the_project() -> None:
    tasks = [job(0, property_id="7"), job(1, property_id="8"), job(2)]
    for code in ("UNAUTHENTICATED", "PERMISSION_DENIED (SERVICE_DISABLED)"):
        assert [*left_after(denied(code, "ga4"), tasks)] == ["c01"]
