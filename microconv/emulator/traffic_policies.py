"""Named switches for what is counted of the traffic that a seed describes."""

from __future__ import annotations

from microconv.emulator.policies import Policy

POLICIES: tuple[Policy, ...] = (
    Policy(
        "universal_analytics_end",
        "2023-06-30",
        ("2023-06-30", "2024-06-30"),
        "Google's help: standard properties of Universal Analytics stopped processing hits on July 1, 2023, those of "
        "Analytics 360 on July 1, 2024.",
        "The last day on which actions of the types UNIVERSAL_ANALYTICS_* count, unless their traffic in a seed says "
        "until when.",
    ),
)
