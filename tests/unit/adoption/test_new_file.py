"""Reading, adopting, proving: what the loader refuses is taken out, and what is read is what was asked for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from microconv.adoption import adopt, adopt_readings, asked_of, new_file, read_below
from microconv.adoption.inverse import left
from microconv.connections import Connections
from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.errors import AccessDeniedError, ApiError, ConfigError, QuotaError
from microconv.core.kinds import EVERYTHING
from microconv.core.resource import Reading
from microconv.loading import read_snapshot, take_snapshot
from tests.inventory import inventory
from tests.strategies import action, ads, client, ga4, goal, imported, key_event

BELOW = NamedAccounts("Aoi 123-456-7890", Accounts("1234567890", "9998887777"))


def test_what_only_the_loader_refuses_is_taken_out_and_told() -> None:
    apps = [action(f"App {one}", one, type="google_play_download", app_id="com.example") for one in (1, 2)]
    readings = (ads(*apps, action("buy", 3)), ga4())
    found = adopt_readings(readings, asked_of(client().accounts))
    assert found.client is not None
    assert [item.name for item in found.client.conversions] == ["buy"]
    why = "another conversion has source google_play_download and app com.example too; Google takes one of each"
    assert [(item.address.name, item.why) for item in found.unexpressed] == [("App 1", why), ("App 2", why)]
    assert (found.proven, left(found.plan)) == (False, ())
    assert f'# - conversion "App 1": {why[:40]}' in found.text


def test_an_account_that_no_config_can_hold_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_file, "MAX_BYTES", 179)
    monkeypatch.setattr(new_file, "adoption_of", None)
    with pytest.raises(ConfigError, match="a config of 3 conversions would be larger than a config may be") as refused:
        adopt_readings((ads(*(action(f"buy {one}", one) for one in (1, 2, 3))), ga4()), asked_of(client().accounts))
    assert "`unlisted: keep`" in refused.value.hint


def test_a_config_that_is_too_large_when_it_is_written_is_refused_before_its_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(new_file, "MAX_BYTES", 200)
    monkeypatch.setattr(new_file, "prove_text", None)
    with pytest.raises(ConfigError, match="a config of 1 conversions would be larger"):
        adopt_readings((ads(action("buy", 1)), ga4()), asked_of(client().accounts))


def test_a_label_that_no_config_can_hold_leaves_nothing_to_load() -> None:
    found = adopt_readings((ads(), ga4()), asked_of(client().accounts, " x"))
    assert (found.client, found.proven) == (None, False)
    assert [item.address.type for item in found.unexpressed] == ["config"]
    assert "client cannot be ' x'" in found.unexpressed[0].why


@pytest.mark.parametrize("propose", ["", "comments", "changes"])
def test_from_a_snapshot(tmp_path: Path, propose: str) -> None:
    path = tmp_path / "live.json"
    path.write_text(take_snapshot(inventory(), datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)), encoding="utf-8")
    found = adopt("1234567890", "345678901", label="momiji", live=read_snapshot([path]), propose=propose)
    assert found.client is not None
    assert (found.proven, found.client.label, found.changed) == (True, "momiji", propose == "changes")
    assert [item.new_name for item in found.proposals] == (["mv_plan_page"] if propose else [])
    assert ("mv_plan_page" in found.client.by_name) == (propose == "changes")
    assert bool(left(found.plan)) == (propose == "changes")
    assert ("proposed: `name: mv_plan_page" in found.text) == (propose == "comments")


# ---- the property of a client below a manager


@dataclass(frozen=True)
class MadeUp(Connections):
    """Connections to made-up accounts: a reading, or the error that reading ends in, by provider."""

    found: dict[str, Reading | ApiError]

    def readers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[object, ...]:  # type: ignore[override]
        assert needs == EVERYTHING
        wanted = [*(["google_ads"] if accounts.customer_id else []), *(["ga4"] if accounts.property_id else [])]
        return tuple(_Reader(name, self.found[name]) for name in wanted)


@dataclass(frozen=True)
class _Reader:
    name: str
    answer: Reading | ApiError
    account: str = "x"

    def read(self) -> Reading:
        if isinstance(self.answer, ApiError):
            raise self.answer
        return self.answer


def refused(kind: type[ApiError]) -> ApiError:
    return kind(api="ga4", account="345678901", code="PERMISSION_DENIED", message="no")


def test_the_only_property_that_feeds_an_account_is_read_with_it() -> None:
    accounts = MadeUp({"google_ads": ads(imported("lead")), "ga4": ga4(key_event("lead"))})
    whole, readings, missing = read_below(BELOW, accounts)
    assert (whole.property_id, [item.provider for item in readings], missing) == (
        "345678901",
        ["google_ads", "ga4"],
        "",
    )


def test_several_properties_are_not_chosen_from() -> None:
    two = ads(imported("lead", 1), replace(imported("lead", 2), identity="ga4:999/lead"))
    whole, readings, missing = read_below(BELOW, MadeUp({"google_ads": two}))
    assert (whole, len(readings)) == (BELOW.accounts, 1)
    assert missing == "several GA4 properties feed it (999, 345678901): GA4 was not read"


def test_a_property_that_is_closed_to_us_is_left_out() -> None:
    accounts = MadeUp({"google_ads": ads(imported("lead")), "ga4": refused(AccessDeniedError)})
    whole, readings, missing = read_below(BELOW, accounts)
    assert (whole, len(readings)) == (BELOW.accounts, 1)
    assert missing == "its GA4 property 345678901 cannot be read (PERMISSION_DENIED)"
    found = adopt_readings(readings, asked_of(whole), notes=[missing])
    assert f"# - {missing}\n" in found.text


def test_another_error_of_ga4_is_not_swallowed() -> None:
    with pytest.raises(QuotaError):
        read_below(BELOW, MadeUp({"google_ads": ads(imported("lead")), "ga4": refused(QuotaError)}))


ODD = (action("mv_ChatOpen", 1), action("mv_ok", 2), action("mv_PLAN", 3), action("mv_plan", 4))


def test_a_step_whose_name_breaks_the_rule_is_renamed_as_a_proposal() -> None:
    """Its own name no config can list; another action has the name that mv_PLAN would get."""
    readings = (ads(*ODD), ga4())
    found = adopt_readings(readings, asked_of(client().accounts), propose="changes")
    assert found.client is not None
    assert found.client.by_name["mv_chat_open"].previously == ("mv_ChatOpen",)
    assert [(change.address.name, change.reasons) for change in found.plan.changes] == [
        ("mv_chat_open", ('renamed from "mv_ChatOpen"',))
    ]
    assert '# proposed, not applied: was "mv_ChatOpen"; it breaks the rule for names\n' in found.text
    assert [item.address.name for item in found.unexpressed] == ["mv_PLAN"]


def test_nothing_is_renamed_unless_that_is_asked_for() -> None:
    for propose in ("", "comments"):
        asked = asked_of(client().accounts)
        found = adopt_readings((ads(*ODD), ga4()), asked, propose=propose)
        assert not left(found.plan)
        assert [item.address.name for item in found.unexpressed] == ["mv_ChatOpen", "mv_PLAN"]
        assert "let `--propose changes` propose that" in found.unexpressed[0].hint


def test_a_plan_names_no_file_that_was_there_for_the_proof_alone() -> None:
    primary = action("mv_ok", 2, primary_for_goal=True, category="page_view")
    asked = asked_of(client().accounts)
    found = adopt_readings((ads(primary, goal("page_view~website", biddable=False)), ga4()), asked)
    spans = [item.span for item in found.plan.warnings if item.span]
    assert spans
    assert {item.file for item in spans} == {"imported config"}
