"""Named switches for what is not settled about the Tag Manager API, with the default the emulator takes."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "gtm_stale_fingerprint_status",
        412,
        (400, 409, 412),
        "The discovery document says that the fingerprint must match that in storage, and not what is answered where "
        "it does not; no public tool has found out, as they compare before they call, checked 2026-11-28.",
        "The HTTP status of a change whose fingerprint is not the stored one.",
    ),
    Policy(
        "gtm_bulk_update",
        "all or nothing",
        ("all or nothing", "valid ones"),
        "The discovery document is silent; a public client calls it atomic without a recorded answer, "
        "checked 2026-11-28.",
        "What happens where one change of a bulk_update is invalid: nothing is done and it is refused, or the valid "
        "ones are done and the others are left out of the answer.",
    ),
    Policy(
        "gtm_new_ids_in_references",
        True,
        bool,
        "The document shows new_N for parentFolderId; that firingTriggerId takes it too is inferred, "
        "checked 2026-11-28.",
        "True: the ids new_1, new_2, … of a bulk_update may stand wherever the id of an object does. False: in "
        "parentFolderId only; elsewhere they are the ids of triggers that do not exist.",
    ),
    Policy(
        "gtm_not_enabled_built_in",
        "compile",
        ("compile", "refuse"),
        "Public tools report that a version fails to compile; whether the change itself is refused is not known. "
        "Checked 2026-11-28.",
        "What a reference to a built-in variable that is not enabled, or to a variable that does not exist, does: "
        "quick_preview and create_version report a compiler error, or the change is refused with 400.",
    ),
    Policy(
        "gtm_quota_status",
        403,
        (403, 429),
        "The page on limits says 403; public tools have seen 429, checked 2026-11-28.",
        "The HTTP status where the quota of 25 requests in 100 seconds, or of 10,000 a day, is used up.",
    ),
    Policy(
        "gtm_quota",
        "enforced",
        ("enforced", "off"),
        "developers.google.com/tag-manager/api/v2/limits-quotas: 0.25 requests a second over 100 seconds, 10,000 a "
        "day, for each project, checked 2026-11-28.",
        "Whether requests over the quota are refused. They are counted by the emulated clock.",
    ),
    Policy(
        "gtm_colon_in_names",
        "refused",
        ("refused", "allowed"),
        "A rule of public tools' own checks; no answer of the service was published, checked 2026-11-28.",
        "Whether the name of an object may have a colon.",
    ),
    Policy(
        "gtm_workspace_limit_status",
        400,
        (400, 403),
        "Help texts quoted by several sources say three workspaces in the free edition; the answer to a fourth was not "
        "published, checked 2026-11-28.",
        "The HTTP status where a container without Tag Manager 360 would get a fourth workspace.",
    ),
    Policy(
        "gtm_visibility_selector",
        "CSS",
        ("CSS", "both"),
        "Exported and compiled containers write CSS; some documents say CSS_SELECTOR, checked 2026-11-28.",
        "The words that selectorType of an elementVisibility trigger takes beside ID; another one is a compiler error.",
    ),
    Policy(
        "gtm_new_workspace_path",
        "for the default workspace",
        ("for the default workspace", "always"),
        "The document says that create_version deletes the workspace and that a new one is made automatically; "
        "whether also for one that is not the default workspace is not said, checked 2026-11-28.",
        "When create_version makes a new workspace in place of the one that it deletes. The default workspace is "
        "always made again, so that a container has one.",
    ),
    Policy(
        "gtm_longest_notes",
        10_000,
        int,
        "Two public tools looked for the limit and nobody has verified one, checked 2026-11-28.",
        "The most characters of an object's notes; more are refused with 400.",
    ),
)
