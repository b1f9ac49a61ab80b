"""`microconv values`: what steps are worth by the people of an emulated shop, and what is written into configs."""

from __future__ import annotations

import difflib
import json
import os

import pytest

from microconv.config.editing import MARK
from microconv.loading import load
from tests.cli.results_site import BOTAN, CART, CHECKOUT, FINAL, SECONDARY, TODAY, config_of, site

__all__ = ["site"]
pytestmark = pytest.mark.usefixtures("site", "state")


@pytest.fixture
def aoi(tmp_path):
    return config_of(tmp_path, FINAL, CHECKOUT, CART)


def answers(done):
    made = json.loads(done.out)
    assert (made["format"], made["kind"]) == (1, "microconv values")
    return made["clients"]


def results(done):
    (answer,) = answers(done)
    return {one["conversion"]: one for one in answer["review"]["results"]}


def test_values_with_their_evidence_and_nothing_is_written(run, aoi):
    before = aoi.read_bytes()
    done = run("values", aoi, "--format", "json")
    assert done.code == 0, done
    found = results(done)
    checkout, cart = found["mv_checkout"], found["mv_add_to_cart"]
    for one, share in ((checkout, 0.5), (cart, 0.3)):
        assert one["evidence"]["reached"] >= 20
        assert one["estimate"]["low"] <= share * 10_000 <= one["estimate"]["high"]
    assert (checkout["proposal"]["now"], checkout["proposal"]["value"], checkout["proposal"]["capped"]) == (
        1_000, 2_000, True,
    )  # fmt: skip
    assert cart["proposal"]["value"] == 5_000
    (answer,) = answers(done)
    assert answer["ground"]["emulated"] is True
    assert json.loads(done.out)["written"] == []
    assert aoi.read_bytes() == before


@pytest.mark.parametrize(
    ("language", "proposed", "evidence"),
    [
        ("en", "Proposed changes: 2 values.", "users, 90 days); now ¥1,000; one step at most ×2 or ÷2"),
        ("ja", "変更の提案: 値 2 件。", "90 日間）、現在 ￥1,000、一度の変更は 2 倍または 2 分の 1 まで"),
    ],
)
def test_it_is_shown_in_both_languages_and_the_cost_beside_it(run, aoi, language, proposed, evidence):
    done = run("values", aoi, "--language", language)
    assert (done.code, proposed in done.out, evidence in done.told) == (0, True, True), done.out
    assert done.err.startswith("aoi: ")
    assert ("API calls" in done.err, "API 呼び出し" in done.err) == (language == "en", language == "ja")


def test_written_are_the_numbers_and_the_decisions_alone(run, aoi):
    before = aoi.read_text("utf-8")
    done = run("values", aoi, "--write")
    after = aoi.read_text("utf-8")
    assert done.code == 0, done
    assert f"Written into {aoi}:\n" in done.out
    assert "mv_checkout: ¥1,000 → ¥2,000" in done.out
    assert done.out.endswith(f"Next: git diff {aoi}, then microconv plan {aoi}\n")
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    gone, new = ([line[2:] for line in lines if line.startswith(sign)] for sign in ("- ", "+ "))
    assert [line.replace("1000", "2000") for line in gone if "mv_checkout," in line] == [
        line for line in new if "mv_checkout," in line and "decisions" not in line and "date" not in line
    ]
    assert len(gone) == 2
    assert "あおいストア: who looks after it" in after
    client = load(aoi)[0]
    assert [(str(one.date), one.conversion, one.value, one.role) for one in client.decisions] == [
        (TODAY, "mv_checkout", 2_000, None), (TODAY, "mv_add_to_cart", 5_000, None),
    ]  # fmt: skip
    assert all("users, 90 days" in one.reason for one in client.decisions)
    assert client.review_last is None


def test_after_it_was_written_nothing_is_proposed_and_nothing_is_written(run, aoi):
    run("values", aoi, "--write")
    content = aoi.read_bytes()
    again = run("values", aoi, "--write", "--detailed-exitcode")
    assert again.code == 0, again
    assert "Nothing is proposed." in again.out
    assert f"{aoi}: nothing to write" in again.out
    assert "the next proposals come on 2026-12-" in again.told
    assert aoi.read_bytes() == content


def test_the_plan_of_the_written_config_is_that_value(run, aoi):
    run("values", aoi, "--write")
    changes = json.loads(run("plan", aoi, "--format", "json").out)["plans"][0]["changes"]
    values = {
        change["conversion"]: attribute["after"]
        for change in changes
        for attribute in change["attributes"]
        if attribute["name"] == "value_settings.default_value"
    }
    assert values == {"mv_checkout": 2_000, "mv_add_to_cart": 5_000}


def test_exit_codes_for_scripts(run, aoi, tmp_path):
    assert run("values", aoi, "--detailed-exitcode").code == 2
    settled = config_of(tmp_path, FINAL, {**CHECKOUT, "value": 5_000}, file="settled.yaml")
    assert run("values", settled, "--detailed-exitcode").code == 0
    assert results(run("values", settled, "--format", "json"))["mv_checkout"]["reasons"] == ["inside"]


def test_written_with_json_the_document_says_so(run, aoi):
    done = run("values", aoi, "--write", "--format", "json")
    (written,) = json.loads(done.out)["written"]
    assert (written["client"], written["file"]) == ("aoi", str(aoi))
    assert {one["conversion"]: one["value"] for one in written["changes"]} == {
        "mv_checkout": 2_000, "mv_add_to_cart": 5_000,
    }  # fmt: skip
    assert f"Written into {aoi}:" in done.err


def test_several_clients_each_into_its_own_file_and_one_that_fails_stops_no_other(run, tmp_path):
    locked = config_of(tmp_path, FINAL, CHECKOUT, file="configs/a.yaml")
    other = config_of(tmp_path, FINAL, SECONDARY, file="configs/b.yaml", accounts=BOTAN)
    before = locked.read_bytes()
    locked.chmod(0o400)
    done = run("values", tmp_path / "configs", "--write")
    assert done.code == 5, done
    assert f"a: error: {locked}: cannot be written: it is read-only" in done.err
    assert locked.read_bytes() == before
    assert "value: 2000" in other.read_text("utf-8")
    assert load(other)[0].decisions


@pytest.mark.parametrize(("mark", "ending"), [(b"", b"\r\n"), (MARK, b"\n"), (MARK, b"\r\n")])
def test_line_ends_and_the_byte_order_mark_stay(run, aoi, mark, ending):
    aoi.write_bytes(mark + aoi.read_bytes().replace(b"\n", ending))
    assert run("values", aoi, "--write").code == 0
    content = aoi.read_bytes()
    assert content.startswith(mark + b"#")
    assert content.count(b"\n") == content.count(ending)
    assert b"value: 2000" in content


def test_behind_a_link_the_file_itself_is_written(run, aoi, tmp_path):
    link = tmp_path / "link.yaml"
    os.symlink(aoi, link)
    assert run("values", link, "--write").code == 0
    assert link.is_symlink()
    assert "value: 2000" in aoi.read_text("utf-8")


def test_a_config_that_somebody_changes_meanwhile_is_left_alone(run, aoi, monkeypatch):
    from microconv.fleet.tasks import values as task

    compute, theirs = task.compute, aoi.read_text("utf-8").replace("value: 1000", "value: 1100")

    def slow(*arguments):
        answer = compute(*arguments)
        aoi.write_text(theirs, "utf-8")
        return answer

    monkeypatch.setattr(task, "compute", slow)
    done = run("values", aoi, "--write")
    assert done.code == 1, done
    assert "the config was changed in the meantime; nothing was written" in done.err
    assert aoi.read_text("utf-8") == theirs


def test_broken_yaml_asks_nobody(run, aoi, site):
    aoi.write_text(aoi.read_text("utf-8") + "  - {name: [\n", "utf-8")
    before, asked = aoi.read_bytes(), len(site.log.entries)
    done = run("values", aoi, "--write")
    assert (done.code, aoi.read_bytes(), len(site.log.entries)) == (1, before, asked)
    assert "the config has errors" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--scheme", "best"), "'best' is not one of"), (("--format", "html"), "'html' is not one of"), ((), "name a")],
)
def test_wrong_requests(run, aoi, arguments, said):
    done = run("values", *([aoi, *arguments] if arguments else []))
    assert (done.code, done.out, said in done.err) == (64, "", True), done


def test_the_incremental_scheme_shares_the_value_out(run, aoi):
    expected = results(run("values", aoi, "--format", "json"))["mv_checkout"]["estimate"]["amount"]
    adding = results(run("values", aoi, "--format", "json", "--scheme", "incremental"))
    assert adding["mv_checkout"]["estimate"]["amount"] < expected
    whole = adding["mv_checkout"]["estimate"]["amount"] + adding["mv_add_to_cart"]["estimate"]["amount"]
    assert whole == pytest.approx(expected, rel=0.02)
