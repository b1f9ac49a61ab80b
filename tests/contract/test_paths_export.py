"""Paths from exported files: exactly the people who had the whole horizon, counted one by one; and other files."""

from __future__ import annotations

import datetime
import gzip
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from microconv.access import Access, exported
from microconv.analysis.intervals import jeffreys
from microconv.core.account_ids import Accounts
from microconv.core.errors import ExportError
from microconv.core.paths import PAID_CHANNELS, PathsAnswer, PathSource, PathsWanted
from microconv.core.ports import Silent
from microconv.emulator import Control, World
from tests.conftest import PROPERTY
from tests.contract.paths_site import FIRST, HORIZON, LAST, ZONE, People, export, seed

PAIRS = (
    ("mv_form", "generate_lead"),
    ("mv_confirm", "generate_lead"),
    ("MV_Form", "generate_lead"),
    ("mv_call", "purchase"),
    ("never", "generate_lead"),
)
PAGES = (("/Form", "generate_lead"), ("/nowhere", "purchase"))
WANTED = PathsWanted(FIRST, LAST, HORIZON, PAIRS, paid=True, pages=PAGES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of three months."""
    return export(World.load(seed()), tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="module")
def people(folder: Path) -> People:
    return People(folder)


def ask(place: Path, wanted: PathsWanted = WANTED, zone: str = ZONE) -> PathsAnswer:
    answer = Access(Accounts(property_id=PROPERTY)).paths(wanted, Silent(), exported(place, zone))
    assert answer is not None
    assert (answer.source, answer.wanted) == (PathSource.EXPORT, wanted)
    return answer


@pytest.fixture(scope="module")
def usual(folder: Path) -> PathsAnswer:
    """The answer to what is usually asked, from the files as the emulator writes them."""
    return ask(folder)


# ---- the numbers


@pytest.mark.parametrize("horizon", [HORIZON, 0.25, 30.0])
def test_users_are_those_who_had_the_whole_horizon(folder, people, horizon):
    answer = ask(folder, PathsWanted(FIRST, LAST, horizon, PAIRS, paid=True, pages=PAGES))
    asked = [*((event, final, "") for event, final in PAIRS), *(("page_view", final, page) for page, final in PAGES)]
    for (event, final, page), one, paid in zip(asked, answer.paths, answer.paid, strict=True):
        assert (one.event, one.final, one.page) == (paid.event, paid.final, paid.page) == (event, final, page)
        counted = people.cohort(event, final, horizon, page=page)
        assert (one.users, one.reached, one.others, one.others_reached) == counted, (event, page)
        of_paid = people.cohort(event, final, horizon, page=page, channels=PAID_CHANNELS)[:2]
        assert (paid.users, paid.reached) == of_paid, (event, page)
        assert (paid.others, paid.events, str(one.refused), str(paid.refused)) == (None, None, "", "")
    form = answer.paths[0]
    # who came in the last days is not among them, so they are fewer than a funnel tells, and no smaller a share
    began, reached = people.funnel("mv_form", "generate_lead", horizon)
    assert began > form.users > form.reached > 10
    assert reached >= form.reached
    assert [one.users for one in answer.paths[4::2]] == [0, 0]
    assert (answer.left_out, answer.missing_days, answer.time_zone, answer.currency) == (0, (), ZONE, "JPY")


def test_events_are_counted_as_long_as_users_are(usual, people):
    answer = usual
    assert answer.counted_until == LAST - datetime.timedelta(days=int(HORIZON))
    until = f"{answer.counted_until:%Y%m%d}"
    for one in answer.paths[:5]:
        assert one.events == sum(act.event == one.event and act.day <= until for act in people.all)
    assert answer.paths[5].events == sum(
        act.event == "page_view" and act.page == "/Form" and act.day <= until for act in people.all
    )


def test_totals_are_those_of_all_days(usual, people):
    answer = usual
    assert answer.all_users == len(people.acts)
    assert [one.event for one in answer.finals] == ["generate_lead", "purchase"]
    for one in answer.finals:
        users, events, value = people.counts(one.event)
        assert (one.users, one.events, one.value, str(one.refused)) == (users, events, pytest.approx(value), "")


def test_the_truth_is_within_the_interval(folder, emulator, environment):
    """The seed lets 35 % of the starts of a chain end in a lead, within nine days."""
    emulator.world.reset(seed())
    control = Control(emulator.control.address, (emulator.folder / "control-token").read_text("ascii").strip())
    (form,) = ask(folder, PathsWanted(FIRST, LAST, 10, PAIRS[:1])).paths
    chain = control.truth(int(PROPERTY), FIRST, LAST - datetime.timedelta(days=10))["chains"][0]
    truth = chain["steps"][1]["done"] / chain["starts"]
    assert form.users <= chain["starts"] <= form.events
    low, high = jeffreys(form.reached, form.users)
    assert low <= truth <= high
    assert 0.25 < low < high < 0.45


# ---- forms of the files


def as_bigquery_writes_it(row: Any) -> Any:
    """The same row in BigQuery's JSON: 64-bit integers are texts, and what is null is left out."""
    if isinstance(row, dict):
        return {key: as_bigquery_writes_it(value) for key, value in row.items() if value is not None}
    if isinstance(row, list):
        return [as_bigquery_writes_it(one) for one in row]
    return str(row) if isinstance(row, int) and not isinstance(row, bool) else row


def as_parquet(file: Path, target: Path, columns: str = "*") -> None:
    duckdb.connect().execute(
        f"copy (select {columns} from read_json('{file}', format = 'newline_delimited', maximum_depth = -1, "
        f"sample_size = -1)) to '{target}' (format parquet)"
    )


@pytest.mark.parametrize("form", ["bigquery", "gzip", "parts", "one file", "parquet"])
def test_every_form_gives_the_same_answer(folder, usual, tmp_path, form):
    texts = {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}
    place = tmp_path / 'it\'s [a] *strange?* "folder"'
    place.mkdir()
    if form == "one file":
        place = place / "all of it.json"
        place.write_text("".join(texts.values()), "utf-8")
    elif form == "parquet":
        (tmp_path / "all.json").write_text("".join(texts.values()), "utf-8")
        as_parquet(tmp_path / "all.json", tmp_path / "events_all.parquet")
        (tmp_path / "events_all.parquet").rename(place / "events_all.parquet")
    else:
        for name, text in texts.items():
            lines = [json.loads(line) for line in text.splitlines()]
            rows = "".join(json.dumps(as_bigquery_writes_it(row)) + "\n" for row in lines)
            if form == "gzip":
                (place / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
            elif form == "bigquery":
                assert '"event_timestamp": "' in rows or not rows
                (place / name).write_text(rows, "utf-8")
            else:
                half = text.find("\n") + 1
                (place / name.replace(".json", "-000000000000.json")).write_text(text[:half], "utf-8")
                rest = place / name.replace(".json", "-000000000001.json.gz")
                rest.write_bytes(gzip.compress(text[half:].encode()))
    assert ask(place) == usual


def test_names_stand_for_themselves(written, tmp_path):
    place = written([*EDGES, row("a", "micro", "2026-01-02T12:00:00")])
    for name in ("x?", "xy"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "events_1.json").write_bytes((place / "events_20260101.json").read_bytes())
    (one,) = ask(tmp_path / "x?", ONE).paths
    assert (one.users, one.events) == (1, 1)


def test_files_of_the_running_day_and_others_are_left_out(folder, usual, tmp_path):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "events_intraday_20260330.json").write_bytes((folder / "events_20260330.json").read_bytes())
    (tmp_path / "users_20260330.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("hello")
    assert ask(tmp_path) == usual


# ---- what single rows mean


def row(user: str | None, event: str, at: str, index: int = 0, **params: Any) -> dict[str, Any]:
    """One row; `at` in the property's time zone."""
    moment = datetime.datetime.fromisoformat(at).replace(tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    kinds = {str: "string_value", int: "int_value", float: "double_value"}
    return {
        "event_date": f"{moment:%Y%m%d}",
        "event_timestamp": int(moment.timestamp() * 1_000_000),
        "event_name": event,
        "user_pseudo_id": user,
        "batch_event_index": index,
        "event_params": [{"key": key, "value": {kinds[type(value)]: value}} for key, value in params.items()],
    }


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Iterable[dict[str, Any]]], Path]:
    def write(rows: Iterable[dict[str, Any]]) -> Path:
        file = tmp_path / "events_20260101.json"
        file.write_text("".join(json.dumps(one) + "\n" for one in rows))
        return tmp_path

    return write


DAYS = (datetime.date(2026, 1, 1), datetime.date(2026, 1, 10))
ONE = PathsWanted(*DAYS, 3, (("micro", "final"),))
EDGES = [row("first", "x", "2026-01-01T12:00:00"), row("last", "x", "2026-01-10T12:00:00")]


def counts(place: Path, wanted: PathsWanted = ONE) -> tuple[int | None, int | None]:
    (one,) = ask(place, wanted).paths
    return one.users, one.reached


def test_events_without_a_user_are_left_out_and_counted(written):
    rows = [
        *EDGES,
        row("a", "micro", "2026-01-02T12:00:00"),
        row("a", "final", "2026-01-02T12:00:01"),
        row(None, "micro", "2026-01-02T12:00:00"),
        row(None, "final", "2026-01-02T12:00:01", value=7, currency="JPY"),
        row(None, "final", "2025-12-31T12:00:01"),
    ]
    answer = ask(written(rows), ONE)
    assert (answer.left_out, answer.all_users) == (2, 3)
    (one,), (final,) = answer.paths, answer.finals
    assert (one.users, one.reached, one.events) == (1, 1, 1)
    assert (final.users, final.events, final.value) == (1, 1, 0.0)


@pytest.mark.parametrize(
    ("micro", "users"),
    [
        ("2026-01-07T23:59:59.999999", 1),
        ("2026-01-08T00:00:00", 1),
        ("2026-01-08T00:00:00.000001", 0),
        ("2025-12-31T23:59:59.999999", 0),
    ],
)
def test_users_count_until_the_horizon_meets_the_end(written, micro, users):
    assert counts(written([*EDGES, row("a", "micro", micro)])) == (users, 0)


@pytest.mark.parametrize(
    ("final", "reached"),
    [
        ("2026-01-05T12:00:00", 1),
        ("2026-01-05T12:00:00.000001", 0),
        ("2026-01-02T12:00:00.000001", 1),
        ("2026-01-02T11:59:59", 0),
    ],
)
def test_the_final_comes_after_and_within_the_horizon(written, final, reached):
    rows = [*EDGES, row("a", "micro", "2026-01-02T12:00:00"), row("a", "final", final)]
    assert counts(written(rows)) == (1, reached)
    assert counts(written([*EDGES, rows[2], row("b", "final", final)])) == (1, 0)


def test_of_one_moment_the_order_of_the_batch_decides(written):
    now = "2026-01-02T12:00:00"
    assert counts(written([*EDGES, row("a", "final", now, 2), row("a", "micro", now, 1)])) == (1, 1)
    assert counts(written([*EDGES, row("a", "final", now, 1), row("a", "micro", now, 2)])) == (1, 0)
    later = {**row("a", "final", now, 1), "batch_ordering_id": 2}
    assert counts(written([*EDGES, later, {**row("a", "micro", now, 2), "batch_ordering_id": 1}])) == (1, 1)


def test_a_user_counts_from_the_first_time(written):
    rows = [
        *EDGES,
        row("a", "micro", "2026-01-01T12:00:00"),
        row("a", "micro", "2026-01-06T12:00:00"),
        row("a", "final", "2026-01-06T13:00:00"),
    ]
    (one,) = ask(written(rows), ONE).paths
    assert (one.users, one.reached, one.events) == (1, 0, 2)


def test_users_who_were_not_active_do_not_count(written):
    asleep = {**row("a", "micro", "2026-01-02T12:00:00"), "is_active_user": False}
    assert counts(written([*EDGES, asleep, row("b", "micro", "2026-01-02T12:00:00")])) == (1, 0)


def test_values_are_whole_or_not_and_in_one_currency(written):
    rows = [
        *EDGES,
        row("a", "final", "2026-01-02T12:00:00", value=100, currency="JPY"),
        row("b", "final", "2026-01-02T12:00:00", value=0.5, currency="JPY"),
        row("b", "final", "2026-01-03T12:00:00"),
        row("b", "other", "2026-01-03T12:00:00", value=9, currency="USD"),
    ]
    answer = ask(written(rows), ONE)
    assert answer.currency == "JPY"
    assert [(one.users, one.events, one.value) for one in answer.finals] == [(2, 3, 100.5)]
    answer = ask(written([*rows, row("c", "final", "2026-01-04T12:00:00", value=1, currency="EUR")]), ONE)
    (final,) = answer.finals
    assert (answer.currency, final.users, final.value) == ("", 3, None)
    assert str(final.refused) == "the values are in several currencies: EUR, JPY"


def test_days_that_are_missing_are_told_and_end_the_horizon_earlier(written):
    rows = [row("first", "x", "2026-01-02T12:00:00"), row("last", "x", "2026-01-08T12:00:00")]
    micros = [row("a", "micro", "2026-01-05T23:00:00"), row("b", "micro", "2026-01-06T01:00:00")]
    answer = ask(written([*rows, *micros]), ONE)
    assert answer.paths[0].users == 1
    assert [day.day for day in answer.missing_days] == [1, 3, 4, 7, 9, 10]
    assert answer.counted_until == datetime.date(2026, 1, 5)


def test_paid_traffic_needs_to_be_told(written, folder):
    rows = [*EDGES, row("a", "micro", "2026-01-02T12:00:00")]
    answer = ask(written(rows), PathsWanted(*DAYS, 3, (("micro", "final"),), paid=True))
    (paid,) = answer.paid
    assert (paid.users, str(paid.refused)) == (None, "the export does not tell which sessions came from ads")
    assert (answer.paths[0].users, str(answer.paths[0].refused)) == (1, "")


def test_older_exports_have_fewer_columns(folder, usual, tmp_path):
    (tmp_path / "all.json").write_text("".join(one.read_text("utf-8") for one in folder.iterdir()), "utf-8")
    (tmp_path / "old").mkdir()
    columns = "event_date, event_timestamp, event_name, user_pseudo_id, event_params"
    as_parquet(tmp_path / "all.json", tmp_path / "old" / "events_all.parquet", columns)
    answer = ask(tmp_path / "old")
    assert [one.users for one in answer.paths[:5]] == [one.users for one in usual.paths[:5]]
    assert answer.paths[5].users > usual.paths[5].users  # nobody tells who was not active
    assert {str(one.refused) for one in answer.paid} == {"the export does not tell which sessions came from ads"}


@pytest.mark.parametrize("name", ["a'; DROP TABLE acts --", "@final", "$1", "イベント", "%s {wanted}"])
def test_events_and_pages_may_be_called_anything(written, name):
    rows = [
        *EDGES,
        row("a", name, "2026-01-02T12:00:00"),
        row("a", "page_view", "2026-01-02T12:00:01", page_location=f"https://aoi.example/{name}?x=1#y"),
        row("a", f"{name}!", "2026-01-02T13:00:00"),
    ]
    wanted = PathsWanted(*DAYS, 3, ((name, f"{name}!"),), pages=((f"/{name}", f"{name}!"),))
    assert [(one.users, one.reached) for one in ask(written(rows), wanted).paths] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("address", ["https://aoi.example", "https://aoi.example/?a=/b", "https://aoi.example/#top"])
def test_the_root_of_a_site_is_a_page(written, address):
    rows = [*EDGES, row("a", "page_view", "2026-01-02T12:00:01", page_location=address)]
    wanted = PathsWanted(*DAYS, 3, (), pages=(("/", "final"),))
    assert [(one.users, one.events) for one in ask(written(rows), wanted).paths] == [(1, 1)]


# ---- what is refused


def refusal(place: Path, wanted: PathsWanted = ONE, zone: str = ZONE) -> str:
    with pytest.raises(ExportError) as caught:
        ask(place, wanted, zone)
    assert caught.value.args[0].ja != str(caught.value)
    return str(caught.value)


def test_places_without_files(tmp_path):
    assert refusal(tmp_path / "no") == f"the export {tmp_path / 'no'}: there is no such folder or file"
    why = "it has no file events_….json, events_….json.gz or events_….parquet"
    (tmp_path / "events_1.csv").write_text("a")
    assert refusal(tmp_path) == f"the export {tmp_path}: {why}"
    assert refusal(tmp_path / "events_1.csv") == f"the export {tmp_path / 'events_1.csv'}: {why}"
    (tmp_path / "events_1.json").write_text("")
    (tmp_path / "events_1.parquet").write_text("")
    assert refusal(tmp_path).endswith("it has JSON and Parquet files of events: keep one of them")


EVENT = '{"event_date": "20260102", "event_timestamp": 1, "event_name": "x", "event_params": []}\n'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"[{EVENT.strip()}]\n", "Expected OBJECT, but got ARRAY"),
        (f"{EVENT}hello\n", "Malformed JSON"),
        ('{"event_date": "20260102", "event_timestamp": "soon", "event_name": "x"}', "Failed to cast value"),
        (EVENT.replace("[]", "{}").replace('"x"', '"final"'), "Expected ARRAY"),
        (f'{EVENT}{{"name": "x"}}\n', "rows without event_name"),
        (EVENT.replace("20260102", "2026-01-02"), "rows without event_name"),
        (EVENT.replace("20260102", "20260230"), "rows without event_name"),
        (EVENT.replace('"event_name": "x", ', ""), "rows without event_name"),
    ],
)
def test_json_that_is_no_export(tmp_path, content, words):
    (tmp_path / "events_20260102.json").write_text(content)
    told = refusal(tmp_path, PathsWanted(*DAYS, 0.5, (("micro", "final"),)))
    assert words in told
    assert "events_20260102.json" in told
    assert "\n" not in told


def test_parquet_that_is_no_export(tmp_path):
    target = tmp_path / "events_1.parquet"
    target.write_text("hello")
    assert str(target) in refusal(tmp_path)
    columns = "'20260102' as event_date, 1 as event_timestamp, 'x' as event_name, 'a' as user_pseudo_id"
    duckdb.connect().execute(f"copy (select {columns}) to '{target}' (format parquet)")
    assert refusal(tmp_path).startswith("the files are not GA4's export: they have no column event_params")
    duckdb.connect().execute(f"copy (select 1 as event_date) to '{target}' (format parquet)")
    assert "no column event_timestamp" in refusal(tmp_path)


def test_days_that_are_not_there(written):
    place = written(EDGES)
    march = PathsWanted(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31), 3, (("micro", "final"),))
    assert refusal(place, march) == (
        "the export has no events from 2026-03-01 to 2026-03-31; days that it has: 2026-01-01–2026-01-10"
    )
    assert refusal(place, PathsWanted(*DAYS, 10.5, (("micro", "final"),))) == (
        "the export has events from 2026-01-01 to 2026-01-10 alone: nobody has had 10.5 days for the final event"
    )
    assert counts(place, PathsWanted(*DAYS, 10, (("micro", "final"),))) == (0, 0)


def test_an_empty_file_has_no_days(tmp_path):
    (tmp_path / "events_1.json").write_text("")
    assert refusal(tmp_path).endswith("days that it has: -")


@pytest.mark.parametrize("zone", ["", "Tokyo", "../etc/passwd", "JST-9"])
def test_zones_that_are_none(written, zone):
    assert refusal(written(EDGES), zone=zone) == f"{zone!r} is no time zone such as Asia/Tokyo"


def test_without_duckdb(written, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    place = written(EDGES)
    assert refusal(place) == "files of the BigQuery export are read by DuckDB, which is not installed"
    with pytest.raises(ExportError) as caught:
        ask(place, ONE)
    assert str(caught.value.hint) == "run `pip install 'microconv[duckdb]'`"


def test_nothing_is_left_behind(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    ask(folder)
    assert list(tmp_path.iterdir()) == []
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before
