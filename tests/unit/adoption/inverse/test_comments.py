"""Comments of an import where somebody has to judge, and its proposals."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from microconv.adoption.inverse import Adoption, adopt
from microconv.adoption.inverse.comments import QUOTED, findings_as_comments, quotation
from microconv.adoption.inverse.proposals import Proposal, proposal_comments, proposals_for, proposed
from microconv.analysis.subject import Subject
from microconv.audit.rule import Rule
from microconv.audit.rules.bridge_hidden import bridge_hidden_unused
from microconv.audit.rules.distance import distance_page_view
from microconv.audit.rules.double import double_import, double_twin
from microconv.audit.rules.ga4_rules import ga4_rules_overlap
from microconv.audit.rules.grading import values_step_as_final
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.audit.rules.values import values_currency, values_default_one, values_missing
from microconv.audit.run import audit
from microconv.core.conversion import Role, Value
from microconv.core.measures import Counted, Measures
from microconv.core.resource import Live, Reading, Standing
from microconv.core.text import Text
from microconv.core.value import Money
from microconv.providers import TYPES
from tests.inventory import DUPLICATE, ENQUIRY, UNTIL, inventory
from tests.strategies import action, ads, custom_goal, ga4, imported, key_event, rule
from tests.unit.adoption.inverse.test_client import BOTH

ALWAYS = {"value_settings__always_use_default_value": True}


def readings_of(*live: Live, counts: dict[int, float] | None = None) -> tuple[Reading, ...]:
    split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
    actions = {
        f"customers/1234567890/conversionActions/{number}": Counted(all=count)
        for number, count in (counts or {}).items()
    }
    measures = Measures(UNTIL, actions=MappingProxyType(actions)) if counts else None
    return replace(ads(*split[0]), measures=measures), ga4(*split[1])


def comments(*live: Live, counts: dict[int, float] | None = None) -> dict[str, tuple[str, ...]]:
    readings = readings_of(*live, counts=counts)
    client = adopt(TYPES, readings, BOTH).client
    undecided = [item.name for item in client.conversions]  # what they are taken for has a test of its own
    found = findings_as_comments(client, readings, undecided)
    return {place[1]: lines for place, lines in found.items()}


def worth(amount: float, **state: object) -> dict[str, object]:
    return {"value_settings__default_value": amount, **ALWAYS, **state}


def buy(number: int = 90, **state: object) -> Live:
    given = {"category": "purchase", "primary_for_goal": True, **worth(10_000.0), **state}
    return action("buy", number, **given)


# ---- acts that are counted twice


@pytest.mark.parametrize("both", [True, False])
def test_a_tag_and_the_import_of_its_event_count_one_act(both: bool) -> None:
    tag = action("Sign-Up", 1, category="contact", primary_for_goal=True, **worth(5.0))
    live = imported("sign_up", 2, category="signup", primary_for_goal=both, **worth(6.0))
    found = comments(tag, live, key_event("sign_up"))
    rule, role = (double_import, "primary") if both else (double_twin, "secondary")
    assert found["Sign-Up"] == (f"{rule.title.en}: records sign_up: tag (primary) [{rule.id}]",)
    assert found["sign_up"] == (f"{rule.title.en}: records sign_up: import ({role}) [{rule.id}]",)


def test_the_duplicate_of_a_primary_is_found_at_both() -> None:
    readings = inventory()
    found = findings_as_comments(adopt(TYPES, readings, BOTH).client, readings)
    for name in (ENQUIRY, DUPLICATE):
        assert (
            f"{roles_several_primaries.title.en}: used together, with all conversions of 30 days in brackets: "
            f"[{ENQUIRY} (48), {DUPLICATE} (47)] [roles-several-primaries]"
        ) in found["conversions", name]


@pytest.mark.parametrize(
    ("counts", "seen"), [({1: 100.0, 2: 89.0}, "[a (100), b (89)]"), (None, "[a (?), b (?)]")], ids=["counted", "not"]
)
def test_two_primaries_of_one_category(counts: dict[int, float] | None, seen: str) -> None:
    state = {"category": "purchase", "primary_for_goal": True}
    found = comments(action("a", 1, **state, **worth(5.0)), action("b", 2, **state, **worth(6.0)), counts=counts)
    assert found["a"] == found["b"]
    assert seen in found["a"][0]


def test_a_secondary_or_another_category_is_no_duplicate() -> None:
    state = {"primary_for_goal": True}
    one = action("a", 1, category="purchase", **state, **worth(5.0))
    others = (
        action("b", 2, category="purchase", **worth(6.0)),
        action("c", 3, category="contact", **state, **worth(7.0)),
        action("d", 4, category="default", **state, **worth(8.0)),
        action("e", 5, category="default", **state, **worth(9.0)),
    )
    said = comments(one, *others, counts={1: 50.0, 2: 50.0, 3: 50.0, 4: 50.0, 5: 5.0})
    assert {name: [line[-24:] for line in lines] for name, lines in said.items()} == {
        name: ["[roles-default-category]"] for name in "de"
    }


# ---- values and roles


@pytest.mark.parametrize(
    ("live", "rule_", "seen"),
    [
        (action("a", 1, category="contact", **worth(1.0)), values_default_one, "always 1 JPY"),
        (
            action("a", 1, category="contact", primary_for_goal=True, **worth(0.0)),
            values_missing, "no value, role primary",
        ),
        (
            action("a", 1, category="contact", value_settings__default_currency_code="USD", **worth(5.0)),
            values_currency, "5 USD; account: JPY",
        ),
        (
            action("mv_a", 1, category="contact", **worth(12_000.0)),
            values_step_as_final, '12,000 JPY; the final conversion "buy" is worth 10,000 JPY',
        ),
        (
            action("a", 1, category="page_view", primary_for_goal=True, **worth(5.0)),
            distance_page_view, "page_view (category page_view), role primary",
        ),
        (
            imported("lead", 1, Standing.HIDDEN),
            bridge_hidden_unused, "hidden; key event lead of property 345678901",
        ),
    ],
    ids=["default 1", "nothing", "currency", "as much as a result", "primary step", "hidden import"],
)  # fmt: skip
def test_odd_things_are_said_in_the_words_of_the_audit(live: Live, rule_: Rule, seen: str) -> None:
    found = comments(buy(), live, *([key_event("lead")] if live.identity.startswith("ga4:") else []))
    name = "lead" if live.identity.startswith("ga4:") else live.address.name
    assert found == {name: (f"{rule_.title.en}: {seen} [{rule_.id}]",)}


def test_every_comment_is_a_finding_of_the_audit_without_a_config() -> None:
    readings = inventory()
    found = audit(Subject(readings, UNTIL), made="", tool="")
    lines = {quotation(item.rule, item.evidence) for item in found if item.rule in QUOTED}
    client = adopt(TYPES, readings, BOTH).client
    quoted = {line for comments_ in findings_as_comments(client, readings).values() for line in comments_}
    undecided = [line for line in quoted if line.endswith(" [upkeep-undecided]")]
    assert quoted - set(undecided)
    assert quoted - set(undecided) <= lines
    own = audit(Subject(readings, UNTIL, client), made="", tool="")
    told = {item.evidence.seen for item in own if item.rule.id == "upkeep-undecided"}
    assert told
    assert {line.removesuffix(" [upkeep-undecided]") for line in undecided} == told


def test_beside_what_nobody_decided_stands_what_audits_take_it_for() -> None:
    readings = readings_of(buy(), action("x", 1, category="default"))
    found = findings_as_comments(adopt(TYPES, readings, BOTH).client, readings)
    assert found["conversions", "buy"] == (
        Text(
            "taken for a result (likely): category purchase [upkeep-undecided]",
            "成果として扱っています（ほぼ確実）: カテゴリが「購入」 [upkeep-undecided]",
        ),
    )
    assert found["conversions", "x"][0].startswith("taken for a result (guess): ")


def test_what_is_in_order_is_passed_over() -> None:
    found = comments(
        buy(),
        action("mv_cart", 1, category="add_to_cart", **worth(500.0)),
        action("late", 2, category="contact", value_settings__default_value=0.0),
        key_event("mv_seen", default_value=Money(1.0, "JPY")),
    )
    assert found == {}


def test_rules_that_make_an_event_twice() -> None:
    found = comments(key_event("mv_a", 1), rule("mv_a", 1), rule("mv_a", 2), key_event("mv_b", 2), rule("mv_b", 3))
    assert list(found) == ["mv_a"]
    assert found["mv_a"][0].startswith(f"{ga4_rules_overlap.title.en}: [=] ")


# ---- proposals

WHY = Text('a step (add_to_cart); the result is "buy"', "途中の行動（add_to_cart）、成果は「buy」")


def adopted(*live: Live) -> tuple[Adoption, tuple[Proposal, ...]]:
    readings = readings_of(*live)
    adoption = adopt(TYPES, readings, BOTH)
    return adoption, proposals_for(adoption.client, readings)


def test_a_step_without_the_prefix_is_to_have_a_name_a_role_and_a_value() -> None:
    step = action("Cart – Add", 1, category="add_to_cart", primary_for_goal=True, **worth(1.0))
    _, found = adopted(buy(), step)
    assert found == (Proposal("Cart – Add", "mv_cart_add", Role.SECONDARY, 500.0, WHY),)
    assert proposal_comments(found) == {
        ("conversions", "Cart – Add"): (
            'proposed: `name: mv_cart_add, role: secondary, value: 500`: a step (add_to_cart); the result is "buy"',
        )
    }


def test_a_step_that_is_in_order_only_gets_a_name() -> None:
    _, found = adopted(buy(), action("Cart", 1, category="add_to_cart", **worth(300.0)))
    assert [(item.new_name, item.role, item.value) for item in found] == [("mv_cart", None, None)]


def test_results_and_steps_with_the_prefix_are_left_alone() -> None:
    _, found = adopted(
        buy(), action("mv_cart", 1), action("Contact", 2, category="contact"), key_event("generate_lead")
    )
    assert found == ()


def test_without_a_primary_result_a_step_stays_primary_and_without_any_value_it_gets_none() -> None:
    _, found = adopted(action("Cart", 1, category="add_to_cart", primary_for_goal=True))
    assert [(item.role, item.value) for item in found] == [(None, None)]


@pytest.mark.parametrize(
    ("name", "new_name"), [("カート", "mv_add_to_cart"), ("Cart!", "mv_cart_2"), ("1", "mv_add_to_cart")]
)
def test_proposed_names_are_unique_in_the_account_also_among_what_is_not_declared(name: str, new_name: str) -> None:
    _, found = adopted(action(name, 1, category="add_to_cart"), action("mv_cart", 2, Standing.SYSTEM))
    assert [item.new_name for item in found] == [new_name]


def test_events_that_ga4_knows_are_steps_or_not_by_their_names() -> None:
    _, found = adopted(buy(), key_event("add_to_cart", 1), key_event("generate_lead", 2), key_event("scroll", 3))
    assert [(item.name, item.new_name) for item in found] == [
        ("add_to_cart", "mv_add_to_cart"),
        ("scroll", "mv_scroll"),
    ]


def test_proposals_as_config_keep_what_finds_the_live_objects() -> None:
    step = action("Cart", 1, category="add_to_cart", primary_for_goal=True, **worth(1.0))
    adoption, found = adopted(
        buy(), step, imported("scroll", 2), key_event("scroll", 1), custom_goal("Learning", 9, 1, 90)
    )
    changed = proposed(adoption, found).client
    cart, scroll = changed.by_name["mv_cart"], changed.by_name["mv_scroll"]
    assert (cart.previously, cart.role, cart.value) == (("Cart",), Role.SECONDARY, Value(500.0, "JPY"))
    assert (scroll.event, scroll.source, scroll.previously) == ("scroll", "ga4", ())
    assert changed.goals.custom[0].conversions == ("buy", "mv_cart")
