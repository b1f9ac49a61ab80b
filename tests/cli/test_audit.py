"""`microconv audit`: the command; what each rule finds is tested with the rules."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from microconv.emulator.faults import Fault
from tests.conftest import CART, PROPERTY, PURCHASE

CLIENTS = ("123-456-7890", "234-567-8901", "345-678-9012", "666-777-8888")

pytestmark = pytest.mark.usefixtures("environment")


def rules(done):
    return {finding["rule"] for audit in json.loads(done.out)["audits"] for finding in audit["findings"]}


def test_an_account_against_its_config(run, config, holds):
    before = holds.everything()
    done = run("audit", config)
    assert (done.code, done.err) == (3, "")
    assert done.out.startswith(
        "aoi  Google Ads 123-456-7890 · GA4 345678901  (emulated)\n\nFour questions\n  no       Do the indicators"
    )
    assert (
        f'error: A role differs from the config [roles-differ]\n  conversion "mv_add_to_cart"  {config}:'
    ) in done.out
    assert "      primary in the account, secondary in the config\n" in done.out
    assert done.out.endswith(" API calls. Nothing was changed.\n")
    assert (holds.everything(), holds.writes()) == (before, [])


def test_after_a_sync_the_roles_are_right(run, config, world):
    assert run("sync", config, "--yes").code == 0
    done = run("audit", config, "--only", "roles-differ", "--fail-on", "note")
    assert (done.code, "0 errors, 0 warnings, 0 notes. 1 rule passed" in done.out) == (0, True), done.out


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 3), ("note", 3), ("never", 0)])
def test_fail_on(run, write_config, world, level, code):
    """A primary micro-conversion in an account with enough final ones is a warning."""
    config = write_config(PURCHASE, {**CART, "role": "primary"}, unlisted="keep")
    done = run("audit", config, "--fail-on", level, "--format", "json", "--only", "roles-micro-*")
    assert {finding["level"] for finding in json.loads(done.out)["audits"][0]["findings"]} == {"warning"}
    assert done.code == code


def test_without_a_config(run, world, holds):
    before = holds.everything()
    done = run(
        "audit", "--customer-id", "123-456-7890", "--login-customer-id", "999-888-7777", "--property-id", "345678901",
        "--fail-on", "warning",
    )  # fmt: skip
    assert done.code == 3, done.err
    assert done.out.startswith("123-456-7890 · 345678901  Google Ads 123-456-7890 · GA4 345678901  (emulated)\n")
    assert "[roles-micro-enough]" in done.out
    assert "roles-differ" not in done.out
    assert (holds.everything(), holds.writes()) == (before, [])


def test_every_client_below_a_manager(run, holds):
    before = holds.everything()
    done = run("audit", "--manager", "999-888-7777", "--format", "json", "--fail-on", "never")
    below = [audit["accounts"] for audit in json.loads(done.out)["audits"]]
    assert below == [[["google_ads", number]] for number in CLIENTS]
    assert done.code == 5
    assert "Closed to us 555-666-7777: error: google_ads 555-666-7777: " in done.err
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("reader", ["client", "engineer"])
def test_a_page_says_which_account_it_lacks(run, tmp_path, reader, language):
    """One of those below the manager account may not be read."""
    path = tmp_path / "page.html"
    done = run(
        "audit", "--manager", "999-888-7777", "--for", reader, "--format", "html", "--language", language, "-o", path
    )  # fmt: skip
    assert done.code == 5
    page = path.read_text(encoding="utf-8")
    told = {"en": "could not be read", "ja": "読み取れなかったため"}[language]
    (note,) = re.findall(r'<p class="card missing">.*</p>', page)
    assert told in note.replace("Could", "could")
    assert "Closed to us 555-666-7777" in note
    assert page.count("555-666-7777") == 1


def test_where_no_account_can_be_read_there_is_no_page(run, config, world, tmp_path):
    world.faults.add(Fault(api="google_ads", method="SearchStream", nth=0, status="PERMISSION_DENIED"))
    path = tmp_path / "page.html"
    done = run("audit", config, "--for", "client", "--format", "html", "-o", path)
    assert done.code == 1
    assert done.err.endswith("no page was written: no account could be read\n")
    assert not path.exists()


def test_some_clients_below_a_manager(run):
    done = run("audit", "--manager", "9998887777", "--match", "*ストア", "--format", "json", "--fail-on", "never")
    assert [audit["name"] for audit in json.loads(done.out)["audits"]] == ["あおいストア 123-456-7890"]


def test_no_client_below_a_manager_is_like_that(run):
    done = run("audit", "--manager", "9998887777", "--match", "Zebra*")
    assert (done.code, done.out) == (64, "")
    assert "no client below 999-888-7777 matches Zebra*; there are" in done.err


def test_only_and_ignore(run, config):
    done = run("audit", config, "--format", "json", "--only", "roles-*", "--ignore", "roles-differ")
    ran = {rule["id"] for rule in json.loads(done.out)["audits"][0]["rules"]}
    assert done.code == 0
    assert "roles-no-final" in ran
    assert "roles-differ" not in ran
    assert all(rule.startswith("roles-") for rule in ran)


@pytest.mark.parametrize("option", ["--only", "--ignore"])
def test_a_rule_that_there_is_not(run, config, option):
    done = run("audit", config, option, "roles_differ")
    assert (done.code, done.out) == (64, "")
    assert "there is no audit rule 'roles_differ'; did you mean 'roles-differ'?" in done.err


def test_a_baseline_leaves_what_is_new(run, config, world, tmp_path):
    before = tmp_path / "before.json"
    assert run("audit", config, "--format", "json", "-o", before).code == 3
    same = run("audit", config, "--baseline", before)
    assert same.code == 0
    assert "(in the baseline)" in same.out
    assert "Audit: 0 errors, 0 warnings, 0 notes (beside 0 ignored, " in same.out
    purchase = world.google_ads.customers[1234567890].named("purchase")
    purchase.fields["primary_for_goal"] = False
    worse = run("audit", config, "--baseline", before, "--format", "json")
    assert worse.code == 3
    new = {one["rule"]: one["name"] for one in json.loads(worse.out)["audits"][0]["findings"] if not one["known"]}
    assert new["roles-differ"] == "purchase"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        (b"\xff", "is not UTF-8 text"),
        (b"{}", "this is not an audit that microconv wrote"),
    ],
)
def test_a_baseline_that_is_none(run, config, tmp_path, content, told):
    path = tmp_path / "before.json"
    if content is not None:
        path.write_bytes(content)
    done = run("audit", config, "--baseline", path)
    assert (done.code, done.out) == (1, "")
    assert f"{path}: {told}" in done.err


def test_what_the_config_accepts_does_not_fail_a_run(run, write_config):
    accepted = {"rule": "roles-*", "reason": "agreed with the client", "until": "2999-12-31"}
    config = write_config(PURCHASE, CART, audit={"ignore": [accepted]})
    done = run("audit", config, "--fail-on", "note", "--only", "roles-*")
    assert done.code == 0, done.out
    assert "(ignored until 2999-12-31: agreed with the client)" in done.out


def test_an_unknown_rule_in_the_config_is_an_error_of_the_config(run, write_config):
    accepted = {"rule": "roles-difer", "reason": "x", "until": "2999-12-31"}
    done = run("audit", write_config(PURCHASE, audit={"ignore": [accepted]}))
    assert (done.code, done.out) == (1, "")
    assert "roles-differ" in done.err


def test_japanese(run, config):
    done = run("audit", config, "--language", "ja")
    assert "エラー: " in done.out
    assert done.out.endswith("変更は一切行っていません。\n")


def test_sarif_points_into_the_config(run, config):
    done = run("audit", config, "--format", "sarif")
    log = json.loads(done.out)["runs"][0]
    (role,) = [item for item in log["results"] if item["ruleId"] == "roles-differ"]
    place = role["locations"][0]["physicalLocation"]
    line = config.read_text(encoding="utf-8").splitlines()[place["region"]["startLine"] - 1]
    assert "mv_add_to_cart" in line
    assert place["artifactLocation"]["uri"].endswith(config.name)
    assert done.code == 3


def test_junit_fails_where_the_exit_code_does(run, config):
    done = run("audit", config, "--format", "junit")
    cases = {
        case.attrib["name"]: [part.tag for part in case] for case in ElementTree.fromstring(done.out).iter("testcase")
    }
    assert (done.code, cases["roles-differ"], cases["naming-prefix"]) == (3, ["failure"], [])
    never = run("audit", config, "--format", "junit", "--fail-on", "never")
    assert (never.code, "<failure" in never.out) == (0, False)


def test_sarif_has_the_problems_of_a_broken_config(run, write_config):
    done = run("audit", write_config({**PURCHASE, "counting": "sometimes"}), "--format", "sarif")
    (result,) = json.loads(done.out)["runs"][0]["results"]
    assert (done.code, result["level"]) == (1, "error")
    assert "sometimes" in result["message"]["text"]
    assert "the config has errors" in done.err


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "sarif"])
def test_a_file_has_what_would_have_been_printed(run, config, tmp_path, form):
    out = tmp_path / "audit"
    done = run("audit", config, "--format", form, "-o", out, "--only", "roles-*")
    assert (done.code, done.out) == (3, "")
    assert f"saved to {out}" in done.err
    printed = run("audit", config, "--format", form, "--only", "roles-*").out
    undated = [re.sub(r"2026-\d\d-\d\dT[\d:+]+", "", text) for text in (out.read_text(encoding="utf-8"), printed)]
    assert undated[0] == undated[1]
    assert out.stat().st_mode & 0o077 == 0


def test_json_is_one_document(run, write_config, world):
    write_config()
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    contact = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
    folder = write_config(contact, file="botan.yaml", google_ads=botan, ga4=None).parent
    done = run("audit", folder, "--format", "json")
    data = json.loads(done.out)
    assert (data["format"], [one["name"] for one in data["audits"]]) == (2, ["aoi", "botan"])
    assert done.code == 3


def test_markdown(run, config, world):
    done = run("audit", config, "--format", "markdown")
    assert done.out.startswith("## aoi (emulated)\n\nGoogle Ads 123-456-7890 · GA4 345678901 · ")
    assert "\n#### error: A role differs from the config (`roles-differ`)\n" in done.out


def test_live_needs_no_network(run, config, world, tmp_path, monkeypatch):
    """It tells the same; but of Google signals, for which an audit of a property has no call left."""
    live = tmp_path / "live.json"
    assert run("snapshot", config, "--measures", "-o", live).code == 0
    but = ("--ignore", "ga4-signals", "--format", "json")
    online = json.loads(run("audit", config, *but).out)["audits"][0]
    world.log.clear()
    monkeypatch.delenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH")
    done = run("audit", config, "--live", live, *but)
    offline = json.loads(done.out)["audits"][0]
    assert (done.code, world.log.entries) == (3, ())
    told = [{key: one[key] for key in ("findings", "rules", "questions", "summary")} for one in (online, offline)]
    assert told[0] == told[1]
    assert (online["calls"] > 0, offline["calls"]) == (True, 0)


def test_a_snapshot_alone_is_audited_account_by_account(run, tmp_path, world, monkeypatch):
    """GA4's property goes with the account that imports it."""
    one, several = tmp_path / "one.json", tmp_path / "several.json"
    login = ("--login-customer-id", "9998887777")
    assert run("snapshot", "--customer-id", CLIENTS[0], *login, "--property-id", PROPERTY, "-o", one).code == 0
    assert run("snapshot", "--customer-id", CLIENTS[1], *login, "-o", several).code == 0
    monkeypatch.delenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH")
    world.log.clear()
    audits = [
        json.loads(run("audit", *(word for path in paths for word in ("--live", path)), "--format", "json").out)[
            "audits"
        ]
        for paths in ([one], [several], [one, several])
    ]
    together = [["google_ads", CLIENTS[0]], ["ga4", PROPERTY]]
    assert [[audit["accounts"] for audit in each] for each in audits] == [
        [together], [[["google_ads", CLIENTS[1]]]], [together, [["google_ads", CLIENTS[1]]]],
    ]  # fmt: skip
    assert world.log.entries == ()


def test_a_snapshot_without_measures_leaves_unknown_what_they_tell(run, config, tmp_path):
    live = tmp_path / "live.json"
    assert run("snapshot", config, "-o", live).code == 0
    done = run("audit", config, "--live", live, "--format", "json")
    unknown = [rule for rule in json.loads(done.out)["audits"][0]["rules"] if rule["status"] == "unknown"]
    assert {"silence-30", "values-dynamic-default"} <= {rule["id"] for rule in unknown}, unknown
    assert all("snapshot --measures" in rule["reason"]["en"] for rule in unknown)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name a config, or an account with --customer-id, --property-id or --manager"),
        (["--manager", "9998887777", "--customer-id", "1234567890"], "not both"),
        (["--match", "x", "--customer-id", "1234567890"], "--match is for --manager"),
        (["--login-customer-id", "9998887777", "--property-id", "1"], "--login-customer-id is for --customer-id"),
        (["--data-stream", "1", "--customer-id", "1234567890"], "--data-stream is for --property-id"),
        (["--customer-id", "123"], "--customer-id is '123'; it must be ten digits, such as 123-456-7890"),
        (["--property-id", "G-ABC"], "--property-id is 'G-ABC'; it must be digits only, such as 345678901"),
        (["--customer-id", "1234567890", "--fail-on", "everything"], "everything"),
    ],
)
def test_wrong_usage(run, arguments, told):
    done = run("audit", *arguments)
    assert (done.code, done.out) == (64, "")
    assert told in done.err


def test_a_config_and_an_account_are_too_much(run, config):
    done = run("audit", config, "--customer-id", "1234567890")
    assert done.code == 64
    assert "name configs, or accounts with --customer-id, --property-id or --manager, not both" in done.err


def test_an_error_of_one_client(run, write_config, world):
    write_config()
    folder = write_config(PURCHASE, file="closed.yaml", google_ads={"customer_id": "5556667777"}, ga4=None).parent
    done = run("audit", folder, "--format", "json")
    assert done.code == 5
    assert [one["name"] for one in json.loads(done.out)["audits"]] == ["aoi"]
    assert "closed: error: google_ads 555-666-7777" in done.err


# ---- pages


def test_the_clients_page_has_labels_and_the_accounts_own_name(run, write_config, world, tmp_path):
    out = tmp_path / "aoi.html"
    config = write_config(
        {**PURCHASE, "label": "購入完了"}, {**CART, "label": "カート追加"}, owner="taro@agency.example",
        report={"agency": "みどり広告"},
    )  # fmt: skip
    done = run("audit", config, "--for", "client", "--format", "html", "--language", "ja", "-o", out)
    assert done.code == 3, done.err
    page = out.read_text(encoding="utf-8")
    name = world.google_ads.customers[1234567890].fields["descriptive_name"]
    assert [text in page for text in (name, "カート追加", "みどり広告", "総評")] == [True] * 4
    assert [text in page for text in ("mv_add_to_cart", "taro@agency.example", str(config), "<script")] == [False] * 4
    engineers = run("audit", config, "--format", "html").out
    assert "mv_add_to_cart" in engineers


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--for", "client"], "--for client makes a page: add --format html, or --format pdf"),
        (["--for", "client", "--format", "json"], "--for client makes a page"),
        (["--format", "pdf"], "a PDF goes into a file: add -o FILE"),
    ],
)
def test_a_page_needs_its_format_and_a_pdf_a_file(run, config, world, arguments, told):
    world.log.clear()
    done = run("audit", config, *arguments)
    assert (done.code, done.out, world.log.entries) == (64, "", ())
    assert told in done.err


def test_without_a_program_for_pdf_nothing_is_read_and_the_way_is_told(run, config, world, tmp_path, monkeypatch):
    world.log.clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = run("audit", config, "--format", "pdf", "-o", tmp_path / "aoi.pdf")
    assert (done.code, done.out, world.log.entries) == (1, "", ())
    assert "there is no program here that makes a PDF" in done.err
    done = run("audit", config, "--format", "pdf", "-o", tmp_path / "aoi.pdf", "--language", "ja")
    assert "PDF を作成できるプログラムがありません" in done.err
    assert "--format html で作成し、ブラウザーから印刷することもできます" in done.err
    assert list(tmp_path.glob("*.pdf")) == []


BROWSER = """#!/bin/sh
for given; do case $given in --print-to-pdf=*) made=${given#*=};; file://*) page=${given#file://};; esac; done
{ printf '%%PDF '; cat "$page"; printf '%%%%EOF'; } > "$made"
"""


@pytest.mark.parametrize(("script", "code"), [(BROWSER, 3), ("#!/bin/sh\necho no display >&2; exit 5\n", 1)])
def test_a_browser_prints_the_page(run, config, world, tmp_path, monkeypatch, script, code):
    (tmp_path / "chromium").write_text(script, encoding="utf-8")
    (tmp_path / "chromium").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    out = tmp_path / "aoi.pdf"
    done = run("audit", config, "--for", "client", "--format", "pdf", "-o", out)
    assert done.code == code, done.err
    if code == 1:
        assert "chromium made no PDF: no display" in done.err
        assert not out.exists()
    else:
        assert out.read_bytes().startswith(b"%PDF <!doctype html>")
        assert out.stat().st_mode & 0o077 == 0


def test_a_baseline_of_other_accounts_is_said_to_compare_nothing(run, config, tmp_path):
    theirs = tmp_path / "theirs.json"
    theirs.write_text('{"format": 2, "kind": "microconv audit", "audits": []}', "utf-8")
    assert "has no audit of the accounts of" in run("audit", config, "--baseline", theirs).err
    assert "比較していません" in run("audit", config, "--baseline", theirs, "--language", "ja").err
