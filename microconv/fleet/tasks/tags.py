"""Test one conversion's tags in a simulated visit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.errors import MicroconvError
from microconv.core.kinds import FOR_TAGS
from microconv.core.ports import Events
from microconv.core.tags.judged import judged, other_tags
from microconv.core.tags.simulation import Simulation
from microconv.core.tags.visit import Visit
from microconv.core.text import NO_TEXT, Text
from microconv.fleet.simulated import delivered, simulated
from microconv.project import Project


@dataclass(frozen=True, slots=True)
class TagsTask:
    """A test of one conversion's tags.

    client: the client.
    conversion: the name of the conversion.
    visit: the page, and what is done there.
    now: the time of the visit.
    published: true for the live version instead of the workspace.
    send: true where the hits go to the emulator that the accounts are of.
    """

    client: Client
    conversion: str
    visit: Visit
    now: datetime.datetime
    published: bool = False
    send: bool = False

    def compute(self, connections: Connections, events: Events) -> Simulation:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


def compute(task: TagsTask, connections: Connections | None, events: Events | None) -> Simulation:
    """The tags that fire, and what they send. Raises ApiError, CredentialsError, and MicroconvError.

    That is for a config without a container, a container of which nothing is published, a page that cannot be
    simulated, and hits that cannot be sent.
    """
    project = Project(task.client, connections=connections, events=events, also=FOR_TAGS)
    read = project.container(task.conversion, published=task.published)
    if task.send and not read.emulated:
        raise MicroconvError(
            Text(
                "simulated hits are sent to an emulator only, and these accounts are real",
                "シミュレーションのヒットはエミュレーターにのみ送信できます。このアカウントは実アカウントです",
            ),
            hint=Text("leave out --send", "--send を付けずに実行してください"),
        )
    tags = simulated(read.content, task.visit, task.now)
    results = judged(read.feeds, tags)
    others = other_tags(results, tags)
    if task.send:
        own = {tag.name for result in results for tag in result.tags}
        results = judged(read.feeds, delivered([tag for tag in tags if tag.name in own], task.visit.page))
    return Simulation(
        conversion=task.conversion,
        client=task.client.label,
        accounts=read.accounts,
        emulated=read.emulated,
        container=task.client.accounts.container,
        content=read.part,
        visit=task.visit,
        results=results,
        others=others,
        sent=task.send,
        reads=read.reads,
        nothing=NO_TEXT if results else _NOTHING,
    )


_NOTHING = Text(
    "by the config no tag of Tag Manager counts it: it is neither a website action of Google Ads nor an event of GA4",
    "設定では、タグ マネージャーのタグで計測するコンバージョンではありません"
    "（Google 広告のウェブサイト アクションでも GA4 のイベントでもありません）",
)
