"""Does a lead count once? And does bidding learn from one form, or from every form of the site?"""

from __future__ import annotations

import pytest

from microconv.analysis.lead_stages import Stage, stage
from microconv.analysis.subject import Subject
from microconv.audit.rules.every_form import roles_every_form
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.audit.rules.stages import roles_lead_stages
from microconv.core.context import CampaignBidding, Context
from microconv.core.conversion import GA4_IMPORT, ConversionKind, Role
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar
from tests.strategies import action, campaign, campaign_goal, client, conversion, goal, imported
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes

UPLOADED: dict[str, Scalar] = {"type": "upload_clicks"}


def used(name: str, number: int, category: str, **state: Scalar) -> Live:
    """A primary action of a tag, unless another type is said."""
    return action(name, number, category=category, **{"primary_for_goal": True, **state})


def copied(event: str, number: int, category: str, **state: Scalar) -> Live:
    """A primary import; its name is `Aoi (web) <event>`."""
    return imported(event, number, category=category, **{"primary_for_goal": True, **state})


FORM = used("Form", 1, "submit_lead_form")
MQL = used("MQL", 2, "qualified_lead", **UPLOADED)
SQL = used("SQL", 3, "converted_lead", **UPLOADED)
UNUSED = action("Deal", 4, category="converted_lead")
SALE = used("Sale", 5, "purchase")
BRAND, GENERIC = campaign("Brand", 1), campaign("Generic", 2)
OWN = campaign("Own", 3, own=True)


def bidding(*live: Live, **strategies: str) -> Subject:
    said = tuple(CampaignBidding(name, strategy, "enabled") for name, strategy in strategies.items())
    return account(*live, BRAND, GENERIC, counts={}, context=Context(campaigns=said))


EVERY, TAG = copied("form_submit", 6, "submit_lead_form"), used("お問い合わせ完了", 7, "submit_lead_form")
MEANT = client(conversion("Enquiry", kind=ConversionKind.MACRO, role=Role.PRIMARY, source=GA4_IMPORT,
                          event="form_submit"))  # fmt: skip
STEP = client(conversion("mv_sent", role=Role.PRIMARY, source=GA4_IMPORT, event="form_submit"))

CASES = [
    fails(roles_lead_stages, account(SQL, FORM, MQL, BRAND), "123-456-7890", told=(
        'one lead counts up to 3 times: "Form" (the enquiry), "MQL" (a qualified lead), "SQL" (an opportunity)',)),
    fails(roles_lead_stages, account(FORM, MQL), "123-456-7890", seen=("2", "Form", "MQL"), about="no campaign"),
    fails(roles_lead_stages, bidding(FORM, MQL, Brand="target_roas", Generic="target_cpa"), "123-456-7890"),
    fails(roles_lead_stages, bidding(FORM, MQL, Brand="target_cpa"), "123-456-7890"),
    passes(roles_lead_stages, bidding(FORM, MQL, Brand="target_roas", Generic="maximize_conversion_value"), "by value"),
    passes(roles_lead_stages, account(MQL, UNUSED, BRAND), "one stage is used"),
    passes(roles_lead_stages, account(FORM, used("Call", 8, "phone_call_lead"), BRAND), "two ways to enquire"),
    passes(roles_lead_stages, account(FORM, MQL, OWN, campaign_goal(OWN, "submit_lead_form~website", True),
                                      campaign_goal(OWN, "qualified_lead~website", False), BRAND,
                                      goal("submit_lead_form~website", False)), "never in one campaign"),
    passes(roles_lead_stages, account(used("Newsletter", 8, "signup"), MQL, BRAND), "readers are no leads"),
    passes(roles_lead_stages, account(used("メルマガ登録", 8, "signup"), MQL, BRAND), "nor Japanese ones"),
    passes(roles_lead_stages, account(FORM, SALE, BRAND), "a sale is no stage of an enquiry"),
    fails(roles_lead_stages, account(FORM, copied("qualify_lead", 2, "contact"), BRAND), "123-456-7890", about="event"),
    fails(roles_lead_stages, account(used("MQL", 1, "qualified_lead"), used("SQL", 2, "qualified_lead"), BRAND),
          "123-456-7890", about="two tags of one category"),
    passes(roles_lead_stages, account(FORM, used("契約お申し込み", 8, "contact"), BRAND), "a contract on the site"),
    passes(roles_lead_stages, account(FORM, used("mv_mql", 8, "qualified_lead"), BRAND), "a step"),
    passes(roles_lead_stages, account(FORM, used("SQL lost", 8, "qualified_lead"), BRAND), "nothing came of it"),
    does_not_apply(roles_lead_stages, account(SALE, BRAND), about="no lead"),
    does_not_apply(roles_lead_stages, account(action("Form", 1, category="contact"), BRAND), about="observed"),
    does_not_apply(roles_lead_stages, account(google_ads=False)),
    cannot_tell(roles_lead_stages, account(FORM, MQL, account__warning="no goals"), "no goals"),
    # Within one goal, it is told there and not once more.
    passes(roles_several_primaries, account(*(used(name, n, "imported_lead", **UPLOADED)
                                              for n, name in enumerate(("MQL", "SQL"), start=1)), BRAND)),
    fails(roles_several_primaries, account(*(used(name, n, "imported_lead", **UPLOADED)
                                             for n, name in enumerate(("Leads", "CRM"), start=1)), BRAND),
          "imported_lead~website"),
    # form_submit
    fails(roles_every_form, account(EVERY, TAG, BRAND), "Aoi (web) form_submit", lines=("",), told=(
        'GA4 sends form_submit of every form, a search box too; counted by their own: "お問い合わせ完了"',)),
    fails(roles_every_form, account(EVERY, BRAND), "Aoi (web) form_submit", unseen=("own",), about="alone"),
    fails(roles_every_form, account(EVERY, TAG, client=MEANT), "Aoi (web) form_submit",
          told=('form_submit of every form; counted by their own: "お問い合わせ完了"',),
          lines=("- name: Enquiry\n  role: secondary\n",), about="declared, and beside a tag"),
    fails(roles_every_form, account(EVERY, client=STEP), "Aoi (web) form_submit", lines=("",), about="as a step"),
    passes(roles_every_form, account(EVERY, client=MEANT), "somebody says that it is the result"),
    passes(roles_every_form, account(EVERY, SALE, client=MEANT), "beside a sale"),
    passes(roles_every_form, account(EVERY, used("mv_form", 8, "contact"), client=MEANT), "beside a step"),
    passes(roles_every_form, account(TAG, action("x", 9), BRAND)),
    does_not_apply(roles_every_form, account(imported("form_submit", 6), BRAND), about="observed"),
    does_not_apply(roles_every_form, account(google_ads=False)),
]  # fmt: skip


NAMES: dict[str, tuple[Live, Stage | None]] = {
    "a form": (FORM, Stage.ENQUIRY),
    "a qualified lead": (used("x", 1, "qualified_lead"), Stage.QUALIFIED),
    "a converted lead": (used("x", 1, "converted_lead"), Stage.DEAL),
    "GA4's event for a qualified lead": (copied("qualify_lead", 1, "default"), Stage.QUALIFIED),
    "GA4's event for a lead at work": (copied("working_lead", 1, "submit_lead_form"), Stage.OPPORTUNITY),
    "GA4's event for a won lead": (copied("close_convert_lead", 1, "default"), Stage.DEAL),
    "an upload without a word": (used("CRM", 1, "imported_lead", **UPLOADED), Stage.ENQUIRY),
    "an upload of sales": (used("成約（Salesforce）", 1, "purchase", **UPLOADED), Stage.DEAL),
    "a deal of Salesforce": (action("Opportunity", 1, Standing.FIXED, type="salesforce", category="default"),
                             Stage.OPPORTUNITY),
    "an upload of 有効リード": (used("有効リード化", 1, "imported_lead", **UPLOADED), Stage.QUALIFIED),
    "the latest word": (used("Converted SQL", 1, "imported_lead", **UPLOADED), Stage.DEAL),
    "a contract on the site": (used("契約完了", 1, "submit_lead_form"), Stage.ENQUIRY),
    "a purchase": (SALE, None),
    "a step": (used("mv_mql", 1, "qualified_lead"), None),
    "a lost lead": (used("SQL lost", 1, "imported_lead", **UPLOADED), None),
}  # fmt: skip


@pytest.mark.parametrize("about", NAMES)
def test_the_stage_of(about: str) -> None:
    item, expected = NAMES[about]
    assert stage(account(item), item) is expected
