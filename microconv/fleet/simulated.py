"""A visit to a page with a container, run by the emulator's simulation of Tag Manager."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from microconv.core.errors import MicroconvError
from microconv.core.product import Product
from microconv.core.tags.hit import Hit, Receipt
from microconv.core.tags.simulation import Firing, SimulatedTag, Verdict
from microconv.core.tags.visit import Visit
from microconv.core.text import Text
from microconv.emulator.control import Control
from microconv.emulator.errors import EmulatorError
from microconv.emulator.tag_manager import runtime
from microconv.emulator.tag_manager.runtime.requests import request_path

_NOT_MODELLED = "is not modelled"
"""The end of a remark on what the simulation does not have."""


def simulated(content: Mapping[str, Any], wanted: Visit, now: datetime.datetime) -> tuple[SimulatedTag, ...]:
    """Every tag of a container after the visit, as if it were published at `now`.

    Raises MicroconvError for a selector that is none, or of which the page has no element.
    """
    page = runtime.Page(wanted.page, html=wanted.html)
    data = {key: json.loads(value) for key, value in wanted.data}
    before = [runtime.Push(data)] if data and not wanted.event else []
    try:
        done = list(_acts(wanted, page, data))
    except runtime.PageError as error:
        message = str(error)
        raise MicroconvError(
            Text(f"the page cannot be simulated: {message}", f"ページをシミュレートできません: {message}"),
            hint=Text(
                "give the page's source with --html FILE, or another selector",
                "--html FILE でページのソースを指定するか、別のセレクタを指定してください",
            ),
        ) from error
    result = runtime.visit(
        runtime.Container.of(content), page, done, before=before, denied=frozenset(wanted.denied), now=now
    )
    return tuple(
        SimulatedTag(tag.name, Verdict(tag.verdict.value), tag.why, tuple(map(_firing, tag.firings)))
        for tag in result.tags
    )


def _acts(wanted: Visit, page: runtime.Page, data: Mapping[str, Any]) -> Sequence[runtime.Act]:
    acts: list[runtime.Act] = []
    if wanted.see:
        acts.append(runtime.See(page.element(wanted.see), milliseconds=round((wanted.wait or 0) * 1000)))
    if wanted.scroll is not None:
        acts.append(runtime.Scroll(wanted.scroll))
    if wanted.wait is not None:
        acts.append(runtime.Wait(wanted.wait))
    if wanted.watch is not None:
        acts.append(runtime.Watch(wanted.watch))
    if wanted.click:
        acts.append(runtime.Click(page.element(wanted.click, wanted.text)))
    if wanted.form:
        acts.append(runtime.Submit(page.element(wanted.form)))
    if wanted.event:
        acts.append(runtime.Push({**data, "event": wanted.event}))
    return acts


def _firing(firing: runtime.Firing) -> Firing:
    hits = tuple(map(_hit, firing.hits))
    clear = bool(hits) or not any(remark.endswith(_NOT_MODELLED) for remark in firing.remarks)
    return Firing(firing.event, firing.triggers, hits, firing.remarks, clear)


def _hit(hit: runtime.Hit) -> Hit:
    parameters = tuple(sorted(hit.parameters.items()))
    return Hit(Product(hit.product.value), hit.target, hit.name, hit.value, hit.currency, hit.order, parameters)


def delivered(tags: Sequence[SimulatedTag], page: str) -> tuple[SimulatedTag, ...]:
    """Tags with the receipts of their hits, which are sent to the emulator that the environment names.

    Raises MicroconvError where it names none, or that does not answer.
    """
    try:
        control = Control.from_environment()
        return tuple(
            tag._replace(
                firings=tuple(
                    firing._replace(hits=tuple(_sent(hit, control, page) for hit in firing.hits))
                    for firing in tag.firings
                )
            )
            for tag in tags
        )
    except EmulatorError as error:
        raise MicroconvError(
            Text(f"the hits were not sent: {error}", f"ヒットを送信できませんでした: {error}"),
            hint=Text(
                "`source` the file that `microconv emulator --env-file FILE` wrote",
                "`microconv emulator --env-file FILE` が書き出したファイルを `source` してください",
            ),
        ) from error


def _sent(hit: Hit, control: Control, page: str) -> Hit:
    given = runtime.Hit(runtime.Product(hit.product.value), hit.target, hit.name, hit.value, hit.currency, hit.order)
    (answer,) = control.collect(request_path(given, runtime.Page(page)))
    return hit._replace(receipt=Receipt(bool(answer["counted"]), str(answer["reason"])))
