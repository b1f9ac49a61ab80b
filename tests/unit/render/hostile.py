"""Names that somebody could give a conversion action to fool a reader or a terminal, and what must never come out."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from strategies import action, client, conversion, plan_of

from microconv.core.conversion import GA4_IMPORT
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.plan import AttributeChange, Plan
from microconv.core.resource import Address, Standing

NAMES = (
    "\x1b[2J\x1b[31mred",  # clears the screen, then colours
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",  # a terminal hyperlink
    "a\nPlan 00000000: 0 to create.",  # a line of its own
    "a\r  + nothing",  # back to the start of the line
    "a\x08\x08b\x7f",
    "\u202eesahcrup",  # right to left override
    "\u2066x\u2069\u200f",
    "mv\u200b_cart\ufeff\u2060",  # zero width
    "a\u2028b\u2029c\x85d",  # line separators
    "a\u00adb",  # soft hyphen
    "a\x9b31mb",  # eight-bit CSI
    "\ue000\U000f0000",  # private use
)
MARKDOWN_NAMES = (
    "**bold** _it_ `code`",
    "a | b || c",
    "[click](https://evil.example)",
    "![x](https://evil.example/p.png)",
    "<script>alert(1)</script><img src=x>",
    "</td></table>",
    "&lt;b&gt; &amp;",
    "~~gone~~",
    "\\`x\\`",
    "x\n\n# Heading\n| a |",
)


def harmful(text: str) -> list[str]:
    """The signs of a text that are neither line breaks that we wrote nor signs that a terminal just shows."""
    return [
        sign for sign in text if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    ]


def hostile_plan(name: str) -> Plan:
    """A plan in which every text that can come from an account or a plan file is `name`."""
    wanted = client(
        conversion("mv_new", settings={"category": name}),
        conversion(f"Add {name}", previously=(name,)),
        conversion(f"type {name}"),
        conversion(f"wait {name}", source=GA4_IMPORT, event=name),
    )
    live = (
        action(name, 1),
        action(f"type {name}", 2, type=name),
        action(f"not ours {name}", 3),
        action(f"mv_{name}", 4, primary_for_goal=True),
        replace(action("mv_manager", 5, Standing.OTHER_OWNER), owner=name),
    )
    plan = plan_of(wanted, *live)
    first = plan.changes[0]
    odd = replace(first, address=Address(name, name), attributes=(*first.attributes, AttributeChange(name, name, name)))
    problem = Diagnostic(Severity.WARNING, name, name, name, Span(name, 1, 1), name, name)
    return replace(
        plan, client=name, accounts=((name, name),), changes=(*plan.changes, odd), warnings=(problem,),
        conflicts=(*plan.conflicts, replace(plan.conflicts[0], where=name, hint=name)),
        unmanaged=(*plan.unmanaged, plan.unmanaged[0]._replace(address=Address(name, name), why="removed")),
    )  # fmt: skip
