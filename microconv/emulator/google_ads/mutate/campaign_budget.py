"""Create, update and remove of campaign budgets.

Rules: comments of resources/campaign_budget.proto and errors/campaign_budget_error.proto (v26), checked 2026-11-23. The
smallest amount of a currency is taken to be its unit where it has no decimals, else a hundredth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.model_campaigns import CampaignBudget
from microconv.emulator.google_ads.mutate import masks, names, values
from microconv.emulator.google_ads.mutate.conversion_action import Changed
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.campaign_budget import FIELDS, MESSAGE, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import AdsError
    from microconv.emulator.google_ads.fields import Flat

_NO_DECIMALS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
_LONGEST_NAME = 255
_KEPT = frozenset({"amount_micros", "delivery_method", "explicitly_shared", "name", "total_amount_micros"})
_AMOUNTS = ("amount_micros", "total_amount_micros")


def with_defaults(fields: Flat) -> Flat:
    """The values the service fills in: ENABLED, STANDARD delivery, a shared daily budget (comments of the proto)."""
    return {
        "status": "ENABLED",
        "delivery_method": "STANDARD",
        "explicitly_shared": True,
        "period": "DAILY",
        "type": "STANDARD",
        **fields,
    }


def apply(call: Call, draft: Draft, operation: Any) -> Changed:
    """Carry out one CampaignBudgetOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    number = names.carry_out(call, draft, operation, create=_create, update=_update, remove=_remove)
    return Changed(names.BUDGETS.name(draft.customer.id, number), number)


def _create(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape(MESSAGE).flatten(operation.create)
    errors = masks.refuse_mask(operation, "create")
    temporary, name_errors = names.temporary_id(draft, names.BUDGETS, given.pop("resource_name", ""))
    new = with_defaults(given)
    content = values.creation_errors(call, FIELDS, given)
    amount = "total_amount_micros" if new["period"] == "CUSTOM_PERIOD" else "amount_micros"
    if amount not in given:
        content.append(values.required(amount))
    if new["explicitly_shared"] and "name" not in given:
        content.append(values.required("name"))
    content += _rules(draft, new, None, given)
    errors += name_errors + [one.under(("create", None)) for one in content]
    number = names.new_id(draft, temporary, errors)
    _put(draft, CampaignBudget(number, new))
    return number


def _update(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape(MESSAGE).flatten(operation.update)
    budget = _existing(call, draft, given.pop("resource_name", ""), ("update", "resource_name"))
    leaves, errors = values.masked(operation, FIELDS, given)
    new, content = values.changed(call, FIELDS, budget.fields, given, leaves, _KEPT)
    content += _sharing(budget, new)
    content += _rules(draft, new, budget, leaves)
    errors += [one.under(("update", None)) for one in content]
    if errors:
        raise OperationFailed(*errors)
    _put(draft, CampaignBudget(budget.id, new))
    return budget.id


def _remove(call: Call, draft: Draft, operation: Any) -> int:
    budget = _existing(call, draft, operation.remove, ("remove",))
    errors = masks.refuse_mask(operation, "remove")
    if any(one.budget == budget.id and one.status != "REMOVED" for one in draft.campaigns.values()):
        message = "The campaign budget is associated with at least one campaign, and so it cannot be removed."
        code = "campaign_budget_error.CAMPAIGN_BUDGET_IN_USE"
        errors.append(values.at("remove", code, message, operation.remove))
    if errors:
        raise OperationFailed(*errors)
    _put(draft, CampaignBudget(budget.id, {**budget.fields, "status": "REMOVED"}))
    return budget.id


def _existing(call: Call, draft: Draft, name: str, where: tuple[str, ...]) -> CampaignBudget:
    number = names.own_id(draft, names.BUDGETS, name, where)
    budget = None if number is None else draft.budgets.get(number)
    if budget is None:
        raise names.not_found(name, where)
    names.touch(draft, (NAME, budget.id), name, where)
    if budget.status == "REMOVED":
        raise names.removed(call, "campaign budget", name, where)
    return budget


def _put(draft: Draft, budget: CampaignBudget) -> None:
    draft.budgets.put(budget.id, budget)
    draft.touched.add((NAME, budget.id))


def _sharing(budget: CampaignBudget, new: Flat) -> Iterator[AdsError]:
    """A shared budget stays shared; one that becomes shared needs a name."""
    before, after = budget["explicitly_shared"], new.get("explicitly_shared")
    if before and after is False:
        message = "An explicitly shared campaign budget cannot be changed back to an implicitly shared one."
        code = "campaign_budget_error.CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_IMPLICITLY_SHARED"
        yield values.at("explicitly_shared", code, message, trigger=False)
    if not before and after and not new.get("name"):
        message = "An implicitly shared campaign budget without a name cannot become explicitly shared."
        code = "campaign_budget_error.CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_EXPLICITLY_SHARED_WITHOUT_NAME"
        yield values.at("explicitly_shared", code, message, trigger=True)


def _rules(draft: Draft, new: Flat, before: CampaignBudget | None, paths: Any) -> Iterator[AdsError]:
    if "name" in paths and "name" in new:
        yield from values.name_errors("name", new["name"], _LONGEST_NAME)
        yield from _same_name(draft, new["name"], before)
    for path in _AMOUNTS:
        if path in paths and path in new:
            yield from _amount(path, new[path], str(draft.customer.fields["currency_code"]))
    family = "campaign_budget_error."
    if new["period"] == "CUSTOM_PERIOD" and "amount_micros" in new:
        message = "The budget amount must be unset when the period is CUSTOM_PERIOD."
        code = family + "BUDGET_AMOUNT_MUST_BE_UNSET_FOR_CUSTOM_BUDGET_PERIOD"
        yield values.at("amount_micros", code, message, new["amount_micros"])
    if new["period"] == "DAILY" and "total_amount_micros" in new:
        message = "The total budget amount must be unset when the period is DAILY."
        code = family + "TOTAL_BUDGET_AMOUNT_MUST_BE_UNSET_FOR_BUDGET_PERIOD_DAILY"
        yield values.at("total_amount_micros", code, message, new["total_amount_micros"])


def _same_name(draft: Draft, name: str, before: CampaignBudget | None) -> Iterator[AdsError]:
    if draft.budgets.holder(name) not in (None, None if before is None else before.id):
        message = "A campaign budget with this name already exists."
        yield values.at("name", "campaign_budget_error.DUPLICATE_NAME", message, name)


def _amount(path: str, micros: int, currency: str) -> Iterator[AdsError]:
    smallest = 1_000_000 if currency in _NO_DECIMALS else 10_000
    if micros < 0:
        message = "The amount must not be negative."
        yield values.at(path, "campaign_budget_error.NEGATIVE_MONEY_AMOUNT", message, micros)
    elif micros == 0:
        message = "The amount is less than the minimum cost per click of the currency."
        yield values.at(path, "campaign_budget_error.MONEY_AMOUNT_LESS_THAN_CURRENCY_MINIMUM_CPC", message, micros)
    elif micros % smallest:
        message = f"The amount is not a multiple of the smallest unit of {currency}, {smallest} micros."
        yield values.at(path, "campaign_budget_error.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT", message, micros)
