"""`microconv doctor`."""

from __future__ import annotations

import json
import re
import socket

import pytest

from microconv.emulator.faults import Fault
from tests.conftest import PROPERTY


@pytest.fixture
def statuses(run):
    def ask(*arguments):
        done = run("doctor", *arguments, "--format", "json")
        data = json.loads(done.out)
        assert data["format"] == 1
        return done.code, {one["name"]: one for one in data["checks"]}

    return ask


@pytest.mark.usefixtures("environment", "nothing_written")
def test_all_is_well_and_said_to_be_emulated(run, config):
    done = run("doctor", config)
    assert (done.code, done.err) == (0, "")
    assert "✓ Google Ads: endpoint: the emulator on this machine (emulated)" in done.out
    assert "あおいストア" in done.out
    assert done.out.splitlines()[-1] == "12 checks: 12 ok"


@pytest.mark.usefixtures("environment")
def test_japanese_has_no_english_words_of_its_own(run, config):
    done = run("doctor", config, "--language", "ja")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "チェック 12 件: 正常 12 件"
    assert not [word for word in ("checks", "visible", "credentials", "granted", "Google Ads:") if word in done.out]
    assert "✓ aoi: Google 広告 123-456-7890: あおいストア: 読み取り可" in done.out


@pytest.mark.usefixtures("environment")
def test_an_account_that_refuses_fails_with_its_advice(statuses, config, world):
    world.faults.add(Fault(api="ga4", method="GetProperty", nth=0, status="PERMISSION_DENIED"))
    code, found = statuses(config)
    assert code == 1
    refused = found[f"aoi: GA4 {PROPERTY}"]
    assert (refused["status"], bool(refused["advice"])) == ("failed", True)
    assert found["aoi: Google Ads 123-456-7890"]["status"] == "ok"


@pytest.mark.usefixtures("environment")
def test_an_account_that_is_visible_but_cannot_be_read_is_listed(statuses, world):
    world.faults.add(Fault(api="google_ads", method="SearchStream", nth=1, status="PERMISSION_DENIED"))
    code, found = statuses()
    assert code == 0
    assert "999-888-7777 (cannot be read: " in found["Google Ads: accounts visible"]["state"]


@pytest.mark.usefixtures("environment")
def test_without_a_login_customer_it_says_where_to_put_one(statuses, run, emulator, config, monkeypatch, tmp_path):
    name = "Google Ads: accounts visible"
    assert statuses()[1][name]["advice"] == ""  # the emulator's google-ads.yaml has one
    text = (emulator.folder / "google-ads.yaml").read_text(encoding="utf-8")
    path = tmp_path / "google-ads.yaml"
    path.write_text(re.sub(r"(?m)^login_customer_id:.*$", "", text), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    code, found = statuses(config)
    assert (code, found[name]["status"]) == (0, "ok")
    assert found[name]["advice"] == (
        "accounts below a manager account are reached through it: write `login_customer_id: 9998887777` into "
        "google-ads.yaml, or `google_ads: {login_customer_id: 999-888-7777}` into their configs"
    )
    assert "google-ads.yaml に `login_customer_id: 9998887777`" in run("doctor", "--language", "ja").told


@pytest.mark.usefixtures("environment")
def test_a_login_customer_that_does_not_lead_there_is_named(statuses, emulator, write_config, monkeypatch, tmp_path):
    text = (emulator.folder / "google-ads.yaml").read_text(encoding="utf-8")
    path = tmp_path / "google-ads.yaml"
    path.write_text(text.replace("login_customer_id: 9998887777", "login_customer_id: 2345678901"), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    code, found = statuses(write_config(google_ads={"customer_id": "1234567890"}))
    assert code == 1
    visible = found["Google Ads: accounts visible"]
    assert (visible["status"], visible["advice"]) == (
        "warning",
        f"{path} names the login customer 234-567-8901, which is none of these: name the one through which the "
        "accounts are reached",
    )
    assert (
        "google-ads.yaml names the login customer 234-567-8901, through"
        in found["aoi: Google Ads 123-456-7890"]["advice"]
    )


def test_without_credentials_it_says_what_to_do(statuses, monkeypatch, tmp_path):
    for name in ("MICROCONV_EMULATOR", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_ADS_CONFIGURATION_FILE_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    code, found = statuses()
    assert code == 1
    assert {name: one["status"] for name, one in found.items() if one["status"] != "ok"} == {
        "clock": "unknown",
        "Google Ads: endpoint": "unknown",
        "Google Ads: access": "failed",
        "GA4: access": "failed",
    }
    assert "microconv emulator" in found["GA4: access"]["advice"]


# ---- an emulator that is gone


@pytest.fixture
def gone(monkeypatch, tmp_path):
    """The variables of an emulator that has stopped: its folder is gone, and nothing listens at its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = f"https://localhost:{server.getsockname()[1]}"
    folder = tmp_path / "microconv-emulator-gone"
    monkeypatch.setenv("MICROCONV_EMULATOR", f"grpc=localhost:1;rest={endpoint};ahead=0")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(folder / "google-ads.yaml"))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(folder / "service-account.json"))
    for name in ("REQUESTS_CA_BUNDLE", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(folder / "ca.pem"))
    return endpoint, folder / "ca.pem"


NEXT = (
    "    → start one with `microconv emulator --env-file FILE` and `source FILE` again; for real accounts, use a "
    "terminal in which no such file was sourced"
)


@pytest.mark.parametrize(
    "arguments",
    [
        ("doctor",),
        ("plan", "CONFIG"),
        ("sync", "CONFIG", "--yes"),
        ("audit", "CONFIG"),
        ("snapshot", "CONFIG", "-o", "snapshot.json"),
        ("import", "--customer-id", "123-456-7890", "--client", "x", "-o", "x.yaml"),
        ("import", "--property-id", "345678901", "--client", "x", "-o", "x.yaml"),
        ("import", "--manager", "999-888-7777", "-o", "x"),
        ("explain", "mv_x", "CONFIG"),
        ("snippets", "CONFIG"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_an_emulator_that_is_gone_is_told_in_plain_words(run, config, gone, monkeypatch, tmp_path, arguments):
    monkeypatch.chdir(tmp_path)
    endpoint, path = gone
    done = run(*(str(config) if word == "CONFIG" else word for word in arguments))
    lines = done.err.splitlines()
    assert done.code == 1
    at = next(number for number, line in enumerate(lines) if "error: " in line)
    assert lines[at].endswith(
        "error: the emulator that MICROCONV_EMULATOR names is not running "
        f"(nothing answers at {endpoint}; its file {path} is gone)"
    )
    assert lines[at + 1] == NEXT
    assert "Could not find" not in done.err


def test_an_emulator_that_is_gone_in_japanese(run, gone):
    endpoint, path = gone
    done = run("doctor", "--language", "ja")
    assert done.err.splitlines()[0] == (
        f"エラー: 環境変数 MICROCONV_EMULATOR のエミュレーターが起動していません（{endpoint} から応答がありません。"
        f"ファイル {path} もありません）"
    )
    assert "このファイルを読み込んでいない端末で実行してください" in done.err


@pytest.mark.usefixtures("gone")
def test_what_reads_no_account_does_not_ask_for_the_emulator(run, config):
    assert run("validate", config).code == 0


def test_certificates_of_an_emulator_that_is_gone(run, gone, monkeypatch):
    monkeypatch.delenv("MICROCONV_EMULATOR")
    done = run("doctor")
    assert (done.code, done.err.splitlines()) == (
        1,
        [f"error: REQUESTS_CA_BUNDLE names {gone[1]}, a file of an emulator that is not running any more", NEXT],
    )


def test_certificates_that_are_not_there(run, monkeypatch, tmp_path):
    for name in ("MICROCONV_EMULATOR", "REQUESTS_CA_BUNDLE", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "proxy.pem"
    monkeypatch.setenv("CURL_CA_BUNDLE", str(path))
    done = run("doctor")
    assert (done.code, done.err.splitlines()) == (
        1,
        [
            f"error: CURL_CA_BUNDLE names {path}, which does not exist: without these certificates nothing can be "
            "connected to",
            "    → correct CURL_CA_BUNDLE, or unset it",
        ],
    )
