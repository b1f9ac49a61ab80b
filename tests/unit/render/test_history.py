"""Runs of the past as text and JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import NAMES, harmful
from strategies import action, client, conversion, key_event, plan_of
from styles import WIDE

from microconv.core.client import Unlisted
from microconv.core.conversion import Value
from microconv.core.plan import AttributeChange, Change
from microconv.core.ports import Status
from microconv.core.resource import Address
from microconv.core.text import Language
from microconv.reconcile.head import Head
from microconv.reconcile.past import Done, Run
from microconv.render.history import history_json, history_text, run_json, run_text
from microconv.render.style import Style

HEAD = {
    "record": "run",
    "at": "2026-11-23T09:15:01.234+00:00",
    "format": 1,
    "run": "20261123T091501Z-abcdef",
    "client": "aoi-store",
    "accounts": [["google_ads", "123-456-7890"], ["ga4", "345678901"]],
    "owner": "",
    "emulated": False,
    "plan": "0123456789abcdef",
    "config_digest": "fedcba9876543210",
    "tool": "microconv 1.2.3",
    "apis": {"ga4": "v1beta"},
    "who": "aoi@desk",
    "kind": "sync",
    "undoes": "",
    "config": "",
    "planned": 0,
    "currency": "JPY",
    "customer_id": "1234567890",
    "login_customer_id": "",
    "property_id": "345678901",
    "data_stream": "",
    "manage_owner": False,
    "container": "",
    "workspace": "",
}
UPDATE, CREATE = plan_of(
    client(conversion("mv_cart", value=Value(500.0, "JPY")), conversion("mv_new", value=Value(5.0, "JPY"))),
    action("mv_cart", value_settings__default_value=300.0, value_settings__always_use_default_value=True),
).changes
(REMOVE,) = plan_of(client(unlisted=Unlisted.REMOVE), key_event("mv_old")).changes


def run(*done: Done, end: str = "in sync", torn: bool = False, **head: object) -> Run:
    ended = "2026-11-23T09:15:09.000+00:00" if end else ""
    return Run(Path("x.jsonl"), Head.from_dict({**HEAD, **head}), done, end, ended, torn)


def done(change: Change, status: Status | None = Status.APPLIED, **more: object) -> Done:
    return Done(1, change, status, **more)  # type: ignore[arg-type]


# ---- one run


def test_one_run_whole() -> None:
    shown = run_text(
        run(
            done(UPDATE, request_id="REQ-1"),
            done(CREATE, Status.FAILED, error="google_ads 1: RangeError.TOO_LOW: Too low.", request_id="REQ-1"),
            done(REMOVE, settled=True),
            end="not in sync",
        )
    )
    created = [line for line in shown.splitlines() if line.startswith("      ")]
    assert shown.startswith(
        "aoi-store  Google Ads 123-456-7890 · GA4 345678901\n"
        "  sync 20261123T091501Z-abcdef, 2026-11-23T09:15:01.234+00:00, by aoi@desk\n"
        "  plan 01234567, config fedcba98, microconv 1.2.3\n"
        '  ✓ update conversion "mv_cart"  done\n'
        "      value 300 JPY → 500 JPY\n"
        "      request id REQ-1\n"
        '  ✗ create conversion "mv_new"  not done\n'
    )
    assert "      value 5 JPY" in created  # without a before: there was none
    assert shown.endswith(
        "      google_ads 1: RangeError.TOO_LOW: Too low.\n"
        "      request id REQ-1\n"
        '  ✓ remove key event "mv_old"  done, as reading showed\n'
        "  ended: not in sync, 2026-11-23T09:15:09.000+00:00\n"
    )


def test_a_journal_that_names_no_currency_has_amounts_alone() -> None:
    """As those of earlier versions: which one it was is not guessed."""
    head = {name: value for name, value in HEAD.items() if name != "currency"}
    past = Run(Path("x.jsonl"), Head.from_dict(head), (done(UPDATE),))
    assert "      value 300 → 500\n" in run_text(past)
    assert past.head.unread == ()


@pytest.mark.parametrize("status", [None, Status.UNKNOWN])
def test_what_is_not_known_comes_with_the_way_to_find_out(status: Status | None) -> None:
    shown = run_text(run(done(UPDATE, status), end="", torn=True))
    assert '  ? update conversion "mv_cart"  UNKNOWN whether it happened\n' in shown
    assert shown.endswith(
        "  cut off: it has no end\n"
        "  its last line was not written whole\n"
        "  → to find out what became of the rest: `microconv history settle 20261123T091501Z-abcdef`\n"
    )


def test_nothing_unknown_needs_nothing_found_out() -> None:
    assert "settle" not in run_text(run(done(UPDATE), done(CREATE, Status.FAILED)))


def test_a_rollback_says_what_it_took_back_and_an_emulated_run_that_it_was_one() -> None:
    shown = run_text(run(kind="rollback", undoes="20261122T000000Z-000000", emulated=True))
    assert shown.splitlines()[0].endswith("GA4 345678901  (emulated)")
    assert "  rollback 20261123T091501Z-abcdef, " in shown
    assert "  takes back 20261122T000000Z-000000\n" in shown
    assert "takes back" not in run_text(run())


# ---- many runs


def test_no_runs() -> None:
    assert history_text([]) == "No runs yet.\n"


def test_a_line_for_each_run() -> None:
    shown = history_text(
        [
            run(done(UPDATE), done(CREATE), run="20261123T2-b", kind="rollback", client="あおい"),
            run(done(UPDATE), done(CREATE, Status.FAILED), done(REMOVE, None), end="", run="20261123T1-a"),
            run(end="not verified", emulated=True, run="20261123T0-a"),
        ]
    )
    assert shown == (
        "20261123T2-b  rollback  あおい     in sync: 2 of 2 done\n"
        "20261123T1-a  sync      aoi-store  cut off: 1 of 3 done, 1 failed, 1 unknown\n"
        "20261123T0-a  sync      aoi-store  not verified (emulated): 0 of 0 done\n"
    )


# ---- JSON


def test_json_has_all_that_the_journal_has() -> None:
    found = json.loads(json.dumps(history_json([run(done(UPDATE, request_id="R1"), done(REMOVE, None))])))
    assert set(found) == {"format", "runs"}
    assert found["format"] == 1
    (one,) = found["runs"]
    first, second = one.pop("changes")
    assert one == {
        **{key: value for key, value in HEAD.items() if key not in {"record", "format", "at"}},
        "unread": [], "started": HEAD["at"], "ended": "2026-11-23T09:15:09.000+00:00", "end": "in sync", "torn": False,
    }  # fmt: skip
    assert (first["action"], first["status"], first["settled"], first["request_id"], first["error"]) == (
        "update", "applied", False, "R1", "",
    )  # fmt: skip
    assert first["attributes"] == [{"name": "value_settings.default_value", "before": 300.0, "after": 500.0}]
    assert (second["action"], second["status"], second["step"]) == ("remove", "unknown", 1)
    assert {item["name"]: item["before"] for item in second["attributes"]}["counting_method"] == "once_per_event"


def test_a_journal_cannot_take_the_place_of_what_is_counted() -> None:
    """Keys of the first record with the names of our own do not win."""
    assert run_json(run(changes="none", end="x"))["end"] == "x"
    assert len(run_json(run(done(UPDATE), changes=[]))["changes"]) == 1


# ---- hostile names


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_a_journal_obeys_or_hides(name: str) -> None:
    odd = replace(UPDATE, address=Address(name, name), attributes=(AttributeChange(name, name, name),))
    strange = run(
        done(odd, error=name, request_id=name), done(odd, None), torn=True, end=name,
        **dict.fromkeys(("run", "client", "who", "plan", "config_digest", "tool", "kind", "undoes", "at"), name),
        accounts=[[name, name]],
    )  # fmt: skip
    usual = run(done(UPDATE, error="x", request_id="x"), done(UPDATE, None), torn=True, undoes="x")
    for shown, plain in (
        (run_text(strange, WIDE), run_text(usual, WIDE)),
        (history_text([strange], WIDE), history_text([usual], WIDE)),
    ):
        assert harmful(shown) == []
        assert shown.count("\n") == plain.count("\n")


def test_colour_only_where_it_is_wanted() -> None:
    one = run(done(UPDATE), done(CREATE, Status.FAILED))
    assert "\x1b" not in run_text(one) + history_text([one])
    assert "\x1b[" in run_text(one, Style(colour=True))
    assert "\x1b[" in history_text([one], Style(colour=True))


def test_the_list_counts_what_was_planned_and_every_change_once() -> None:
    """As `sync` counts: what was sent again is one change, and what was never tried counts as planned."""
    again = run(done(UPDATE, Status.FAILED), done(UPDATE), end="interrupted", planned=3)
    assert "interrupted: 1 of 3 done, 2 not tried" in history_text([again])
    assert "  · 2 of 3 changes not tried\n" in run_text(again)


def test_an_end_of_which_the_journal_tells_more_is_told_in_japanese_too() -> None:
    waits = run(done(UPDATE), end="applied; 2 imports wait for Google")
    assert "applied; 2 imports wait for Google: " in history_text([waits])
    for shown in (history_text([waits], language=Language.JA), run_text(waits, language=Language.JA)):
        assert "適用済み（Google の処理待ち、または効果のない変更あり）" in shown
        assert "imports" not in shown
