"""Bases, and what is laid over them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, load, load_all
from microconv.core.client import Client, Unlisted
from microconv.core.conversion import Role, Value
from microconv.core.diagnostics import Diagnostic, Span
from microconv.core.tag_condition import page_path
from microconv.core.tag_manager import Publish, TagManager, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind

Draw = Callable[[Iterable[Diagnostic]], str]

BASE = """\
version: 1
currency: JPY
owner: base@agency.example
google_ads: {login_customer_id: 999-888-7777}
unlisted: keep
defaults: {role: secondary, counting: one_per_click, google_ads: {view_through_lookback_window_days: 1}}
conversions:
  - name: purchase
    kind: macro
    role: primary
    category: purchase
    value: {default: 100, from_event: true}
  - name: mv_cart
    category: add_to_cart
    previously: [mv_old, mv_older]
    funnel: {next: purchase}
"""
CLIENT = """\
version: 1
extends: base.yaml
client: aoi
owner: own@agency.example
google_ads: {customer_id: 1234567890}
defaults: {google_ads: {click_through_lookback_window_days: 7}}
conversions:
  - name: mv_new
    category: contact
  - name: mv_cart
    previously: [mv_basket]
    value: 5
  - name: purchase
    value: {default: 200}
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write files by name into an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)

    def write(**texts: str) -> None:
        for name, text in texts.items():
            path = Path(name.replace("__", "/") + ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write


def client_of(loaded: Loaded) -> Client:
    assert loaded.problems == ()
    assert loaded.client is not None
    return loaded.client


def test_maps_merge_conversions_merge_by_name_and_lists_are_replaced(
    files: Callable[..., None], vocabulary: Vocabulary
) -> None:
    files(base=BASE, client=CLIENT)
    client = client_of(load(Path("client.yaml"), vocabulary))
    assert (client.label, client.owner, client.currency) == ("aoi", "own@agency.example", "JPY")
    assert (client.customer_id, client.accounts.login_customer_id) == ("1234567890", "9998887777")
    assert client.unlisted is Unlisted.KEEP
    assert [item.name for item in client.conversions] == ["purchase", "mv_cart", "mv_new"]
    purchase, cart, new = client.conversions
    assert purchase.value == Value(200.0, "JPY", True)
    assert (purchase.role, cart.role, new.role) == (Role.PRIMARY, Role.SECONDARY, Role.SECONDARY)
    assert (cart.previously, cart.value, cart.next) == (("mv_basket",), Value(5.0, "JPY"), "purchase")
    assert new.settings == {
        "category": "contact",
        "counting": "one_per_click",
        "google_ads.view_through_lookback_window_days": 1,
        "google_ads.click_through_lookback_window_days": 7,
    }
    assert cart.span == Span("client.yaml", 10, 5)
    assert new.span == Span("client.yaml", 8, 5)


def test_the_digest_covers_the_bases_in_order(files: Callable[..., None], vocabulary: Vocabulary) -> None:
    files(base=BASE, client=CLIENT)
    expected = hashlib.sha256()
    for text in (CLIENT, BASE):
        expected.update(len(text.encode()).to_bytes(8, "big") + text.encode())
    before = client_of(load(Path("client.yaml"), vocabulary)).digest
    assert before == expected.hexdigest()
    files(base=BASE + "# changed\n")
    assert client_of(load(Path("client.yaml"), vocabulary)).digest != before


def test_chains_and_the_files_that_messages_name(
    files: Callable[..., None], vocabulary: Vocabulary, drawn: Draw
) -> None:
    files(
        shared__top="version: 1\nconversions:\n  - {name: mv_a, role: secondary, category: download}\n",
        shared__middle="version: 1\nextends: ./top.yaml\nconversions:\n  - {name: mv_a, funnel: {next: mv_gone}}\n",
        clients__aoi="version: 1\nextends: ../middle.yaml\nclient: x\n",
        middle="version: 1\nextends: shared/middle.yaml\ngoogle_ads: {customer_id: 1234567890}\n",
    )
    loaded = load(Path("clients/aoi.yaml"), vocabulary, root=Path())
    assert drawn(loaded.problems) == (
        "shared/middle.yaml:4:33: error[unknown-next]: funnel.next names 'mv_gone', which is not in this config\n"
        "  in a base of clients/aoi.yaml\n"
        "  hint: name one of the conversions in this config\n"
        "shared/top.yaml:3:35: error[category]: the API refuses category download for source website\n"
        "  in a base of clients/aoi.yaml\n"
    )


def test_a_base_may_lie_beside_below_or_just_above(files: Callable[..., None], vocabulary: Vocabulary) -> None:
    base = "version: 1\ngoogle_ads: {customer_id: 1234567890}\nconversions: []\n"
    files(above=base, a__beside=base, a__sub__sub__below=base, other__base=base)
    for where, good in {
        "../above.yaml": True,
        "beside.yaml": True,
        "./sub/sub/below.yaml": True,
        "../other/base.yaml": False,
        "../a/beside.yaml": True,
    }.items():
        files(a__client=f"version: 1\nextends: {where}\nclient: x\n")
        loaded = load(Path("a/client.yaml"), vocabulary)
        assert [problem.code for problem in loaded.problems] == ([] if good else ["extends-outside"]), where
        wider = load(Path("a/client.yaml"), vocabulary, root=Path())
        assert wider.problems == (), where


def test_a_link_out_of_the_folder_is_followed_before_it_is_judged(
    files: Callable[..., None], vocabulary: Vocabulary
) -> None:
    files(far__away__base="version: 1\nconversions: []\n", a__b__client="version: 1\nextends: base.yaml\nclient: x\n")
    Path("a/b/base.yaml").symlink_to(Path("far/away/base.yaml").absolute())
    loaded = load(Path("a/b/client.yaml"), vocabulary)
    assert [(problem.code, str(problem.span)) for problem in loaded.problems] == [
        ("extends-outside", "a/b/client.yaml:2:10")
    ]


def test_what_a_base_sets_can_be_turned_off(files: Callable[..., None], vocabulary: Vocabulary) -> None:
    files(
        base="version: 1\nga4: {property_id: 5}\ndefaults: {value: {default: 1, currency: JPY}}\nconversions:\n"
        "  - {name: mv_a, role: primary, category: contact, ga4: {}, google_ads: {source: website}}\n",
        client="version: 1\nextends: base.yaml\nclient: x\ngoogle_ads: {customer_id: 1234567890}\nconversions:\n"
        "  - {name: mv_a, value: none, google_ads: {source: upload_clicks}}\n",
    )
    (found,) = client_of(load(Path("client.yaml"), vocabulary)).conversions
    assert (found.value, found.source, found.event) == (Value(None, ""), "upload_clicks", "mv_a")


def test_a_base_alone_is_no_client(files: Callable[..., None], vocabulary: Vocabulary, drawn: Draw) -> None:
    files(base="version: 1\ngoogle_ads: {customer_id: 1234567890}\nconversions: []\n")
    loaded = load(Path("base.yaml"), vocabulary)
    assert not loaded.is_base
    assert drawn(loaded.problems) == (
        "base.yaml:1:1: error[missing]: client is missing\n"
        "  Label of the client, unique among all configs of a run. A base has none\n"
        "  hint: write `client: aoi-store`\n"
    )


MIXED = """\
version: 1
extends: base.yaml
client: aoi
google_ads: {customer_id: 1234567890}
defaults: {value: {default: 3, from_event: true}}
conversions:
  - name: purchase
    value: 500
"""


def test_one_value_over_keys_replaces_them_and_that_is_noted_once(
    files: Callable[..., None], vocabulary: Vocabulary
) -> None:
    files(base=BASE.replace("defaults: {", "defaults: {value: 7, "), aoi=MIXED)
    loaded = load(Path("aoi.yaml"), vocabulary)
    assert loaded.client is not None
    assert loaded.client.by_name["purchase"].value == Value(500, "JPY")
    assert loaded.client.by_name["mv_cart"].value == Value(3, "JPY", from_event=True)
    noted = [problem for problem in loaded.problems if problem.code == "replaced"]
    assert [(problem.summary, problem.span) for problem in noted] == [
        ("defaults.value is keys here, which replaces the value of base.yaml:6:12", Span("aoi.yaml", 5, 12)),
        ("purchase.value is one value here, which replaces the keys of base.yaml:12:5", Span("aoi.yaml", 8, 5)),
    ]
    assert all(not problem.is_error for problem in loaded.problems)


@pytest.mark.parametrize("line", ["    value: none", "    value: {default: 5}", "    value:"])
def test_what_is_merged_or_turned_off_is_not_noted(
    files: Callable[..., None], vocabulary: Vocabulary, line: str
) -> None:
    text = MIXED.replace("    value: 500", line).replace("defaults: {value: {default: 3, from_event: true}}\n", "")
    files(base=BASE, aoi=text)
    assert [one for one in load(Path("aoi.yaml"), vocabulary).problems if one.code == "replaced"] == []


AGENCY = "version: 1\ngoogle_ads: {login_customer_id: 999-888-7777}\ndefaults: {role: secondary}\n"
GA4_ALONE = """\
version: 1
extends: base.yaml
client: aoi
ga4: {property_id: 345678901}
conversions:
  - {name: mv_cart, ga4: {}}
"""


def test_a_client_with_ga4_alone_may_extend_a_base_that_names_the_manager_account(
    files: Callable[..., None], vocabulary: Vocabulary, drawn: Draw
) -> None:
    files(base=AGENCY, middle="version: 1\nextends: base.yaml\n", aoi=GA4_ALONE.replace("base", "middle"))
    loaded = load(Path("aoi.yaml"), vocabulary)
    assert loaded.client is not None
    assert (loaded.client.customer_id, loaded.client.accounts.login_customer_id) == ("", "")
    assert loaded.client.property_id == "345678901"
    assert [(item.name, item.source, item.event) for item in loaded.client.conversions] == [
        ("mv_cart", None, "mv_cart")
    ]
    assert drawn(loaded.problems) == (
        "aoi.yaml:3:9: note[ga4-only]: this client has GA4 alone, and no Google Ads account\n"
        "  google_ads of base.yaml:2:1 names no account\n"
        "  hint: write `google_ads: {customer_id: …}` if it has one\n"
    )


@pytest.mark.parametrize(
    ("base", "client", "codes"),
    [
        (AGENCY, GA4_ALONE.replace("ga4: {property_id: 345678901}\n", ""), ["missing", "no-account"]),
        (AGENCY, GA4_ALONE + "google_ads: {login_customer_id: 999-888-7777}\n", ["missing", "missing"]),
        (AGENCY.replace("login_customer_id", "custmer_id"), GA4_ALONE, ["missing", "unknown-key"]),
        (AGENCY, GA4_ALONE.replace("ga4: {}", "google_ads: {source: website}"), ["ga4-only", "no-account"]),
        (AGENCY, GA4_ALONE.replace(", ga4: {}", ""), ["ga4-only", "nowhere"]),
    ],
    ids=["no ga4", "a section of its own", "a misspelt account", "a conversion in Google Ads", "a conversion nowhere"],
)
def test_a_forgotten_account_is_still_told(
    base: str, client: str, codes: list[str], files: Callable[..., None], vocabulary: Vocabulary
) -> None:
    files(base=base, aoi=client)
    loaded = load(Path("aoi.yaml"), vocabulary)
    assert loaded.client is None
    assert sorted(problem.code for problem in loaded.problems) == codes


def test_each_replacement_of_a_chain_is_noted_once(files: Callable[..., None], vocabulary: Vocabulary) -> None:
    head = "version: 1\nga4: {property_id: 5}\n"
    files(
        top="version: 1\ndefaults: {role: secondary, value: {default: 1, currency: JPY}}\nconversions: []\n",
        middle="version: 1\nextends: top.yaml\ncurrency: JPY\ndefaults: {value: 5}\n",
        aoi=f"{head}extends: middle.yaml\nclient: aoi\ndefaults: {{value: 6}}\n",
        other=f"{head}extends: middle.yaml\nclient: b\ndefaults: {{value: {{default: 7}}}}\n".replace(": 5}", ": 6}"),
    )
    found = load_all([Path("aoi.yaml"), Path("other.yaml")], vocabulary)
    assert all(item.client is not None for item in found)
    assert [(str(one.span), one.summary) for item in found for one in item.problems] == [
        ("middle.yaml:4:12", "defaults.value is one value here, which replaces the keys of top.yaml:2:29"),
        ("other.yaml:5:12", "defaults.value is keys here, which replaces the value of middle.yaml:4:12"),
    ]


def test_a_container_and_tags_merge_key_by_key(files: Callable[..., None], vocabulary: Vocabulary) -> None:
    tagged = "version: 1\ncurrency: JPY\ntag_manager: {container: GTM-AAAA111, publish: ask, google_tag: true}\n"
    base = tagged + (
        "conversions:\n  - name: mv_a\n    category: contact\n    role: secondary\n    ga4: {}\n"
        "    tag: {when: {page: /a}, parameters: {plan: {data_layer: plan}, form: a}}\n"
    )
    over = (
        "version: 1\nextends: base.yaml\nclient: aoi\ngoogle_ads: {customer_id: 1234567890}\n"
        "ga4: {property_id: 345678901}\ntag_manager: {container: GTM-BBBB222}\n"
        "conversions:\n  - name: mv_a\n    tag: {when: {click: '#cta'}, parameters: {form: b, more: 1}}\n"
    )
    files(base=base, client=over)
    loaded = load(Path("client.yaml"), vocabulary)
    assert [problem for problem in loaded.problems if problem.is_error] == []
    assert loaded.client is not None
    assert loaded.client.accounts.container == "GTM-BBBB222"
    assert loaded.client.tag_manager == TagManager(publish=Publish.ASK, google_tag=True)
    tag = loaded.client.by_name["mv_a"].tag
    assert tag is not None
    assert tag.trigger == TagTrigger(TriggerKind.CLICK, "#cta", (page_path("/a"),))
    assert tag.parameters == (
        TagParameter("form", "b"),
        TagParameter("more", "1"),
        TagParameter("plan", "plan", data_layer=True),
    )
