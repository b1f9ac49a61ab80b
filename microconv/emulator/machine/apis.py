"""The APIs that the machine mounts, made for one world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from microconv.emulator.ga4 import api as ga4
from microconv.emulator.ga4_data import api as ga4_data
from microconv.emulator.tag_manager import api as tag_manager

if TYPE_CHECKING:
    from microconv.emulator.ga4.service import Kind
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.http_messages import Handler, HttpRequest, HttpResponse
    from microconv.emulator.tag_manager.world import TagManagerWorld

GA4_KINDS: Mapping[str, Kind] = {**ga4.KINDS, **ga4_data.KINDS}


def ga4_api(world: Ga4World) -> ga4.Ga4Api:
    """The GA4 Admin and Data APIs."""
    return ga4.Ga4Api(world, GA4_KINDS)


def by_path(*, world: TagManagerWorld, others: Handler) -> Handler:
    """A handler that gives Tag Manager's paths to its API, and every other to `others`."""
    served = tag_manager.TagManagerApi(world)

    def answer(request: HttpRequest) -> HttpResponse:
        return served.http(request) if request.path.startswith(tag_manager.PREFIX) else others(request)

    return answer
