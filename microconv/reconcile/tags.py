"""The tags of a client's conversions, from its accounts as they are live and from the providers that know tags."""

from __future__ import annotations

from microconv.core.capabilities import Tagging
from microconv.core.tags.make import snippets, tagged_actions
from microconv.core.tags.snippet import Snippets
from microconv.reconcile.live_accounts import LiveAccounts


def live_snippets(live: LiveAccounts, conversion: str | None) -> Snippets:
    """The tags of every conversion, or of one. Raises KeyError for an unknown one; ApiError, CredentialsError."""
    config = live.config
    chosen = config.conversions if conversion is None else (config.by_name[conversion],)
    before = live.calls
    readings = live.read()
    actions = tagged_actions(live.types, config, readings)
    asked = [actions[item.name].id for item in chosen if item.name in actions]
    targets: dict[str, str] = {}
    for provider in live.providers:
        if isinstance(provider, Tagging):
            targets.update(provider.send_tos(asked))
    return snippets(live.types, config, readings, targets, chosen, live.calls - before)
