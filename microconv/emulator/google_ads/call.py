"""One request while it is being answered, and the table of methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import access, goals
from microconv.emulator.google_ads.metrics import AccountMetrics, local_time
from microconv.emulator.google_ads.view import View

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.traffic import Series
    from microconv.emulator.google_ads.wire import Version
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.tokens import Principal


@dataclass(frozen=True, slots=True)
class Call:
    """The context of a request, besides its message. The world's lock is held while a method runs.

    world: all state.
    version: of the client.
    principal: who is calling.
    login: the id in ``login-customer-id``, None without it.
    request_id: as sent to the client.
    series: the emulator's remembered days.
    """

    world: AdsWorld
    version: Version
    principal: Principal
    login: int | None
    request_id: str
    series: Series

    def customer(self, text: str) -> Customer:
        """The customer of the request; see `access.serving_customer`."""
        return access.serving_customer(self.world, self.principal, self.login, text)

    def metrics(self, customer: Customer) -> AccountMetrics:
        """The metrics of a customer's campaigns and conversion actions."""
        return AccountMetrics(self.world, customer, self.series)

    def view(self, customer: Customer) -> View:
        """The state seen from a customer."""
        style = self.world.policies.text("goal_resource_name_style")

        def goal_name(category: str, origin: str) -> str:
            return goals.resource_name(self.version, customer.id, category, origin, style)

        login = customer.id if self.login is None else self.login
        return View(
            self.world.google_ads, self.world.policies, customer, login, goal_name, local_time(self.world, customer)
        )


#: Answers a request: one message, or the messages of a stream. The generator part runs without the world's lock.
Answer = Callable[[Call, Any], "Message | Iterator[Message]"]


@dataclass(frozen=True, slots=True)
class Method:
    """One RPC.

    request: short name of the request message.
    answer: the function that answers it.
    write: it asks for a change.
    stream: it answers with a stream.
    ignores_login: ``login-customer-id`` has no effect on it.
    """

    request: str
    answer: Answer
    write: bool = False
    stream: bool = False
    ignores_login: bool = False


#: Methods by service and name.
Methods = Mapping[tuple[str, str], Method]
