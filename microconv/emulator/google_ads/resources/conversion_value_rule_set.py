"""conversion_value_rule_set: value rules that are in force together, for an account or a campaign. Read only here.

Fields and comments from resources/conversion_value_rule_set.proto (v23 to v26, alike), GAQL flags from the public v25
field reference, both checked 2026-11-29.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.resources.campaign import resource_name as campaign_name
from microconv.emulator.google_ads.resources.conversion_value_rule import resource_name as rule_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "conversion_value_rule_set"
MESSAGE = "ConversionValueRuleSet"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name                 string                        SF   immutable
    id                            int64                         SFO  output_only
    conversion_value_rules        string*                       SF   -
    dimensions                    ValueRuleSetDimension*        SF   -
    owner_customer                string                        SFO  output_only
    attachment_type               ValueRuleSetAttachmentType    SF   immutable
    campaign                      string                        SFO  -
    status                        ConversionValueRuleSetStatus  SF   output_only
    conversion_action_categories  ConversionActionCategory*     S    immutable
    """
)
#: Fields that are worked out when read, or written as ids in a seed.
COMPUTED = frozenset({"resource_name", "owner_customer", "conversion_value_rules", "campaign"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's sets, and by policy those of the manager whose conversions it uses."""
    number = view.customer.id
    for owner in view.inherited_owners:
        for kept in owner.read_only.get(NAME, ()):
            row = {
                **kept,
                "resource_name": f"customers/{number}/conversionValueRuleSets/{kept['id']}",
                "owner_customer": f"customers/{owner.id}",
                "conversion_value_rules": [rule_name(number, one) for one in kept["conversion_value_rules"]],
            }
            if "campaign" in kept:
                row["campaign"] = campaign_name(owner.id, kept["campaign"])
            yield row
