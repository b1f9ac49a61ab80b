"""The form of a rule's words for the client: what it costs, what is proposed, what that brings, who does it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from microconv.core.text import Text


class Doer(enum.StrEnum):
    """Who mends a finding."""

    AGENCY = "agency"
    CLIENT = "client"
    SITE = "site"  # whoever runs the website and its tags
    BOTH = "both"  # agency and client decide together


STEPS_OUT = "steps out of bidding"
"""The remedy of rules that find steps in bidding."""

DOERS = {
    Doer.AGENCY: Text("Agency", "広告代理店"),
    Doer.CLIENT: Text("You", "貴社"),
    Doer.SITE: Text("Whoever runs your website", "ウェブサイトのご担当者様"),
    Doer.BOTH: Text("Agency and you", "広告代理店と貴社"),
}
"""Who mends a finding, as the client's page calls them."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A rule in words for the client, who knows neither the config nor Google's interface.

    heading: the fault, shorter and plainer than the rule's title.
    cost: what it costs the client.
    proposal: what we propose.
    effect: what that brings.
    doer: who does it.
    remedy: a word shared by rules that one action mends together; empty where there is none.
    shows_evidence: true where the rule's evidence is in plain words and numbers, and may be shown as it is.
    """

    heading: Text
    cost: Text
    proposal: Text
    effect: Text
    doer: Doer
    remedy: str = ""
    shows_evidence: bool = False
