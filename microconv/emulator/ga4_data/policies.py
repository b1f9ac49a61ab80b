"""Named switches for what is not settled about the GA4 Data API and its emulated traffic."""

from __future__ import annotations

from microconv.emulator.policies import Policy

_SEEN = "Third-party records of live answers, read in copies 2026-11-23; Google's documents do not say."

POLICIES: tuple[Policy, ...] = (
    Policy(
        "traffic_seed",
        1,
        int,
        "The emulator's own: there is no such number at Google.",
        "The number every series of GA4 and Google Ads comes from. Another one gives other numbers of the same kind.",
    ),
    Policy(
        "data_history_days",
        730,
        int,
        "A seed rarely says when a property was made, so that it would be made when the emulator starts and have no "
        "data.",
        "Days of data a property has from before its create_time, unless its traffic says `since`. 0: none, as at "
        "Google.",
    ),
    Policy(
        "data_default_order",
        "FIRST_METRIC_DESC",
        ("FIRST_METRIC_DESC", "DIMENSIONS_ASC"),
        _SEEN,
        "The order of rows without order_bys: by the first metric, largest first, or by the dimension values.",
    ),
    Policy(
        "data_totals",
        "DISTINCT",
        ("DISTINCT", "SUM_OF_ROWS"),
        "The proto calls TOTAL the SUM operator; for users, who are in several rows, that would count people twice.",
        "TOTAL of metrics that are not additive (sessions by event, users, rates): of the report as a whole, or the "
        "sum of its rows.",
    ),
    Policy(
        "data_key_event_rate_scale",
        "FRACTION",
        ("FRACTION", "PERCENT"),
        "The documents say fraction; one third-party test holds percent-like values (facts, section 8). Not settled.",
        "Whether sessionKeyEventRate and userKeyEventRate of 2 in 100 are 0.02 or 2.",
    ),
    Policy(
        "data_report_tokens",
        0,
        int,
        "The documents say that most requests take fewer than 10 tokens. The estimate fits four live readings by a "
        "third party (1 for a small report, 2 for 10 metrics, 4 for 9 dimensions and 10 metrics, 7 for 365 days).",
        "Quota tokens each report takes; 0: the emulator's estimate.",
    ),
    Policy(
        "data_funnel_headers",
        "TWICE",
        ("TWICE", "ONCE"),
        _SEEN,
        "Whether the metric headers of a funnel table are there twice, as live answers have them, or once each.",
    ),
    Policy(
        "data_funnel_last_step_rate",
        "ZERO",
        ("ZERO", "ONE"),
        "Not documented; third-party samples have both.",
        "The completion rate of a funnel's last step, which nobody can leave or complete.",
    ),
    Policy(
        "data_funnel_date_ranges",
        "NAMES",
        ("NAMES", "INDEXES", "ABSENT", "REFUSED"),
        "The v1alpha proto says that rows of several date ranges contain an index, and of a date range that its name "
        "is the value of the dimension dateRange; FunnelSubReport does not name that dimension. No answer to a funnel "
        "with several date ranges was found. Checked 2026-11-29.",
        "How the rows of a funnel with several date ranges say which they are of: by its name, by date_range_0, not at "
        "all; or several are refused.",
    ),
    Policy(
        "data_funnel_session_conditions",
        "TAKEN",
        ("TAKEN", "REFUSED"),
        "The documents let conditions on fields and on events be joined in a step, and name no fields; no answer to "
        "one on a session's field (such as sessionDefaultChannelGroup) was found. Checked 2026-11-29.",
        "Whether the steps of a funnel may have conditions on fields of sessions.",
    ),
    Policy(
        "data_sampling_percent",
        0,
        int,
        "ResponseMetaData.sampling_metadatas in the proto; when Google samples depends on the size of the property.",
        "Reports read the events of so many of 100 users and say so; sums are estimated from them. 0: of all.",
    ),
    Policy(
        "data_threshold_users",
        0,
        int,
        "ResponseMetaData.subject_to_thresholding in the proto; Google names no number of users.",
        "Rows with fewer users are withheld, and reports say that they are subject to thresholding. 0: none.",
    ),
    Policy(
        "data_rows_before_other",
        0,
        int,
        "ResponseMetaData.data_loss_from_other_row in the proto; Google counts values a day in its own tables.",
        'Rows a report may have before the smallest become one row "(other)". 0: any number.',
    ),
    Policy(
        "data_restricted_metrics",
        "NONE",
        ("NONE", "REVENUE_DATA", "COST_DATA", "BOTH"),
        "MetricMetadata.blocked_reasons in the proto: such metrics are all zeros, filters on them fail.",
        "Whether callers have a role without revenue or cost metrics.",
    ),
    Policy(
        "data_quota_exhausted",
        "NONE",
        (
            "NONE",
            "TOKENS_PER_DAY",
            "TOKENS_PER_HOUR",
            "TOKENS_PER_PROJECT_PER_HOUR",
            "CONCURRENT_REQUESTS",
            "SERVER_ERRORS_PER_PROJECT_PER_HOUR",
            "POTENTIALLY_THRESHOLDED_REQUESTS_PER_HOUR",
        ),
        "PropertyQuota in the proto; the texts of the last three are the emulator's.",
        "A quota that is used up, whatever has been asked: every report is answered RESOURCE_EXHAUSTED.",
    ),
)
