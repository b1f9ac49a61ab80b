"""`microconv import --container`: the tags of a container come into the config with their conversions."""

from __future__ import annotations

import re

import pytest
import yaml

from microconv.emulator.google_ads.tag import label
from tests.cli.test_tags import SEEN, ads_tag, ga4_tag, parameters
from tests.conftest import CART, PURCHASE, flat
from tests.contract.container_site import PUBLIC_ID, Site, settle_in

pytestmark = pytest.mark.usefixtures("environment")

ACCOUNTS = ("--customer-id", "123-456-7890", "--login-customer-id", "999-888-7777", "--property-id", "345678901")
NAME = "mv_add_to_cart"
PAIR = (ga4_tag("GA4 - cart"), ads_tag("Ads - cart"))
PIXEL = {"tagId": "40", "name": "pixel", "type": "html", "firingTriggerId": ["10"], "parameter": parameters(html="<b>")}
BUILT_IN = [{"type": kind} for kind in ("pagePath", "pageUrl", "clickElement", "clickText")]


@pytest.fixture
def contain(world, agency):
    """Fills the container's live version, or with `live` none its only one, with tags and triggers."""

    def fill(*tags, triggers=(SEEN,), **more):
        version = {"id": 1, "tag": list(tags), "trigger": list(triggers), "builtInVariable": BUILT_IN}
        return settle_in(world, agency, versions=[version], **more)

    return fill


@pytest.fixture
def file(tmp_path):
    return tmp_path / "aoi.yaml"


@pytest.fixture
def tag_of(file):
    """The `tag` of a conversion in the file."""

    def look(name=NAME):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        (one,) = [one for one in content["conversions"] if one["name"] == name]
        return one.get("tag")

    return look


ADOPTED = {
    "when": {"page": "/form/step1"},
    "adopt": {"tag": ["Ads - cart", "GA4 - cart"], "trigger": "form seen"},
    "value": False,
}


def test_it_says_the_tags_and_the_next_plan_and_sync_leave_the_container_alone(run, world, contain, file, tag_of):
    contain(*PAIR, PIXEL)
    done = run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file)
    assert (done.code, list(world.log.writes())) == (0, [])
    assert "imported 6 conversions (1 with tags), 6 goals; the plan of" in done.err
    text = file.read_text(encoding="utf-8")
    assert f"\ntag_manager: {{container: {PUBLIC_ID}}}\n" in text
    assert "from Google Ads account 123-456-7890, GA4 property 345678901 and Tag Manager container" in flat(
        text.replace("\n#", "\n")
    )
    assert f'# - 1 tag of another type of {PUBLIC_ID} feeds no conversion here: "pixel"' in text
    assert tag_of() == ADOPTED
    plan = run("plan", file, "--detailed-exitcode")
    assert (plan.code, "0 API calls (0 operations)" in plan.told) == (0, True)
    assert run("sync", file, "--yes").code == 0
    assert (Site(world).writes(), [one.name for one in Site(world).container.workspaces.values()]) == (
        [],
        ["Default Workspace"],
    )


def test_it_asks_for_reading_alone(run, world, contain, file):
    contain(*PAIR)
    run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file)
    assert {one.api for one in world.log.entries} >= {"tag_manager"}
    assert not [call for call in Site(world).calls() if re.search("create|update|delete|sync|publish", call)]


def test_what_is_not_published_and_what_is_paused_in_japanese(run, contain, file, tag_of):
    contain(*PAIR, live=None)
    done = run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file, "--language", "ja")
    assert done.code == 0
    assert "コンバージョン 6 件（うちタグ付き 1 件）" in done.err
    text = file.read_text(encoding="utf-8")
    assert "# このコンテナは一度も公開されていないため、公開中のタグはありません" in text
    assert "# タグ「GA4 - cart」はワークスペースにありますが、まだ公開されていません" in text
    assert tag_of() == ADOPTED
    contain(ga4_tag("GA4 - cart", paused=True), PAIR[1])
    file.unlink()
    assert run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file, "--language", "ja").code == 0
    text = file.read_text(encoding="utf-8")
    told = re.sub(r"\n *# +", "", text)
    assert "タグ「GA4 - cart」は Tag Manager で一時停止中のため、記載していません" in told
    assert f"「{NAME}」のタグ「GA4 - cart」: 一時停止中です。" in told
    assert tag_of() is None


def test_a_snapshot_that_holds_the_container_is_enough(run, world, contain, file, tag_of, tmp_path):
    contain(*PAIR)
    live = tmp_path / "live.json"
    assert run("snapshot", *ACCOUNTS, "--container", PUBLIC_ID, "-o", live).code == 0
    calls = len(world.log.entries)
    assert run("import", "--live", live, "-o", file).code == 0
    assert tag_of() == ADOPTED
    plan = run("plan", file, "--live", live, "--detailed-exitcode")
    assert (plan.code, len(world.log.entries)) == (0, calls)
    file.unlink()
    assert run("import", "--live", live, "--container", PUBLIC_ID, "-o", file).code == 0
    assert tag_of() == ADOPTED
    file.unlink()
    assert run("import", "--live", live, *ACCOUNTS, "-o", file).code == 0
    assert tag_of() is None  # the container was not named


def test_a_container_needs_the_accounts_of_its_conversions(run, contain, file, tmp_path):
    contain(*PAIR)
    done = run("import", "--container", PUBLIC_ID, "-o", file)
    assert (done.code, "name --customer-id or --property-id beside --container" in flat(done.err)) == (64, True)
    live = tmp_path / "live.json"
    assert run("snapshot", "--container", PUBLIC_ID, "-o", live).code == 0
    done = run("import", "--live", live, "-o", file)
    assert (done.code, "neither a Google Ads account nor a GA4 property" in flat(done.err)) == (64, True)
    done = run("import", "--container", "AW-1", "-o", file)
    assert (done.code, file.exists()) == (64, False)


def test_proposals_rename_the_conversion_and_leave_the_tags_their_names(run, world, contain, file):
    contain(ga4_tag("GA4 - thanks", event="contact_thanks"))
    done = run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file, "--propose", "changes")
    assert (done.code, list(world.log.writes())) == (0, [])
    told = [one for one in yaml.safe_load(file.read_text("utf-8"))["conversions"] if one.get("tag")]
    assert [one["tag"] for one in told] == [
        {"when": {"page": "/form/step1"}, "adopt": {"tag": "GA4 - thanks", "trigger": "form seen"}}
    ]
    plan = run("plan", file)
    assert "tag_manager" not in plan.out
    assert "GA4 - thanks" not in plan.out


def test_an_update_adds_conversions_with_their_tags(run, contain, write_config):
    contain(*PAIR)
    path = write_config(PURCHASE, tag_manager={"container": PUBLIC_ID})
    done = run("import", "--update", path)
    assert done.code == 0, done.err
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    (one,) = [one for one in content["conversions"] if one["name"] == NAME]
    assert one["tag"] == ADOPTED


def test_the_line_of_an_already_tagged_conversion_lets_the_plan_go_on(run, world, contain, write_config):
    """A config without `adopt` waits and names the line; with it the plan changes what the config says."""
    contain(*PAIR)
    step = {**CART, "value": 400, "ga4": {"event": NAME}, "tag": {"when": {"page": "/form/step1"}}}
    container = {"tag_manager": {"container": PUBLIC_ID}, "unlisted": "keep"}
    path = write_config(step, **container)
    waiting = run("plan", path).told
    lines = re.findall(r"\[already-tagged\].*?`(adopt: \{tag: \"[^`]*\"\})`", waiting)
    assert lines == ['adopt: {tag: "GA4 - cart"}', 'adopt: {tag: "Ads - cart"}']
    names = [yaml.safe_load(line)["adopt"]["tag"] for line in lines]
    pasted = write_config({**step, "tag": {**step["tag"], "adopt": {"tag": names}}}, **container)
    plan = run("plan", pasted)
    assert "[already-tagged]" not in plan.told
    done = run("sync", pasted, "--yes", "--allow", "many", "--allow", "nothing-left")
    assert done.code == 0, done.err
    tags = Site(world).named("tag")
    assert set(tags) == {"GA4 - cart", "Ads - cart"}
    assert {one["type"] for one in tags.values()} == {"gaawe", "awct"}
    given = {one["key"]: one.get("value") for one in tags["Ads - cart"]["parameter"]}
    assert (given["conversionLabel"], given["conversionValue"]) == (label(102), "400")
    again = run("plan", pasted, "--detailed-exitcode")
    assert again.code == 0, again.out


def test_a_container_of_every_kind_stays_as_it_is(run, world, agency, file, tag_of):
    """Several triggers, exceptions, a group, a folder, a template, names in braces: said, or left alone."""
    group = {
        "triggerId": "11", "name": "both {{x}}", "type": "triggerGroup", "parameter": [
            {"type": "list", "key": "triggerIds", "list": [{"type": "triggerReference", "value": "10"}]}
        ],
    }  # fmt: skip
    loaded = {"triggerId": "12", "name": "loaded: #1", "type": "windowLoaded"}
    fires = {"firingTriggerId": ["10", "11"], "blockingTriggerId": ["12"], "parentFolderId": "7"}
    template = {"templateId": "9", "name": "Own", "templateData": "___INFO___"}
    version = {
        "id": 1,
        "tag": [
            {**ga4_tag("GA4 - {{x}}"), **fires},
            {**ads_tag("Ads: - cart"), **fires},
            {"tagId": "41", "name": "gallery", "type": "cvt_60001_9", "firingTriggerId": ["10"]},
            PIXEL,
        ],
        "trigger": [SEEN, group, loaded],
        "folder": [{"folderId": "7", "name": "old"}],
        "customTemplate": [template],
        "builtInVariable": BUILT_IN,
    }
    settle_in(world, agency, versions=[version])
    before = world.dump()["tag_manager"]
    done = run("import", *ACCOUNTS, "--container", PUBLIC_ID, "-o", file)
    assert done.code == 0, done.err
    assert tag_of() == {
        "adopt": {"tag": ["Ads: - cart", "GA4 - {{x}}"], "trigger": ["both {{x}}", "form seen"]}, "value": False,
    }  # fmt: skip
    assert f'# - 2 tags of other types of {PUBLIC_ID} feed no conversion here: "gallery", "pixel"' in file.read_text(
        "utf-8"
    )
    assert run("sync", file, "--yes").code == 0
    assert world.dump()["tag_manager"] == before
