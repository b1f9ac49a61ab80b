"""The keys of `learning` and `review`."""

from __future__ import annotations

from microconv.config.forms import Date, Key, ListOf, Map, Number, OneOf, TextForm, Whole, Word
from microconv.config.id_forms import REPORT
from microconv.config.value import MOST
from microconv.core.client import ReviewEvery
from microconv.core.conversion import Role
from microconv.core.review_settings import DEFAULT_LEARNING_DAYS, DEFAULT_REVIEWS

_SOURCE = "support.google.com/google-ads/answer/6268637 (value); the usual recommendation (number), checked 2026-11-28"
"""Where the recommended numbers come from: `analysis.around.AMOUNTS` has each."""


def learning_form() -> Map:
    """The keys under `learning`."""
    return Map(
        (
            Key("finals", Whole(1, None), "Final conversions within `days` that are enough: with them a step before "
                "the result has done its job, and need not be primary. `audit.enough_finals` is the same number.",
                examples=(30,), source=_SOURCE),
            Key("days", Whole(7, 90), "The days in which final conversions are counted.",
                default=str(DEFAULT_LEARNING_DAYS), examples=(DEFAULT_LEARNING_DAYS,)),
            Key("back_below", Whole(0, None), "Fewer final conversions than this within `days`, and the step is needed "
                "again. It is less than `finals`, so that a role does not go to and fro.", examples=(15,)),
            Key("reviews", Whole(1, 12), "Reviews in a row that must come to the same before a role is to change.",
                default=str(DEFAULT_REVIEWS), examples=(DEFAULT_REVIEWS,)),
        )
    )  # fmt: skip


NO_CHANGE = "none"
"""The word for a decision to leave everything as it is."""


def review_form() -> Map:
    """The keys under `review`."""
    change = Map(
        (
            Key("role", Word(tuple(Role)), "The role that it got.", examples=("secondary",)),
            Key("value", Number(0, MOST, "currency units"), "The value that it got.", examples=(400,)),
        )
    )
    decision = Map(
        (
            Key("date", Date(), "Day of the decision.", required=True, examples=("2026-11-01",)),
            Key("conversion", TextForm(), "Name of the conversion at that time; it may be gone from the config.",
                required=True, examples=("mv_add_to_cart",)),
            Key("change", OneOf((Word((NO_CHANGE,)), change)), "What was changed: `role`, `value`, or both; `none`: it "
                "was to stay as it is.", required=True, examples=(NO_CHANGE,)),
            Key("reason", TextForm(), "Why, for those who read it later.", required=True,
                examples=("96 of 3,210 users came to the result",)),
        )
    )  # fmt: skip
    return Map(
        (
            Key("every", Word(tuple(ReviewEvery)), "How often a review is due.", examples=("month",)),
            Key("last", Date(), "Day of the last review.", examples=("2026-11-01",)),
            Key("report", REPORT, "Address of the report that is shared with the client.",
                examples=("https://lookerstudio.google.com/reporting/1a2b3c",)),
            Key("decisions", ListOf(decision), "What was decided about conversions, in any order. No new proposal is "
                "made too soon after a change. A list here replaces that of a base."),
        )
    )  # fmt: skip
