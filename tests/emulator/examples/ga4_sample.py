"""One of Google's GA4 samples, run in a process of its own: ``python ga4_sample.py FOLDER MODULE VALUES``.

A sample is a module with a function whose arguments are ids; the first one is called, with those VALUES (JSON) that it
has a name for. What it prints is not looked at; an error ends the process with its own text.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys


def main(folder: str, name: str, values: str) -> None:
    """Call the sample. Raises KeyError for an argument that has no value."""
    known = json.loads(values)
    if known.get("transport") == "rest":
        prefer_rest()
    sys.path.insert(0, folder)
    module = importlib.import_module(name)
    sample = next(
        value
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == name and not key.startswith(("run_sample", "print_"))
    )
    arguments = inspect.signature(sample).parameters.values()
    sample(**{one.name: known[one.name] for one in arguments if one.name in known or one.default is one.empty})


def prefer_rest() -> None:
    """Let clients of the Data API choose REST where nothing else is said, as its samples have no argument for that."""
    for version, client in (("v1beta", "BetaAnalyticsDataClient"), ("v1alpha", "AlphaAnalyticsDataClient")):
        module = importlib.import_module(f"google.analytics.data_{version}")
        type(getattr(module, client))._transport_registry.move_to_end("rest", last=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
