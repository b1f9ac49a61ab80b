"""Policies of queries, where the published material leaves them open."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "closed_comparison_of_double_metrics",
        "refused",
        ("refused", "allowed"),
        "Two public tools report OPERATOR_FIELD_MISMATCH for <= and for >= with metrics.conversions, and that > and = "
        "are taken; the grammar allows all of them, and no list of operators by type was found. Checked 2026-11-29.",
        "Whether a condition may compare a metric of the type double with >= or <=.",
    ),
    Policy(
        "conversions_to_come",
        "counted",
        ("counted", "missing"),
        "Google counts a conversion when it happens, on the day of the click; so the numbers of late days grow. The "
        "emulator's days never change unless this says so.",
        "Whether days of clicks have all their conversions from the start, or those whose lag is over: from each "
        "bucket's first day on.",
    ),
    Policy(
        "enum_order",
        "number",
        ("number", "name"),
        "The page on ordering says which fields cannot be sorted, not how enums are; no answer that tells was found. "
        "Checked 2026-11-29.",
        "How ORDER BY sorts an enum: by the number of the word in the version that is asked, or by the word.",
    ),
    Policy(
        "lags_of_conversions_by_date",
        "divided",
        ("divided", "refused"),
        "The conversion reporting page says that lag buckets may not go with every report, and to look at the list of "
        "each field; no list of a version with both was found. Checked 2026-11-29.",
        "Whether segments.conversion_lag_bucket may be selected with metrics by the day of the conversion: they are "
        "divided by it, or the query is refused.",
    ),
    Policy(
        "unset_without_presence",
        "null",
        ("null", "not_null"),
        "The grammar has IS NULL for every field and says nothing about enums, which cannot be told from UNSPECIFIED "
        "on the wire; no answer that tells was found. Checked 2026-11-29.",
        "Whether IS NULL holds for an unset field whose message cannot tell unset from the default: enums, and a text "
        "or number of proto3 without `optional`.",
    ),
)
