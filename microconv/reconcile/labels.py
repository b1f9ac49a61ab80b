"""The labels of conversion actions, for tags that go out after the actions were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.capabilities import Labelling
from microconv.core.errors import ApiError, CredentialsError
from microconv.core.planning.steps import Step
from microconv.core.ports import Provider
from microconv.core.send_to import action_of
from microconv.core.tag_manager import label_to_come


def labelled(step: Step, providers: Iterable[Provider]) -> Step:
    """The step with the labels of the actions that stand for them in its changes, asked for in one call.

    Where they cannot be had, it has none: its provider says so of each change that needs one.
    """
    names = {action_of(item.after) for change in step.changes for item in change.attributes} - {""}
    labels: dict[str, str] = {}
    for provider in providers if names else ():
        if isinstance(provider, Labelling):
            labels |= _labels(provider, sorted(names))
    return step._replace(labels=tuple(sorted((label_to_come(name), label) for name, label in labels.items())))


def _labels(provider: Labelling, names: list[str]) -> Mapping[str, str]:
    try:
        return provider.labels(names)
    except (ApiError, CredentialsError):
        return {}
