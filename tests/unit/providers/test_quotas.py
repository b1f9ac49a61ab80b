"""Access levels, projects and files of the ledgers: what is counted together, and that nothing secret names a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from microconv.core.errors import AccountQuotaError, MicroconvError, QuotaError, QuotaSpentError
from microconv.providers.cloud_project import UNKNOWN, default_project, project_of
from microconv.providers.pacing import Pacing
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quotas import (
    ACCESS_VARIABLE,
    DAY,
    forget_old,
    ga4_windows,
    google_ads_project,
    google_ads_windows,
    ledger_path,
    operations_a_day,
)
from microconv.providers.retrying import Retrying
from microconv.providers.spending import counted


@pytest.mark.parametrize(
    ("named", "limit"),
    [("", None), ("explorer", 2_880), ("Basic ", 15_000), ("test", 15_000), ("standard", None), ("2000", 2_000)],
)
def test_levels(named: str, limit: int | None) -> None:
    assert operations_a_day({ACCESS_VARIABLE: named}) == limit
    assert google_ads_windows({ACCESS_VARIABLE: named})[0].limit == limit


@pytest.mark.parametrize("named", ["gold", "-1", "0", "1e9", "２８８０"])
def test_what_is_no_level_is_told(named: str) -> None:
    with pytest.raises(MicroconvError) as caught:
        operations_a_day({ACCESS_VARIABLE: named})
    assert ACCESS_VARIABLE in str(caught.value)
    assert "explorer" in str(caught.value.hint)


CLIENT = "123456789012-abc.apps.googleusercontent.com"


@pytest.mark.parametrize(
    ("content", "project"),
    [
        ({"project_id": "aoi", "client_id": CLIENT}, "aoi"),
        ({"quota_project_id": "billed", "project_id": "aoi"}, "billed"),
        ({"client_id": CLIENT, "client_secret": "s"}, "123456789012"),
        ({}, UNKNOWN),
    ],
)
def test_projects(content: dict[str, str], project: str) -> None:
    assert project_of(content) == project


def test_another_oauth_client_is_named_by_a_hash() -> None:
    names = {project_of({"client_id": client}) for client in ("one", "two")}
    assert len(names) == 2
    assert not names & {"one", "two", UNKNOWN}


def test_the_project_of_default_credentials(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.write_text(json.dumps({"project_id": "of-the-key", "private_key": "hush"}))
    named = {"GOOGLE_APPLICATION_CREDENTIALS": str(key)}
    assert default_project(named) == "of-the-key"
    assert default_project({**named, "GOOGLE_CLOUD_QUOTA_PROJECT": "billed"}) == "billed"
    assert default_project({**named, "GOOGLE_CLOUD_PROJECT": "other"}) == "of-the-key"
    lost = {"GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "none.json")}
    assert default_project(lost) == UNKNOWN
    assert default_project({**lost, "GOOGLE_CLOUD_PROJECT": "run"}) == "run"


def test_files_are_one_for_each_api_and_project_and_name_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path))
    token = {"developer_token": "very-secret", "client_secret": "hush", "refresh_token": "1//x"}
    names = {
        ledger_path("google_ads", google_ads_project({**token, **more}, {}), {}).name
        for more in ({}, {"client_id": CLIENT}, {"client_id": "other"})
    }
    assert len(names) == 3
    assert not any(secret in name for name in names for secret in token.values())
    real = ledger_path("google_ads", "p", {})
    first, second = ({"MICROCONV_EMULATOR": f"rest=https://localhost:{port}"} for port in (1, 2))
    emulated = {ledger_path("google_ads", "p", one, emulated=True) for one in (first, second)}
    assert real not in emulated
    assert len(emulated) == 2


def test_what_emulators_counted_long_ago_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "google_ads-x-day.json").write_text("{}")
    now = (tmp_path / "google_ads-x-day.json").stat().st_mtime
    forget_old(tmp_path, now + 86_400)
    assert len([*tmp_path.iterdir()]) == 1
    forget_old(tmp_path, now + 3 * 86_400)
    assert [*tmp_path.iterdir()] == []
    forget_old(tmp_path / "none", now)


# ---- the pace


def refusal(*, repeatable: bool, asked: float | None = None) -> QuotaError:
    return QuotaError(
        api="ga4", account="1", code="E", message="no", hint="h", repeatable=repeatable, retry_after_s=asked
    )


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def pacing(tmp_path: Path, slept: list[float]) -> Pacing:
    retrying = Retrying(sleep=slept.append, chance=lambda: 1.0)
    return Pacing("ga4", lambda: QuotaLedger(tmp_path / "ga4.json", ga4_windows()), retrying)


def failing(error: QuotaError) -> str:
    raise error


def test_each_sending_counts_also_what_is_refused_and_sent_again(pacing: Pacing, slept: list[float]) -> None:
    answers = iter([refusal(repeatable=True), refusal(repeatable=True, asked=7.0), None])

    def run() -> str:
        error = next(answers)
        return failing(error) if error else "done"

    with counted() as spending:
        sent = pacing.retrying.call(lambda: pacing.send(run, "1", {DAY: 1}, lambda _: False), writing=False)
    assert (sent, pacing.ledger.used(DAY), spending.sent, slept) == ("done", 3, {"ga4": 3}, [1.0, 7.0])


def test_a_refusal_that_is_of_one_object_closes_nothing(pacing: Pacing) -> None:
    with pytest.raises(QuotaError):
        pacing.send(lambda: failing(refusal(repeatable=False)), "1", {DAY: 1}, lambda _: False)
    assert pacing.ledger.take({DAY: 1}, 0.0).sent_at is not None


def test_after_the_end_of_the_day_nothing_is_sent(pacing: Pacing) -> None:
    with pytest.raises(QuotaSpentError) as caught:
        pacing.send(lambda: failing(refusal(repeatable=False, asked=600.0)), "1", {DAY: 1}, lambda _: True)
    assert (caught.value.code, caught.value.hint) == ("E", "h")
    sent: list[int] = []
    with counted() as spending, pytest.raises(QuotaSpentError, match="is used up: nothing was sent") as caught:
        pacing.send(lambda: sent.append(1), "1", {DAY: 1}, lambda _: True)
    assert (sent, pacing.ledger.used(DAY), spending.sent, spending.short) == ([], 1, {}, caught.value)


@pytest.mark.parametrize("of_the_day", [False, True])
@pytest.mark.parametrize("repeatable", [False, True])
def test_the_rate_of_one_account_holds_back_no_other(
    pacing: Pacing, slept: list[float], of_the_day: bool, repeatable: bool
) -> None:
    """Also where the code is that of the day's quota: that one is the project's."""
    error = AccountQuotaError(api="ga4", account="1", code="E", message="no", repeatable=repeatable, retry_after_s=40.0)
    with pytest.raises(AccountQuotaError):
        pacing.send(lambda: failing(error), "1", {DAY: 1}, lambda _: of_the_day)
    assert (pacing.send(lambda: "sent", "2", {DAY: 1}, lambda _: False), slept) == ("sent", [])
    assert pacing.send(lambda: "sent", "1", {DAY: 1}, lambda _: False) == "sent"
    assert slept == [pytest.approx(40.0, abs=1.0)]


def test_a_long_wait_is_no_wait(pacing: Pacing) -> None:
    with pytest.raises(QuotaError):
        pacing.send(lambda: failing(refusal(repeatable=True, asked=5_000.0)), "1", {DAY: 1}, lambda _: False)
    with pytest.raises(QuotaError, match="takes no more requests") as caught:
        pacing.send(lambda: "", "1", {DAY: 1}, lambda _: False)
    assert not isinstance(caught.value, QuotaSpentError)
    assert not caught.value.repeatable
