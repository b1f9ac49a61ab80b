"""Policies of data retention, access bindings and annotations, where the published material leaves them open."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "data_retention_default",
        "TWO_MONTHS",
        ("TWO_MONTHS", "FOURTEEN_MONTHS"),
        "Third-party guides and a published set-up script agree on two months; Google's help (analytics answer "
        "7667196) lists what can be chosen and not what it starts with. Read in copies, 2026-11-29.",
        "Retention of event data and of user data in a property on which nobody chose it.",
    ),
    Policy(
        "data_retention_reset_default",
        True,
        bool,
        "Inferred from the web interface, where resetting on new activity is said to be on at first; not documented "
        "for the API. Checked 2026-11-29.",
        "reset_user_data_on_new_activity of a property on which nobody chose it.",
    ),
    Policy(
        "access_binding_readers",
        "ADMINISTRATORS",
        ("ADMINISTRATORS", "EVERYBODY"),
        "The discovery document (revision 20261102) names the scopes analytics.manage.users and its .readonly, no "
        "role; Google's help (analytics answer 9305587) has administrators alone manage users. Inferred for reading.",
        "Who may read access bindings: ADMINISTRATORS refuses a caller whose own bindings on the property and its "
        "account do not include predefinedRoles/admin with PERMISSION_DENIED (one without any is taken for an "
        "administrator of what the seed's principals let it see); EVERYBODY takes the scope alone.",
    ),
    Policy(
        "inherited_access_bindings_listed",
        False,
        bool,
        "The list method speaks of all access bindings on an account or property. Inferred: of its own, and not of "
        "those that the account above gives. No captured answer found, checked 2026-11-29.",
        "Whether the access bindings of a property's account are listed with those of the property.",
    ),
    Policy(
        "annotation_title_length",
        60,
        int,
        "Repeated in guides to the web interface; the proto and the discovery document (revision 20261102) name no "
        "limit. Checked 2026-11-29.",
        "The longest title of a reporting data annotation, in UTF-16 code units.",
    ),
    Policy(
        "annotation_description_length",
        150,
        int,
        "Repeated in guides to the web interface; the proto and the discovery document (revision 20261102) name no "
        "limit. Checked 2026-11-29.",
        "The longest description of a reporting data annotation, in UTF-16 code units.",
    ),
    Policy(
        "annotation_limit",
        1_000,
        int,
        "Repeated in guides to the web interface, found in no reference of the API. Checked 2026-11-29.",
        "Reporting data annotations of one property, those of GA's own with them.",
    ),
)
