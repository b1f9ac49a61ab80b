"""`microconv report`: a month in seven forms, frozen at its first run, drawn again without asking anybody."""

from __future__ import annotations

import copy
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from microconv.access import Access
from microconv.cli.main import run as run_command
from microconv.core.months import Month
from microconv.emulator import Emulator, World
from microconv.emulator.faults import Fault
from microconv.monthly.folder import ReportFolder
from microconv.report.document import from_json
from microconv.report.figures import Known
from tests.conftest import CART, PROPERTY, PURCHASE, STORE, Done
from tests.heavy import heavy

pytestmark = pytest.mark.usefixtures("environment", "state")

OCTOBER = Month(2026, 10)
CHAIN: dict[str, Any] = {
    **CART,
    "funnel": {"next": "purchase"},
    "label": "カートに追加",
    "purpose": "cart <b>& more</b>",
}
FINAL: dict[str, Any] = {**PURCHASE, "ga4": {"event": "purchase"}}
CONTENT = {
    "version": 1,
    "client": "aoi",
    "currency": "JPY",
    "owner": "sato@agency.example",
    "google_ads": {"customer_id": STORE, "login_customer_id": "9998887777"},
    "ga4": {"property_id": int(PROPERTY)},
    "conversions": [FINAL, CHAIN],
}


@dataclass(frozen=True)
class Made:
    """A report that was made once: its folder, its config, and what the command said."""

    folder: Path
    config: Path
    done: Done
    requests: int


@pytest.fixture(scope="module")
def made(emulator: Emulator, agency: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The report of October 2026, made once for all tests that draw it again."""
    import contextlib
    import io

    emulator.world.reset(agency)
    place = tmp_path_factory.mktemp("made")
    config = place / "aoi.yaml"
    config.write_text(yaml.safe_dump(CONTENT, allow_unicode=True), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        patch.setenv("MICROCONV_STATE_DIR", str(place / "state"))
        code = run_command(["report", str(config), "--reports", str(place / "reports")])
    requests = len(emulator.world.log.entries)
    return Made(place / "reports", config, Done(code, out.getvalue(), err.getvalue()), requests)


@pytest.fixture
def reports(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of its folder, in the working directory of the test."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(made.folder, tmp_path / "reports")
    return tmp_path / "reports"


@pytest.fixture
def nobody_asked(world: World, reports: Path) -> Iterator[None]:
    """Checks at the end of a test that the emulator got no request, and that nothing in the folder was touched."""
    before = contents(reports)
    yield
    assert [one.method for one in world.log.entries] == []
    assert {name: contents(reports).get(name) for name in before} == before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# ---- the first run


def test_the_first_run_makes_a_report_and_keeps_it_with_the_setup(made):
    done = made.done
    assert (done.code, done.out.splitlines()[0]) == (0, "Monthly report, October 2026: aoi")
    for part in ("カートに追加", "Funnel", "Changes of the setup", "Conclusion", "Emulated"):
        assert part in done.out
    assert sorted(contents(made.folder)) == ["aoi/2026-10.json", "aoi/2026-10.setup.json"]
    report = from_json((made.folder / "aoi" / "2026-10.json").read_text("utf-8"))
    head, calls = report.heading, report.calls
    assert (head.client, head.month.month, head.edition) == ("aoi", "2026-10", 1)
    assert (head.provisional, head.emulated) == (False, True)
    counts = {one.name: one.count.now for one in report.conversions}
    assert all(figure.known is Known.YES and figure.value for figure in counts.values()), counts
    assert [len(chain.parts) > 1 for chain in report.funnels] == [True]
    assert {one.name: one.action for one in report.conversions} == {"purchase": "101", "mv_add_to_cart": "102"}
    assert (report.audit.known, report.audit.rules > 50, report.heading.owner) == (True, True, "sato@agency.example")
    assert {source.name: source.known for source in report.changes.sources} == {
        "journals": False, "setup": False, "change history": True,
    }  # fmt: skip
    total = calls.ga4 + calls.funnels + calls.google_ads + calls.other
    assert total == made.requests
    assert f"frozen in {made.folder}/aoi/2026-10.json; {total} API calls; {calls.tokens} tokens of GA4" in done.err
    setup = json.loads((made.folder / "aoi" / "2026-10.setup.json").read_text("utf-8"))
    assert setup["accounts"] == [["google_ads", "123-456-7890"], ["ga4", PROPERTY]]


def test_nothing_is_written_into_any_account(made, emulator):
    assert [one for one in emulator.world.log.writes() if one.api != "control"] == []


# ---- drawn again


@pytest.mark.usefixtures("nobody_asked")
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_frozen_report_is_drawn_again_byte_for_byte(run, made, reports, form, language):
    options = ("report", made.config, "--format", form, "--language", language)
    first, second = run(*options), run(*options)
    assert (first.code, first.out) == (0, second.out)
    assert ("カートに追加" in first.out, "<b>& more" in first.out) == (True, False)
    assert ("Monthly report" in first.out, "月次レポート" in first.out) == (language == "en", language == "ja")
    if form == "text" and language == "en":
        assert first.out == made.done.out
    word = "drawn from reports/aoi/2026-10.json; no API calls" if language == "en" else "API 呼び出しなし"
    assert word in first.err


@pytest.mark.usefixtures("nobody_asked")
def test_json_is_the_frozen_file_itself(run, made, reports):
    done = run("report", made.config, "--format", "json")
    assert done.out.encode() == (reports / "aoi" / "2026-10.json").read_bytes()


@pytest.mark.usefixtures("nobody_asked")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_workbook_and_tables(run, made, reports, tmp_path, language):
    book, tables = tmp_path / "aoi.xlsx", tmp_path / "tables"
    assert run("report", made.config, "--format", "xlsx", "-o", book, "--language", language).code == 0
    assert run("report", made.config, "--format", "csv", "-o", tables, "--language", language).code == 0
    with zipfile.ZipFile(book) as archive:
        assert archive.testzip() is None
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert ("カートに追加" in strings, "Conversions" in strings) == (True, language == "en")
    conversions = (tables / "aoi-2026-10" / "conversions.csv").read_text("utf-8-sig")
    assert "カートに追加" in conversions
    frozen = from_json((reports / "aoi" / "2026-10.json").read_text("utf-8"))
    assert f"{frozen.conversions[1].count.now.value:.0f}" in conversions


@pytest.mark.usefixtures("nobody_asked")
def test_a_report_goes_into_a_file_whole(run, made, tmp_path):
    done = run("report", made.config, "-o", tmp_path / "aoi.txt")
    text = (tmp_path / "aoi.txt").read_text("utf-8")
    assert (done.code, done.out) == (0, "")
    assert len(text) > 2 * len(made.done.out)
    assert "This is a part" not in text
    (tmp_path / "there").mkdir()
    assert run("report", made.config, "--format", "markdown", "-o", tmp_path / "there").code == 0
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["aoi-2026-10.md"]


@pytest.mark.usefixtures("nobody_asked")
def test_notes_become_part_of_every_form(run, made, reports):
    path = reports / "aoi" / "notes" / "2026-10.md"
    assert "notes go into reports/aoi/notes/2026-10.md" in run("report", made.config).err
    path.parent.mkdir()
    path.write_text("## 考察\n\n広告を増やした。<script>alert(1)</script>\n", "utf-8")
    for form in ("markdown", "html", "json"):
        done = run("report", made.config, "--format", form)
        assert ("広告を増やした" in done.out, "<script>alert" in done.out) == (True, form == "json"), form
        assert "notes go into" not in done.err
    assert path.read_text("utf-8").startswith("## 考察")


@pytest.mark.usefixtures("nobody_asked")
def test_notes_that_are_no_utf_8(run, made, reports):
    path = reports / "aoi" / "notes" / "2026-10.md"
    path.parent.mkdir()
    path.write_bytes("考察".encode("cp932"))
    done = run("report", made.config, "--language", "ja")
    assert (done.code, done.out) == (1, "")
    assert "notes/2026-10.md: UTF-8 のテキストではありません" in done.err


# ---- what may not be


@pytest.mark.usefixtures("nobody_asked")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda report: report["trend"]["days"][3].update(day="2026-10-99"), "day is out of range"),
        (lambda report: report["trend"]["days"][3].update(day="2026-11-04"), "2026-11-04 is not of the month"),
        (lambda report: report["trend"]["weeks"][1].update(counts=[]), "the conversions of 2026-10-05 are not those"),
        (lambda report: report["trend"]["days"][3]["sessions"].pop("value"), "a number that is known is not there"),
        (lambda report: report["trend"]["days"][3]["sessions"].update(value=1e308), "a number is too large"),
        (lambda report: report["trend"]["days"][3]["sessions"].update(value=10**400), "OverflowError"),
        (
            lambda report: report["funnels"][0]["parts"][0]["steps"][0]["users"].update(value=-1),
            "negative number of users",
        ),
    ],
)
def test_an_edition_that_was_edited_into_nonsense_is_told(run, made, reports, change, why):
    path = reports / "aoi" / "2026-10.json"
    content = json.loads(path.read_text("utf-8"))
    change(content["report"])
    path.write_text(json.dumps(content), "utf-8")
    done = run("report", made.config, "--format", "html")
    assert (done.code, done.out, why in done.err) == (1, "", True), done.err
    shutil.copy(made.folder / "aoi" / "2026-10.json", path)


@pytest.mark.usefixtures("nobody_asked")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--month", "2026-13"), 64, "'2026-13' is not a month"),
        (("--month", "October"), 64, "'October' is not a month"),
        (("--month", "2027-01"), 1, "2027-01 has not begun yet"),
        (("--month", "0001-01"), 64, "there are no numbers before 2000-10"),
        (("--data-studio", "--format", "html"), 64, "--data-studio prints addresses alone"),
        (("--data-studio", "--refresh"), 64, "--data-studio prints addresses alone"),
        (("--format", "xlsx"), 64, "add -o FILE"),
        (("--format", "csv"), 64, "add -o DIR"),
        (("--format", "csv", "-o", "-"), 64, "name a folder with -o DIR"),
        (("--explain",), 64, "--explain goes with --data-studio"),
        (("--format", "html", "-o", "none/there.html"), 1, "there is no folder none"),
    ],
)
def test_wrong_requests(run, made, arguments, code, said):
    done = run("report", made.config, *arguments)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


@pytest.mark.usefixtures("nobody_asked")
def test_wrong_requests_of_no_path_and_in_japanese(run, made):
    assert run("report").code == 64
    done = run("report", made.config, "--language", "ja", "--month", "2027-01")
    assert (done.code, "2027-01 はまだ始まっていない" in done.err) == (1, True)
    done = run("report", made.config, "--language", "ja", "--month", "10月")
    assert (done.code, "月として読み取れません" in done.err) == (64, True)


@pytest.mark.usefixtures("nobody_asked")
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe\x00", b'{"format": 99, "kind": "microconv report"}'])
@pytest.mark.parametrize("refresh", [False, True])
def test_a_damaged_edition_is_told_and_left_alone(run, made, reports, world, content, refresh):
    path = reports / "aoi" / "2026-10.json"
    path.write_bytes(content)
    done = run("report", made.config, *(["--refresh"] if refresh else []))
    assert (done.code, done.out) == (1, "")
    assert "reports/aoi/2026-10.json: " in done.err
    assert "--refresh" not in done.err  # a damaged edition refuses another one too
    assert path.read_bytes() == content
    shutil.copy(made.folder / "aoi" / "2026-10.json", path)


@pytest.mark.usefixtures("nobody_asked")
def test_a_report_of_another_client_is_not_drawn(run, made, reports, write_config):
    (reports / "botan").mkdir()
    shutil.copy(reports / "aoi" / "2026-10.json", reports / "botan" / "2026-10.json")
    other = write_config(FINAL, CHAIN, client="botan")
    done = run("report", other)
    assert (done.code, "botan/2026-10.json: cannot be used: it is another report" in done.err) == (1, True)


def test_a_month_before_there_was_anything(run, made, reports):
    before = contents(reports)
    done = run("report", made.config, "--month", "2018-03", "--no-audit")
    assert (done.code, done.out) == (1, "")
    assert "the accounts have no numbers for 2018-03" in done.err
    assert contents(reports) == before


def test_an_api_that_answers_nothing_freezes_nothing(run, made, reports, world):
    shutil.rmtree(reports)
    world.faults.add(
        Fault(api="ga4", method="BatchRunReports", nth=0, status="RESOURCE_EXHAUSTED", message="no tokens")
    )
    done = run("report", made.config, "--no-audit")
    assert (done.code, done.out) == (1, "")
    assert f"GA4 {PROPERTY} answered nothing that the report asks" in done.err
    assert contents(reports) == {}


@pytest.mark.parametrize(
    ("status", "hint"),
    [("PERMISSION_DENIED", "access to this account"), ("RESOURCE_EXHAUSTED", "run again later")],
)
def test_a_right_that_is_missing_is_no_matter_of_time(run, made, reports, world, status, hint):
    shutil.rmtree(reports)
    world.faults.add(Fault(api="ga4", method="BatchRunReports", nth=0, status=status, message="no"))
    done = run("report", made.config, "--no-audit")
    assert (done.code, f"nothing was frozen: {'check' if 'access' in hint else 'run'}" in done.err) == (1, True)
    assert hint in done.err


def test_a_report_with_answers_that_may_come_later_is_drawn_and_not_kept(run, made, reports, world):
    shutil.rmtree(reports)
    world.faults.add(
        Fault(
            api="ga4",
            method="RunFunnelReport",
            nth=0,
            status="RESOURCE_EXHAUSTED",
            message="Exhausted property tokens per hour.",
        )
    )
    done = run("report", made.config, "--no-audit", "--format", "json")
    assert (done.code, from_json(done.out).funnels[0].known) == (5, Known.REFUSED)
    assert "not frozen, because answers are missing (RESOURCE_EXHAUSTED: " in done.err
    assert "run again later" in done.err
    assert contents(reports) == {}
    world.faults.clear()
    again = run("report", made.config, "--no-audit", "--format", "json")
    assert (again.code, from_json(again.out).funnels[0].known) == (0, Known.YES)
    assert "aoi/2026-10.json" in contents(reports)


def test_an_interrupt_in_the_middle_leaves_nothing(run, made, reports, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    shutil.rmtree(reports)
    monkeypatch.setattr(Access, "monthly", interrupted)
    done = run("report", made.config, "--no-audit")
    assert done.code == 130
    assert contents(reports) == {}


# ---- provisional, refreshed, at once


def test_a_month_that_is_not_settled_is_provisional_and_not_kept(run, made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("report", made.config, "--month", "2026-11", "--no-audit", "--format", "json")
    report = from_json(done.out)
    assert (done.code, report.heading.provisional, report.heading.month.month) == (0, True, "2026-11")
    assert (report.audit.known, report.audit.why) == (False, "it was not run")
    assert "provisional, not frozen" in done.err
    assert not (tmp_path / "reports").exists()


def test_a_refresh_is_a_second_edition_that_lists_every_number_that_changed(run, made, reports):
    path = reports / "aoi" / "2026-10.json"
    document = json.loads(path.read_text("utf-8"))
    now = document["report"]["conversions"][0]["count"]["now"]
    true, now["value"] = now["value"], now["value"] + 7
    path.write_text(json.dumps(document), "utf-8")
    before = contents(reports)
    done = run("report", made.config, "--refresh", "--no-audit")
    assert done.code == 0, done.err
    assert {name: contents(reports)[name] for name in before} == before
    assert sorted(contents(reports).keys() - before.keys()) == ["aoi/2026-10.2.json"]
    (line,) = [line.split() for line in done.out.splitlines() if "conversions / purchase / count / now" in line]
    assert line[-2:] == [f"{true + 7:,}.0", f"{true:,}.0"]
    assert "edition 2: " in done.err
    again = run("report", made.config, "--language", "ja")
    assert "前の版から変わった数値" in again.out
    assert "2026-10.2.json から作成" in again.err


def test_of_two_runs_at_once_the_first_one_counts(run, made, reports, monkeypatch):
    """Another run freezes its report while this one is reading: this one then draws that."""
    kept = contents(reports)
    shutil.rmtree(reports)
    freeze = ReportFolder.freeze_setup

    def slower(self: ReportFolder, month: Month, text: str) -> bool:
        for name, content in kept.items():
            (reports / name).write_bytes(content)
        return freeze(self, month, text)

    monkeypatch.setattr(ReportFolder, "freeze_setup", slower)
    done = run("report", made.config, "--no-audit", "--format", "json")
    assert (done.code, contents(reports)) == (0, kept)
    assert done.out.encode() == kept["aoi/2026-10.json"]
    assert "drawn from reports/aoi/2026-10.json, which another run froze in the meantime" in done.err


@heavy
def test_the_last_whole_month_is_that_of_the_property(run, made, agency, emulator, tmp_path, monkeypatch):
    """At half past midnight of the first of November in Tokyo, which is October everywhere to the west."""
    monkeypatch.chdir(tmp_path)
    seed = copy.deepcopy(agency)
    seed["now"] = datetime(2026, 10, 31, 15, 30, tzinfo=UTC)
    emulator.world.reset(seed)
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    done = run("report", made.config, "--no-audit", "--format", "json")
    assert done.code == 0, done.err
    head = from_json(done.out).heading
    assert (head.month.month, head.made[:13], head.provisional) == ("2026-10", "2026-11-01T00", True)


# ---- many clients


@pytest.fixture
def clients(made: Made, reports: Path, tmp_path: Path) -> Callable[..., Path]:
    """Writes a folder of configs: the client that has a report, and others."""

    def write(**others: dict[str, Any]) -> Path:
        folder = tmp_path / "configs"
        folder.mkdir()
        shutil.copy(made.config, folder / "aoi.yaml")
        for name, keys in others.items():
            content = {**CONTENT, "client": name, **keys}
            (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return folder

    return write


CLOSED = {"google_ads": {"customer_id": "5556667777"}, "ga4": {"property_id": 345678903}}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_client_that_fails_stops_no_other(run, clients, tmp_path, language):
    folder = clients(closed=CLOSED)
    done = run("report", folder, "--format", "html", "-o", tmp_path / "out", "--language", language)
    assert done.code == 5
    assert "closed: " in done.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["aoi-2026-10.html", "index.html"]
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert ('href="./aoi-2026-10.html"' in index, "closed" in index) == (True, True)
    assert f'lang="{language}"' in index
    page = (tmp_path / "out" / "aoi-2026-10.html").read_text("utf-8")
    assert "カートに追加" in page


def test_the_list_of_a_resumed_run_has_the_clients_that_were_done_before(run, clients, tmp_path):
    folder, out = clients(closed=CLOSED), tmp_path / "out"
    run("report", folder, "--format", "html", "-o", out)
    done = run("report", folder, "--format", "html", "-o", out, "--resume")
    assert done.code == 5
    assert 'href="./aoi-2026-10.html"' in (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize("form", ["json", "html", "xlsx", "pdf", "csv"])
def test_several_clients_need_a_folder(run, clients, world, form):
    done = run("report", clients(closed=CLOSED), "--format", form, "-o", "-")
    assert (done.code, len(world.log.entries)) == (64, 0)


def test_several_clients_do_not_go_into_one_file(run, clients, tmp_path, world):
    (tmp_path / "one.html").write_text("")
    done = run("report", clients(closed=CLOSED), "--format", "html", "-o", tmp_path / "one.html")
    assert (done.code, len(world.log.entries)) == (64, 0)
    assert (tmp_path / "one.html").read_text() == ""


def test_the_name_of_a_file_is_no_folder_for_several(run, clients, tmp_path, world):
    done = run("report", clients(closed=CLOSED), "--format", "xlsx", "-o", tmp_path / "all.xlsx")
    assert (done.code, len(world.log.entries)) == (64, 0)
    assert "all.xlsx is the name of a file: reports of several clients need a folder" in done.err
    assert not (tmp_path / "all.xlsx").exists()


def test_a_hostile_label_makes_no_hostile_file(run, made, reports, tmp_path, write_config):
    label = "../../Evil <b>\u202e"
    config = write_config(FINAL, CHAIN, file="x.yaml", client=label)
    document = json.loads((reports / "aoi" / "2026-10.json").read_text("utf-8"))
    document["report"]["heading"]["client"] = label
    kept = ReportFolder(reports, label)
    kept.prepare()
    kept.edition_path(OCTOBER, 1).write_text(json.dumps(document), "utf-8")
    (tmp_path / "out").mkdir()
    done = run("report", config, "--format", "html", "-o", tmp_path / "out")
    assert done.code == 0, done.err
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "%2E.%2F..%2F%45vil%20%3Cb%3E%E2%80%AE-2026-10.html"
    assert "\u202e" not in path.read_text("utf-8") + done.err
    assert "<b>\\u202e" not in path.read_text("utf-8")


# ---- Data Studio


@pytest.mark.usefixtures("nobody_asked")
def test_addresses_in_data_studio(run, made, write_config):
    studio = {"template": "00000000-1111-2222-3333-444444444444", "aliases": {"ga4": "ds0"}}
    config = write_config(FINAL, CHAIN, report={"data_studio": studio})
    done = run("report", config, "--data-studio", "--month", "2026-10")
    assert done.code == 0, done.err
    (line,) = done.out.splitlines()
    assert line.startswith("https://datastudio.google.com/reporting/create?c.reportId=00000000-1111")
    assert (f"propertyId={PROPERTY}" in line, "c.explain" in line) == (True, False)
    assert "Google Ads cannot be set up by any address" in done.err
    explained = run("report", config, "--data-studio", "--explain", "--language", "ja")
    assert ("c.explain=true" in explained.out, "Google 広告は URL では設定" in explained.err) == (True, True)
    missing = run("report", made.config, "--data-studio")
    assert (missing.code, missing.out) == (1, "")
    assert "report.data_studio.template is missing" in missing.err
