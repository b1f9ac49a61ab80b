"""`microconv init`: questions, options, the file, and what a sync makes of it."""

from __future__ import annotations

import datetime
import os
import shlex
from pathlib import Path

import pytest

from microconv.config.presets import PRESETS
from microconv.loading import load
from tests.conftest import PROPERTY, STORE

DAY = datetime.date(2026, 11, 23)
GIVEN = {
    "preset": "shop",
    "client": "aoi-store",
    "customer-id": "123-456-7890",
    "login-customer-id": "999-888-7777",
    "property-id": PROPERTY,
    "owner": "sato@agency.example",
    "currency": "JPY",
    "final-value": "10000",
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in, on a known day."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("microconv.cli.commands.init._today", lambda: DAY)
    return folder


def options(**changed: str | None) -> list[str]:
    given = {**GIVEN, **{key.replace("_", "-"): text for key, text in changed.items()}}
    return [part for key, text in given.items() if text is not None for part in (f"--{key}", text)]


def loaded(path: str | Path):
    client, problems = load(path)
    assert problems == ()
    assert client is not None
    return client


# ---- by options


def test_a_file_for_the_client(run, here):
    done = run("init", *options())
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "wrote aoi-store.yaml: a final conversion, and 4 steps before it\n"
        "    → correct what is marked ← in it\n"
        "    → microconv validate aoi-store.yaml\n"
        "    → microconv plan aoi-store.yaml\n"
    )
    assert os.listdir(here) == ["aoi-store.yaml"]
    client = loaded("aoi-store.yaml")
    assert (client.label, client.owner, client.currency) == ("aoi-store", "sato@agency.example", "JPY")
    assert (client.customer_id, client.accounts.login_customer_id, client.property_id) == (
        STORE,
        "9998887777",
        PROPERTY,
    )
    assert (client.review_every, client.review_last) == ("month", DAY)
    values = {one.name: one.value.amount for one in client.conversions}
    assert values == {
        "purchase": 10000, "mv_add_to_cart": 600, "mv_wish_list": 300, "mv_newsletter": 100, "mv_view_item": 50,
    }  # fmt: skip


def test_the_commands_that_are_named_next_work(run):
    done = run("init", *options(client="あおい ストア"))
    (command,) = [line.partition("microconv ")[2] for line in done.err.splitlines() if "validate" in line]
    assert command == "validate 'あおい-ストア.yaml'"
    assert run(*shlex.split(command)).code == 0


@pytest.mark.parametrize("place", [["new.yaml"], ["-o", "new.yaml"], ["--out", "new.yaml"]])
def test_another_file(run, here, place):
    assert run("init", *place, *options()).code == 0
    assert os.listdir(here) == ["new.yaml"]


@pytest.mark.parametrize("place", [["configs"], ["-o", "configs"]])
def test_into_a_folder(run, here, place):
    (here / "configs").mkdir()
    assert run("init", *place, *options()).code == 0
    assert os.listdir(here / "configs") == ["aoi-store.yaml"]


@pytest.mark.parametrize("place", [["-"], ["-o", "-"]])
def test_to_standard_output(run, here, place):
    done = run("init", *place, *options())
    assert (done.code, done.err) == (0, "")
    assert os.listdir(here) == []
    run("init", *options())
    assert (here / "aoi-store.yaml").read_text(encoding="utf-8") == done.out


def test_the_file_and_the_option_are_one(run, here):
    done = run("init", "a.yaml", "-o", "b.yaml", *options())
    assert done.code == 64
    assert "PATH and -o/--out are the same; give one of them" in done.err
    assert os.listdir(here) == []


def test_in_japanese(run, here):
    assert run("init", "ja.yaml", "--language", "ja", *options()).code == 0
    assert run("init", "en.yaml", *options()).code == 0
    text = (here / "ja.yaml").read_text(encoding="utf-8")
    assert "# オンラインショップのひな型" in text
    assert {one.name: one.label for one in loaded("ja.yaml").conversions}["mv_add_to_cart"] == "カート追加"
    assert {one.name: one.label for one in loaded("en.yaml").conversions}["mv_add_to_cart"] == "Added to cart"


# ---- what is missing, and what is wrong


def test_everything_that_is_missing_at_once(run, here):
    done = run("init")
    assert (done.code, done.out) == (64, "")
    assert done.err.splitlines()[-1] == (
        "Error: missing: --preset, --client, --owner, --currency, --final-value, --customer-id or --property-id"
    )
    assert os.listdir(here) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"client": None}, "missing: --client"),
        ({"client": " "}, "missing: --client"),
        ({"customer_id": None, "login_customer_id": None, "property_id": None}, "missing: --customer-id or --prop"),
        ({"customer_id": None}, "missing: --customer-id"),
        ({"customer_id": None, "login_customer_id": None, "source": "ga4"}, "missing: --customer-id"),
        ({"property_id": None, "source": "ga4"}, "missing: --property-id"),
        ({"client": "a\nb"}, r"--client 'a\nb' holds a line break; a value is one line of text"),
        ({"client": "a\x1b[2Jb"}, r"--client 'a\x1b[2Jb' holds the control character"),
        ({"customer_id": "AW-1"}, "--customer-id cannot be 'AW-1'; allowed: ten digits, as 123-456-7890; AW-… is "
                                  "the id of a tag"),
        ({"login_customer_id": "12"}, "--login-customer-id cannot be '12'; allowed: ten digits"),
        ({"property_id": "G-1"}, "--property-id cannot be 'G-1'; allowed: the digits of a GA4 property id"),
        ({"property_id": "1, b: 2"}, "--property-id cannot be '1, b: 2'; allowed: the digits"),
        ({"currency": "yen"}, "--currency cannot be 'yen'; allowed: an ISO 4217 code"),
        ({"currency": "YEN"}, "--currency cannot be 'YEN'; allowed: an ISO 4217 code"),
        ({"final_value": "ten"}, "--final-value cannot be 'ten'; allowed: a number, as 10000"),
        ({"final_value": "10.000"}, "--final-value cannot be '10.000'; a point stands before the decimals"),
        ({"final_value": "10,00"}, "--final-value cannot be '10,00'; a point stands before the decimals"),
        ({"final_value": "1万"}, "--final-value cannot be '1万'; allowed: a number, as 10000"),
        ({"owner": "Sato"}, "--owner cannot be 'Sato'; allowed: an e-mail address, as sato@agency.example"),
        ({"owner": "a@b"}, "--owner cannot be 'a@b'; allowed: an e-mail address"),
        ({"owner": "a b@agency.example"}, "--owner cannot be 'a b@agency.example'; allowed: an e-mail address"),
        ({"purpose": "x" * 301}, "--purpose cannot be 'xxxx"),
        ({"purpose": "a\nb"}, r"--purpose 'a\nb' holds a line break"),
        ({"source": "tag"}, "'tag' is not one of 'website', 'ga4'"),
        ({"final_value": "1_000"}, "--final-value cannot be '1_000'; allowed: a number, as 10000"),
        ({"final_value": "nan"}, "--final-value cannot be 'nan'; allowed: a number, as 10000"),
        ({"final_value": "inf"}, "--final-value cannot be 'inf'; allowed: a number, as 10000"),
        ({"final_value": "0"}, "--final-value cannot be '0'; allowed: a number above 0"),
        ({"final_value": "-5"}, "--final-value cannot be '-5'; allowed: a number above 0"),
        ({"final_value": "1e13"}, "--final-value cannot be '1e13'; allowed: a number above 0, and at most 10000000"),
        ({"final_value": "20"}, "--final-value cannot be 20 JPY: the values of the 4 steps before the result would not "
                                "differ; 200 is enough"),
        ({"preset": "blog"}, "'blog' is not one of 'b2b-lead', 'service-form', 'shop'"),
    ],
)  # fmt: skip
def test_a_wrong_use(run, here, changed, told):
    done = run("init", *options(**changed))
    assert (done.code, done.out) == (64, "")
    assert told in done.err
    assert os.listdir(here) == []


def test_everything_that_is_wrong_at_once(run):
    done = run("init", *options(client=None, customer_id="1", currency="yen", final_value="x"))
    told = done.err.partition("Error: ")[2].splitlines()
    assert [line.split()[0] for line in told] == ["missing:", "--customer-id", "--currency", "--final-value"]


@pytest.mark.parametrize(
    ("amount", "worth"),
    [
        ("10,000", 10000), ("１０，０００", 10000), ("￥１０，０００", 10000),
        ("10,000円", 10000), ("1,980.50", 1980.5),
        (" 10 000 ", 10000), ("1'000'000", 1000000), ("１００００", 10000), ("0.500", 0.5),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(run, amount, worth):
    done = run("init", "a.yaml", *options(final_value=amount, preset="shop", currency="KWD" if worth < 1 else "EUR"))
    assert done.code == 0, done.err
    assert loaded("a.yaml").by_name["purchase"].value.amount == worth


def test_full_width_numbers_and_addresses(run):
    given = options(
        customer_id="１２３−４５６‐７８９０", property_id="３４５６７８９０１", owner="ｓａｔｏ＠agency.example"
    )
    assert run("init", "a.yaml", *given).code == 0
    client = loaded("a.yaml")
    assert (client.customer_id, client.property_id, client.owner) == (STORE, PROPERTY, "sato@agency.example")


def test_the_purpose_of_the_result(run):
    assert run("init", "a.yaml", *options(purpose="売上: 店の収入 # 1")).code == 0
    assert run("init", "b.yaml", *options()).code == 0
    said, usual = loaded("a.yaml").conversions, loaded("b.yaml").conversions
    assert said[0].purpose == "売上: 店の収入 # 1"
    assert usual[0].purpose == "Orders are the income of the shop: the business result of the advertising."
    assert [one.purpose for one in said[1:]] == [one.purpose for one in usual[1:]]


@pytest.mark.parametrize(
    ("environment_", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ja_JP", "LANG": "C"}, "ja"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_locale(run, monkeypatch, environment_, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, environment_.get(name, ""))
    assert run("init", "a.yaml", *options()).code == 0
    label = {"ja": "カート追加", "en": "Added to cart"}[language]
    assert loaded("a.yaml").by_name["mv_add_to_cart"].label == label
    assert run("init", "b.yaml", *options(language="en")).code == 0
    assert loaded("b.yaml").by_name["mv_add_to_cart"].label == "Added to cart"
    asked = run("init", answer="")
    assert {"ja": "クライアントの名前", "en": "Label of the client"}[language] in asked.err


# ---- what is there stays


@pytest.mark.parametrize("place", [[], ["aoi-store.yaml"], ["-o", "aoi-store.yaml"], ["."]])
def test_a_file_that_is_there_stays(run, here, place):
    (here / "aoi-store.yaml").write_text("mine", encoding="utf-8")
    done = run("init", *place, *options())
    assert done.code == 1
    assert "error: aoi-store.yaml: is already there, and was not changed" in done.err
    assert "name another file with -o/--out, or move this one" in done.err
    assert (here / "aoi-store.yaml").read_text(encoding="utf-8") == "mine"


def test_nothing_is_written_through_a_link(run, here, tmp_path):
    (here / "aoi-store.yaml").symlink_to(tmp_path / "elsewhere")
    done = run("init", *options())
    assert done.code == 1
    assert "is already there" in done.err
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_appears_meanwhile_stays(run, here, monkeypatch):
    monkeypatch.setattr("microconv.cli.commands.init._today", lambda: (here / "aoi-store.yaml").touch() or DAY)
    done = run("init", *options())
    assert done.code == 1
    assert "is already there, and was not changed" in done.err
    assert (here / "aoi-store.yaml").read_text(encoding="utf-8") == ""


def test_a_folder_that_is_not_there(run):
    done = run("init", "no/such/aoi.yaml", *options())
    assert done.code == 1
    assert "error: no/such/aoi.yaml: cannot be written: there is no folder no/such\n" in done.err


def test_half_a_file_is_taken_away(run, here, monkeypatch):
    monkeypatch.setattr("microconv.cli.commands.init.starting_file", lambda answers: "version: 1\n\udc80")
    with pytest.raises(UnicodeEncodeError):
        run("init", *options())
    assert os.listdir(here) == []


@pytest.mark.parametrize(
    ("label", "file"),
    [
        ("../../etc/passwd", "etc-passwd.yaml"),
        ("/etc/passwd", "etc-passwd.yaml"),
        ("..", "client.yaml"),
        (".hidden", "hidden.yaml"),
        ("a/b: #c", "a-b---c.yaml"),
        ("あおいストア", "あおいストア.yaml"),
        ("!!", "client.yaml"),
        ("-rf", "rf.yaml"),
        ("a\u202eb", "a-b.yaml"),
        ("漢" * 300, "漢" * 60 + ".yaml"),
    ],
)
def test_labels_are_no_paths(run, here, label, file):
    done = run("init", *options(client=None), f"--client={label}")
    assert done.code == 0, done.err
    assert os.listdir(here) == [file]
    assert loaded(file).label == label


# ---- at a terminal


def test_it_asks_for_everything(run, here):
    answers = [
        "aoi",
        "ja",
        "b2b-lead",
        "123-456-7890",
        "",
        "345678901",
        "ga4",
        "me@agency.example",
        "JPY",
        "20,000",
        "商談",
    ]
    done = run("init", answer="\n".join([*answers, ""]))
    assert done.code == 0, done.err
    assert done.out == ""
    client = loaded("aoi.yaml")
    assert (client.customer_id, client.accounts.login_customer_id, client.property_id) == (STORE, "", PROPERTY)
    final = client.by_name["brochure_requested"]
    assert (final.value.amount, final.source, final.purpose, final.label) == (20000, "ga4", "商談", "資料請求完了")
    questions = (
        "Label of the client: ", "Language of the file's comments and labels (en, ja) [en]: ",
        "どのケースか（b2b-lead、service-form、shop）: ", "（空欄: なし）: ", "（website、ga4） [website]: ",
        "（クライアントの言葉で。空欄: ひな型の文）: ",
    )  # fmt: skip
    for question in questions:
        assert question in done.err


def test_what_can_be_left_to_microconv_takes_the_enter_key(run, here):
    answers = ["aoi", "", "shop", "123-456-7890", "", "345678901", "", "me@agency.example", "JPY", "20000", ""]
    done = run("init", answer="\n".join([*answers, ""]))
    assert done.code == 0, done.err
    final = loaded("aoi.yaml").by_name["purchase"]
    assert (final.source, final.label) == ("website", "Purchase")
    assert final.purpose.startswith("Orders are the income")


def test_it_asks_for_nothing_where_everything_that_is_needed_is_given(run, here):
    done = run("init", *options(), answer="")
    assert done.code == 0
    assert done.err.startswith("wrote aoi-store.yaml: ")  # a question would stand before it
    assert loaded("aoi-store.yaml").label == "aoi-store"


def test_it_asks_only_for_what_is_not_given(run, here):
    given = options(currency=None, language="en", source="website", purpose="why")
    done = run("init", "-", *given, answer="EUR\n")
    assert done.code == 0
    assert done.err == "Currency of the values, as JPY: "
    assert "\ncurrency: EUR\n" in done.out


def test_it_asks_again_after_a_wrong_answer(run, here):
    answers = [
        *("a\x07b", "aoi"),
        *("de", "en"),
        *("blog", "shop"),
        *("12", ""),  # no Google Ads account: so that of GA4 is needed
        *("", "G-1", "345678901"),
        *("me", "me@agency.example"),
        *("yen", "JPY"),
        *("lots", "10.000", "20", "１０，０００"),
        *("x" * 301, "why"),
    ]
    done = run("init", answer="\n".join([*answers, ""]))
    assert done.code == 0, done.err
    told = [line.partition("Error: ")[2] for line in done.err.splitlines() if "Error: " in line]
    assert told == [
        r"this 'a\x07b' holds the control character U+0007; a value is one line of text",
        "this must be one of en, ja",
        "this must be one of b2b-lead, service-form, shop",
        "this cannot be '12'; allowed: ten digits, as 123-456-7890",
        "this cannot be 'G-1'; allowed: the digits of a GA4 property id, as 345678901; G-… is the measurement id of a "
        "data stream; the property id is the number under Admin, Property details",
        "this cannot be 'me'; allowed: an e-mail address, as sato@agency.example",
        "this cannot be 'yen'; allowed: an ISO 4217 code of three capital letters, as JPY; write `JPY`",
        "this cannot be 'lots'; allowed: a number, as 10000",
        "this cannot be '10.000'; a point stands before the decimals; write it as 10000 or 1980.50",
        "this cannot be 20 JPY: the values of the 4 steps before the result would not differ; 200 is enough",
        f"this cannot be '{'x' * 59}…'; allowed: text on one line, of 300 characters at most",
    ]
    client = loaded("aoi.yaml")
    assert (client.customer_id, client.property_id) == ("", PROPERTY)


def test_an_import_needs_both_accounts(run, here):
    answers = ["", "", "123-456-7890", "", "", "345678901", ""]
    done = run(
        "init", *options(customer_id=None, login_customer_id=None, property_id=None), "--source", "ga4",
        answer="\n".join([*answers, ""]),
    )  # fmt: skip
    assert done.code == 0, done.err
    assert {one.source for one in loaded("aoi-store.yaml").conversions} == {"ga4"}


def test_a_wrong_option_is_told_before_anything_is_asked(run, here):
    done = run("init", *options(client=None, currency="yen"), answer="")
    assert done.code == 64
    assert "--currency cannot be 'yen'" in done.err
    assert "Label of the client" not in done.err


def test_a_value_that_turns_out_too_small(run, here):
    done = run("init", *options(preset=None, final_value="20"), answer="\nshop\n\n\n")
    assert done.code == 64
    assert "--final-value cannot be 20 JPY" in done.err
    assert os.listdir(here) == []


def test_a_file_that_is_there_is_told_after_the_first_answer(run, here):
    (here / "aoi.yaml").write_text("mine", encoding="utf-8")
    done = run("init", answer="aoi\n")
    assert done.code == 1
    assert "aoi.yaml: is already there" in done.err
    assert "Which case" not in done.err


@pytest.mark.parametrize("answer", ["", "aoi\nshop\n"])
def test_the_end_of_the_input_is_an_interruption(run, here, answer):
    done = run("init", answer=answer)
    assert done.code == 130
    assert os.listdir(here) == []


def test_ctrl_c_at_a_question(run, here, monkeypatch):
    def interrupt(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("click.termui.visible_prompt_func", interrupt)
    done = run("init", *options(owner=None), answer="me\n")
    assert (done.code, done.out) == (130, "")
    assert done.err.endswith("interrupted; nothing more was written\n")
    assert os.listdir(here) == []


# ---- what a sync makes of it


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("preset", list(PRESETS))
def test_an_empty_account_gets_exactly_what_the_file_lists(run, holds, inhabit, preset):
    inhabit(customer_conversion_goals=[])
    assert run("init", "c.yaml", *options(preset=preset)).code == 0
    client = loaded("c.yaml")
    done = run("sync", "c.yaml", "--yes")
    assert done.code == 0, done.err
    listed = {one.name: one for one in client.conversions}
    actions = holds.actions()
    assert set(actions) == {name for name, one in listed.items() if one.source}
    for name, action in actions.items():
        assert action["primary_for_goal"] is (listed[name].role == "primary")
        assert action["value_settings.default_value"] == listed[name].value.amount
    events = holds.key_events()
    assert set(events) - {"purchase"} == {one.event for one in listed.values()} - {"purchase"}
    final = next(one for one in client.conversions if one.kind == "macro")
    wanted = final.settings["category"].upper()
    assert holds.goals() == {pair: pair == (wanted, "WEBSITE") for pair in holds.goals()}
    assert (wanted, "WEBSITE") in holds.goals()
    before = holds.everything()
    again = run("plan", "c.yaml", "--detailed-exitcode")
    assert again.code == 0, again.out
    assert holds.everything() == before


@pytest.mark.usefixtures("environment")
def test_imports_wait_for_a_hand_and_nothing_else_is_left(run, holds, inhabit):
    inhabit(customer_conversion_goals=[])
    assert run("init", "c.yaml", "--source", "ga4", *options()).code == 0
    done = run("sync", "c.yaml", "--yes")
    assert done.code == 0, done.err
    assert holds.actions() == {}
    assert set(holds.key_events()) == {one.event for one in loaded("c.yaml").conversions}
    assert run("plan", "c.yaml", "--detailed-exitcode").code == 0
    assert run("sync", "c.yaml", "--yes", "--expect-synced").code == 5
