"""`microconv explain`."""

from __future__ import annotations

import json

import pytest

from microconv.emulator.google_ads import bidding
from microconv.render.safe import width
from tests.conftest import CART, PURCHASE, STORE

pytestmark = pytest.mark.usefixtures("environment")

CART_ACTION = {
    "id": 102,
    "name": "mv_add_to_cart",
    "type": "WEBPAGE",
    "category": "ADD_TO_CART",
    "value_settings": {"default_value": 300, "default_currency_code": "JPY", "always_use_default_value": True},
}
PURCHASE_ACTION = {"id": 101, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE"}
BOTAN = {
    "google_ads": {"customer_id": "2345678901", "login_customer_id": "9998887777"},
    "ga4": None,
    "file": "botan.yaml",
}


@pytest.fixture
def campaigns(inhabit):
    """A campaign with the account's goals, one with its own, one with a custom goal."""
    return inhabit(
        [PURCHASE_ACTION, CART_ACTION],
        campaigns=[{"id": 601, "name": "Brand"}, {"id": 602, "name": "夏 Sale"}, {"id": 603, "name": "Leads"}],
        campaign_conversion_goals=[
            {"campaign": 602, "category": "ADD_TO_CART", "origin": "WEBSITE", "biddable": False}
        ],
        custom_conversion_goals=[{"id": 701, "name": "Learning", "conversion_actions": [102]}],
        conversion_goal_campaign_configs=[{"campaign": 603, "custom_conversion_goal": 701}],
    )


def explained(done):
    data = json.loads(done.out)
    assert data["format"] == 1
    return data["explanations"]


def used(explanation, when):
    return {int(one["id"]) for one in explanation["campaigns"] if one[when]["used"]}


def really(world, action=102):
    """The campaigns in which the emulator's own account bids for an action."""
    return {campaign for campaign, one in bidding.used(world, int(STORE)) if one == action}


def test_the_answer_then_every_campaign(run, config, campaigns, nothing_written):
    done = run("explain", "mv_add_to_cart", config)
    assert (done.code, done.err) == (0, "")
    plan = json.loads(run("plan", config, "--format", "json").out)["plans"][0]["fingerprint"][:8]
    off = "not used: it is secondary"
    custom = "used: the campaign's custom goal lists it, whatever its role"
    assert done.out.splitlines() == [
        'bidding uses "mv_add_to_cart" in 2 of 3 campaigns; after the plan: used in 1 of 3 campaigns',
        "aoi  Google Ads 123-456-7890 · GA4 345678901  (emulated)",
        "  config       role secondary: not what the config wants; after the plan: the same",
        "  action       enabled, primary, website",
        "  owner        this account",
        "  goal         add_to_cart (website): biddable in the account",
        "",
        '  "Brand"',
        "      goals of: the account · goal: biddable",
        "      now: used: primary, and the account's goal is biddable",
        f"      after the plan: {off}",
        '  "Leads"',
        '      goals of: the campaign · goal: biddable · custom goal: "Learning", lists it',
        f"      now: {custom}",
        f"      after the plan: {custom}",
        '  "夏 Sale"',
        "      goals of: the campaign · goal: not biddable",
        "      now: not used: the campaign's goal is not biddable",
        f"      after the plan: {off}",
        "",
        f"  The plan {plan} changes of this:",
        '    ~ conversion "mv_add_to_cart"  demote',
        "        role primary → secondary",
        "        value 300 JPY → 500 JPY",
        'conversion "mv_add_to_cart": warning: "mv_add_to_cart" is secondary, but bidding still uses it: campaign',
        '      "Leads" (custom goal "Learning") [still-used]',
        "    a custom goal makes bidding use what it lists, whatever its role",
        "    → write `demote: thorough` to take it out of custom goals, "
        "or name the custom goal in `goals: {custom: …}`",
        "      if that is meant",
    ]


@pytest.mark.parametrize(
    "goals",
    [
        {},
        {"account": [{"category": "add_to_cart", "biddable": False}]},
        {"campaigns": [{"campaign": "Brand", "goals": [{"category": "add_to_cart", "biddable": False}]}]},
        {"campaigns": [{"campaign": "夏*", "goals": [{"category": "add_to_cart", "biddable": True}]}]},
        {"custom": [{"name": "Learning", "conversions": ["mv_add_to_cart"], "campaigns": ["Brand", "Leads"]}]},
    ],
    ids=["none", "account", "campaign off", "campaign on", "custom"],
)
@pytest.mark.parametrize("role", ["primary", "secondary"])
def test_what_it_says_is_what_the_account_bids_for(run, write_config, campaigns, role, goals):
    """Now, and after the plan once that is carried out."""
    config = write_config(PURCHASE, {**CART, "role": role}, goals=goals or None)
    (before,) = explained(run("explain", "mv_add_to_cart", config, "--format", "json"))
    assert used(before, "now") == really(campaigns)
    assert run("sync", config, "--yes").code == 0
    assert used(before, "after") == really(campaigns)
    (after,) = explained(run("explain", "mv_add_to_cart", config, "--format", "json"))
    assert used(after, "now") == used(after, "after") == really(campaigns)
    assert (after["plan"]["changes"], after["now"]["used"]) == ([], len(really(campaigns)))


def test_an_app_campaign_that_is_optimized_for_it(run, config, inhabit):
    app = {"advertising_channel_type": "MULTI_CHANNEL", "advertising_channel_sub_type": "APP_CAMPAIGN"}
    selected = {"selective_optimization": {"conversion_actions": [102]}}
    world = inhabit([PURCHASE_ACTION, CART_ACTION], campaigns=[{"id": 601, "name": "App", **app, **selected}])
    done = run("explain", "mv_add_to_cart", config)
    assert done.out.startswith('bidding uses "mv_add_to_cart" in 1 of 1 campaign\n')
    assert "used: the App campaign is optimized for it, whatever its role" in done.out
    told = done.told
    assert 'bidding still uses it: campaign "App" (optimized for it)' in told
    assert "microconv does not write what App campaigns are optimized for" in told
    (one,) = explained(run("explain", "mv_add_to_cart", config, "--format", "json"))
    assert (one["campaigns"][0]["now"]["rule"], one["campaigns"][0]["now"]["optimized_for_it"]) == ("selected", True)
    plan = run("plan", config).out
    assert "bidding stops using" not in plan.partition("mv_add_to_cart")[2]
    assert run("sync", config, "--yes").code == 0
    assert really(world) == {601}


def test_every_campaign_in_json(run, config, campaigns):
    (one,) = explained(run("explain", "mv_add_to_cart", config, "--format", "json"))
    assert one["answer"] == (
        'bidding uses "mv_add_to_cart" in 2 of 3 campaigns; after the plan: used in 1 of 3 campaigns'
    )
    assert one["action"] == {
        "id": "customers/1234567890/conversionActions/102",
        "name": "mv_add_to_cart",
        "status": "enabled",
        "type": "webpage",
        "primary_for_goal": True,
        "goal": "add_to_cart~website",
        "owner": "",
        "ours": True,
        "why": "",
    }
    assert one["campaigns"][1] == {
        "id": "603",
        "name": "Leads",
        "now": {
            "level": "campaign",
            "goal_biddable": True,
            "custom_goal": "Learning",
            "custom_goal_lists_it": True,
            "optimized_for_it": False,
            "used": True,
            "rule": "custom_goal",
            "reason": "used: the campaign's custom goal lists it, whatever its role",
        },
        "after": {**one["campaigns"][1]["now"]},
    }
    assert [place["now"]["rule"] for place in one["campaigns"]] == ["account_goal", "custom_goal", "campaign_goal_off"]
    assert one["account"] is None
    assert one["now"] == {"goal": "add_to_cart~website", "goal_biddable": True, "used": 2, "fits": False}
    assert one["after"]["fits"] is False
    assert [change["address"]["type"] for change in one["plan"]["changes"]] == ["google_ads.conversion_action"]
    assert [warning["code"] for warning in one["warnings"]] == ["still-used"]


def test_a_custom_goal_that_the_config_names_is_meant(run, write_config, campaigns):
    goals = {"custom": [{"name": "Learning", "conversions": ["mv_add_to_cart"], "campaigns": ["Leads"]}]}
    config = write_config(PURCHASE, CART, goals=goals)
    done = run("explain", "mv_add_to_cart", config)
    assert "  config       role secondary: not what the config wants; after the plan: as the config wants: " in done.out
    assert "as the config wants: its own custom goals list it" in done.told


def test_without_campaigns_the_accounts_goals_decide(run, config, world):
    done = run("explain", "mv_add_to_cart", config)
    lines = done.out.splitlines()
    assert lines[0] == (
        "bidding uses \"mv_add_to_cart\" by the account's goals; after the plan: not used by the account's goals"
    )
    assert "  campaigns    none: the account's goals alone decide" in lines
    (one,) = explained(run("explain", "mv_add_to_cart", config, "--format", "json"))
    assert (one["campaigns"], one["account"]["now"]["rule"], one["account"]["after"]["rule"]) == (
        [],
        "account_goal",
        "secondary",
    )


def test_a_closed_goal(run, write_config, world):
    contact = {"name": "お問い合わせ完了", "kind": "macro", "category": "contact", "role": "primary"}
    done = run("explain", "お問い合わせ完了", write_config(contact, unlisted="keep"))
    assert done.out.startswith('bidding does not use "お問い合わせ完了": not used by the account\'s goals\n')
    assert "  config       role primary: not what the config wants; after the plan: the same\n" in done.out
    assert "  goal         contact (website): not biddable in the account\n" in done.out
    assert "not used: the account's goal is not biddable\n" in done.out
    assert "[role-without-effect]" in done.out


def test_one_that_the_plan_makes(run, write_config, campaigns):
    made = {"name": "mv_new", "category": "add_to_cart", "role": "primary", "value": 5}
    config = write_config(PURCHASE, made, unlisted="keep")
    done = run("explain", "mv_new", config)
    assert done.out.startswith(
        'bidding does not use "mv_new": it is not in the account; after the plan: used in 2 of 3 campaigns\n'
    )
    assert "  config       role primary: not in force yet; after the plan: as the config wants\n" in done.out
    assert '    + conversion "mv_new"  create: not in the account\n' in done.out
    (one,) = explained(run("explain", "mv_new", config, "--format", "json"))
    assert (one["action"], used(one, "now"), used(one, "after")) == (None, set(), {601, 603})
    assert (one["now"]["fits"], one["after"]["fits"]) == (None, True)
    assert run("sync", config, "--yes").code == 0
    number = next(number for number, one in campaigns.google_ads.customers[int(STORE)].actions.items()
                  if one.name == "mv_new")  # fmt: skip
    assert really(campaigns, number) == {601, 603}


def test_one_that_waits_for_googles_import(run, write_config, campaigns):
    awaited = {
        "name": "mv_lead", "role": "primary", "ga4": {"event": "mv_lead"}, "google_ads": {"source": "ga4"},
    }  # fmt: skip
    config = write_config(PURCHASE, awaited, unlisted="keep")
    done = run("explain", "mv_lead", config)
    assert done.out.startswith('bidding does not use "mv_lead" yet: waiting for Google\'s import\n')
    waiting = done.told.partition(" Waiting for Google's import: ")[2]
    assert "Missing: auto-tagging" in waiting
    assert "the key event (this plan makes it)" in waiting
    assert "`link_google_ads: true`" in waiting
    assert done.out.endswith("  Once it is there, the next sync enables it as primary.\n")
    (one,) = explained(run("explain", "mv_lead", config, "--format", "json"))
    assert (one["action"], one["after"]["exists"], one["after"]["fits"]) == (None, False, None)
    assert [item["for"] for item in one["plan"]["waiting"]] == ["Google's import"]


def test_one_that_is_not_in_google_ads(run, write_config, world):
    seen = {"name": "mv_seen", "role": "secondary", "ga4": {}, "google_ads": False}
    done = run("explain", "mv_seen", write_config(seen))
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        'bidding does not use "mv_seen": the config does not put it into Google Ads',
    )


def test_one_that_belongs_to_the_manager(run, write_config, world):
    shared = {"name": "Shared purchase", "kind": "macro", "category": "purchase", "role": "primary"}
    cross = {"customer_id": "3456789012", "login_customer_id": "9998887777"}
    done = run("explain", "Shared purchase", write_config(shared, google_ads=cross, ga4=None))
    assert done.out.startswith('bidding uses "Shared purchase" by the account\'s goals\n')
    assert "  action       enabled, primary, website; owned by another account\n" in done.out
    assert "  owner        the account 999-888-7777\n" in done.out
    assert "  The plan cannot be carried out: the conversions of 345-678-9012 belong to 999-888-7777" in done.out
    ours = write_config(shared, google_ads={**cross, "manage_owner": True}, ga4=None)
    (one,) = explained(run("explain", "Shared purchase", ours, "--format", "json"))
    assert (one["action"]["ours"], one["plan"]["conflicts"], one["now"]["fits"]) == (True, [], True)


def test_an_unknown_name_and_what_was_meant(run, config, world):
    done = run("explain", "mv_add_to_crt", config)
    assert (done.code, done.out) == (64, "")
    assert 'no config here has a conversion "mv_add_to_crt", and no account either; did you mean mv_add_to_cart?' in (
        done.err
    )
    done = run("explain", "\x1b[31mnothing", config)
    assert 'no config here has a conversion "\\x1b[31mnothing", and no account either\n' in done.err


def test_a_path_is_needed(run):
    done = run("explain", "purchase")
    assert done.code == 64
    assert "name a config, or an account with --customer-id, --property-id or --manager" in done.err


def test_every_client_that_has_it(run, write_config, world):
    write_config()
    write_config(PURCHASE, **BOTAN)
    contact = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
    folder = write_config(contact, **{**BOTAN, "file": "c.yaml", "google_ads": {"customer_id": "6667778888"}}).parent
    done = run("explain", "purchase", folder, "--format", "json")
    assert (done.code, [one["client"] for one in explained(done)]) == (0, ["aoi", "botan"])
    done = run("explain", "purchase", folder)
    assert [line for line in done.out.splitlines() if line.startswith("bidding")] == [
        'bidding uses "purchase" by the account\'s goals',
        'bidding does not use "purchase": it is not in the account; after the plan: used by the account\'s goals',
    ]


def test_an_error_of_one_client(run, write_config, world):
    write_config()
    closed = {"google_ads": {"customer_id": "5556667777", "login_customer_id": "9998887777"}, "ga4": None}
    folder = write_config(PURCHASE, file="closed.yaml", **closed).parent
    done = run("explain", "purchase", folder, "--format", "json")
    assert (done.code, [one["client"] for one in explained(done)]) == (5, ["aoi"])
    assert "closed: error: google_ads 555-666-7777: AuthorizationError.USER_PERMISSION_DENIED" in done.err


def test_live_needs_no_network(run, config, campaigns, tmp_path, monkeypatch):
    live = tmp_path / "live.json"
    assert run("snapshot", config, "-o", live).code == 0
    (online,) = explained(run("explain", "mv_add_to_cart", config, "--format", "json"))
    campaigns.log.clear()
    monkeypatch.delenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH")
    (offline,) = explained(run("explain", "mv_add_to_cart", config, "--live", live, "--format", "json"))
    assert campaigns.log.entries == ()
    assert {**offline, "read_calls": 0} == {**online, "read_calls": 0}
    assert (offline["read_calls"], online["read_calls"]) == (0, 6)


EVIL = "evil\x1b[2J\u202e\"' </script>"


def test_names_cannot_control_the_terminal(run, write_config, inhabit):
    imported = {"event_name": "mv_lead", "property_name": "Aoi", "property_id": 345678901}
    inhabit(
        [
            {
                "id": 1,
                "name": EVIL,
                "type": "GOOGLE_ANALYTICS_4_CUSTOM",
                "category": "CONTACT",
                "google_analytics_4_settings": imported,
            }
        ],
        campaigns=[{"id": 601, "name": f"c {EVIL}"}],
        custom_conversion_goals=[{"id": 701, "name": f"g {EVIL}", "conversion_actions": [1]}],
        conversion_goal_campaign_configs=[{"campaign": 601, "custom_conversion_goal": 701}],
    )
    lead = {"name": "mv_lead", "role": "primary", "ga4": {"event": "mv_lead"}, "google_ads": {"source": "ga4"}}
    config = write_config(lead)
    done = run("explain", "mv_lead", config)
    assert (done.code, done.err) == (0, "")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    for name in ("", "c ", "g "):
        assert f'"{name}evil\\x1b[2J\\u202e"\' </script>"' in done.out
    done = run("explain", "mv_lead", config, "--format", "json")
    assert "\x1b" not in done.out
    (one,) = explained(done)
    assert (one["conversion"], one["action"]["name"], one["campaigns"][0]["name"]) == ("mv_lead", EVIL, f"c {EVIL}")


# ---- what no config declares

OLD = {"id": 301, "name": "Old purchase", "type": "WEBPAGE", "category": "PURCHASE"}
GONE = {"id": 302, "name": "Gone", "type": "WEBPAGE", "category": "PURCHASE", "status": "REMOVED"}
IMPORT = {
    "id": 303, "name": "aoi (web) lead", "type": "GOOGLE_ANALYTICS_4_CUSTOM", "category": "DEFAULT", "status": "HIDDEN",
    "google_analytics_4_settings": {"event_name": "lead", "property_id": 345678901},
}  # fmt: skip


@pytest.fixture
def others(inhabit):
    """An account with what a config does not list: not ours, ours but unlisted, removed, and an import."""
    stray = {**CART_ACTION, "id": 304, "name": "mv_stray"}
    return inhabit([PURCHASE_ACTION, CART_ACTION, OLD, GONE, IMPORT, stray])


@pytest.mark.parametrize("called", ["Old purchase", "301", "customers/1234567890/conversionActions/301"])
def test_an_action_that_is_not_ours_by_name_or_id(run, config, others, called, nothing_written):
    done = run("explain", called, config)
    assert done.code == 0, done.err
    assert done.out.startswith('bidding uses "Old purchase" by the account\'s goals\n')
    assert "  action       enabled, primary, website; not in the config\n" in done.out
    assert "changes nothing of this.\n" in done.out
    (one,) = explained(run("explain", called, config, "--format", "json"))
    assert (one["conversion"], one["action"]["id"]) == ("Old purchase", "customers/1234567890/conversionActions/301")
    assert (one["wanted"]["role"], one["action"]["ours"], one["now"]["fits"]) == (None, False, None)
    assert one["now"]["used"] == 1


def test_one_that_the_config_does_not_list_and_the_plan_demotes(run, config, others):
    done = run("explain", "mv_stray", config)
    assert done.out.startswith(
        "bidding uses \"mv_stray\" by the account's goals; after the plan: not used by the account's goals\n"
    )
    assert '    ~ conversion "mv_stray"  role primary → secondary: not in the config\n' in done.out
    assert run("sync", config, "--yes").code == 0
    assert 304 not in {action for _, action in bidding.used(others, int(STORE))}


def test_what_is_removed_and_an_import_by_its_name_or_its_event(run, config, others):
    assert run("explain", "Gone", config).out.startswith('bidding does not use "Gone": it is removed\n')
    for called in ("lead", "aoi (web) lead"):
        (one,) = explained(run("explain", called, config, "--format", "json"))
        assert (one["conversion"], one["action"]["status"], one["now"]["used"]) == ("aoi (web) lead", "hidden", 0)


def test_an_id_or_a_former_name_of_a_declared_one_is_explained_as_the_conversion(run, write_config, world):
    former = {**CART, "name": "mv_basket", "previously": ["mv_add_to_cart"]}
    for config, name, called in (
        (write_config(PURCHASE, CART), "mv_add_to_cart", "102"),
        (write_config(PURCHASE, former), "mv_basket", "mv_add_to_cart"),
    ):
        (declared,) = explained(run("explain", name, config, "--format", "json"))
        (asked,) = explained(run("explain", called, config, "--format", "json"))
        assert asked == declared
        assert asked["action"]["ours"] is True


def test_without_any_config(run, others, nothing_written):
    done = run("explain", "Old purchase", "--customer-id", "123-456-7890", "--login-customer-id", "999-888-7777")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[0] == 'bidding uses "Old purchase" by the account\'s goals'
    assert "  action       enabled, primary, website; no config was given" in lines
    assert not [line for line in lines if "plan" in line]
    done = run("explain", "Nothing", "--customer-id", "123-456-7890")
    assert (done.code, done.out) == (64, "")
    assert 'no account here has a conversion "Nothing"' in done.err


def test_one_of_the_manager_account_without_a_config(run, world):
    done = run("explain", "Shared purchase", "--customer-id", "345-678-9012", "--login-customer-id", "999-888-7777")
    assert done.out.startswith('bidding uses "Shared purchase" by the account\'s goals\n')
    assert "owned by another account; no config was given\n" in done.out
    assert "  owner        the account 999-888-7777\n" in done.out


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_line_is_wider_than_110_columns(run, config, campaigns, language):
    done = run("explain", "mv_add_to_cart", config, "--language", language)
    assert [line for line in done.out.splitlines() if width(line) > 110] == []


def test_in_japanese(run, config, campaigns):
    done = run("explain", "mv_add_to_cart", config, "--language", "ja")
    lines = done.out.splitlines()
    assert lines[0] + lines[1].strip() == (
        "「mv_add_to_cart」は入札に使われています: キャンペーン 3 件中 2 件で使用。"
        "プランの適用後: キャンペーン 3 件中1 件で使用"
    )
    assert "  設定         役割はサブ: 設定と異なる。プランの適用後: 変わらない" in lines
    assert "      現在: 使用: メインで、アカウントの目標が入札に使用されている" in lines
    assert [line for line in lines if line.isascii() and line.strip()] == []


def test_a_conversion_that_nobody_has_is_told_in_japanese(run, config):
    done = run("explain", "mv_nope", config, "--language", "ja")
    assert done.code == 64
    assert "コンバージョン「mv_nope」は設定ファイルにもアカウントにもありません" in done.err
