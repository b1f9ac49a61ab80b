"""The labels of conversion actions, for tags that go out after the actions were made."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.capabilities import Labelling
from microconv.core.errors import ApiError, CredentialsError
from microconv.core.kinds import ACTION, provider_of
from microconv.core.planning.steps import Step
from microconv.core.ports import Provider
from microconv.core.send_to import action_of, label_of


def labelled(step: Step, providers: Mapping[str, Provider]) -> Step:
    """The step with the labels of the actions that stand for them in its changes, asked for in one call.

    Where they cannot be had, it has none: its provider says so of each change that needs one.
    """
    names = {action_of(item.after) for change in step.changes for item in change.attributes} - {""}
    provider = providers.get(provider_of(ACTION))
    if not names or not isinstance(provider, Labelling):
        return step
    try:
        labels = provider.labels(sorted(names))
    except (ApiError, CredentialsError):
        return step
    return step._replace(labels=tuple(sorted((label_of(name), label) for name, label in labels.items())))
