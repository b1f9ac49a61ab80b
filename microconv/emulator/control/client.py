"""A client of the control plane: the same for an emulator in this process and for one in another."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from microconv.emulator.control.faults import to_json
from microconv.emulator.errors import ControlError, EmulatorError
from microconv.emulator.requestlog import Request

if TYPE_CHECKING:
    from microconv.emulator.faults import Fault

ADDRESS_VARIABLE = "MICROCONV_EMULATOR_CONTROL"
TOKEN_VARIABLE = "MICROCONV_EMULATOR_CONTROL_TOKEN_FILE"
_TIMEOUT_S = 60.0


class Control:
    """Calls the control plane of an emulator.

    address: ``http://127.0.0.1:PORT``.
    token: what the emulator's folder holds in ``control-token``.

    Every method raises ControlError when the emulator refuses the request, EmulatorError when it does not answer.
    """

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._token = token

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Control:
        """The control plane that a sourced env file names.

        Raises EmulatorError if it names none, or the token cannot be read.
        """
        variables = os.environ if environment is None else environment
        for name in (ADDRESS_VARIABLE, TOKEN_VARIABLE):
            if not variables.get(name):
                raise EmulatorError(f"{name} is not set: source the emulator's env file")
        path = Path(variables[TOKEN_VARIABLE])
        try:
            return cls(variables[ADDRESS_VARIABLE], path.read_text("ascii").strip())
        except FileNotFoundError as error:
            raise EmulatorError(
                f"the emulator that {ADDRESS_VARIABLE} names is not running (its file {path} is gone): start it again, "
                "and source its env file"
            ) from error
        except OSError as error:
            raise EmulatorError(f"cannot read {path}: {error.strerror}") from error

    # ---- the state as a whole

    def health(self) -> dict[str, Any]:
        """The state of the process: its time, process id, addresses, and the hosts its proxy refused."""
        return dict(self._call("GET", "/health"))

    def reset(self) -> datetime:
        """Back to the seed it started with; faults and log are cleared. Returns the emulated time."""
        return self._time(self._call("POST", "/reset"))

    def load_seed(self, seed: Mapping[str, Any]) -> datetime:
        """Replace everything by a seed's content. Returns the emulated time."""
        return self._time(self._call("PUT", "/seed", dict(seed)))

    def dump_seed(self) -> dict[str, Any]:
        """The present state as a seed's content."""
        return dict(self._call("GET", "/seed"))

    def snapshots(self) -> dict[str, datetime]:
        """The emulated time of each snapshot, by name."""
        return {name: datetime.fromisoformat(at) for name, at in self._call("GET", "/snapshots").items()}

    def take_snapshot(self, name: str) -> None:
        """Keep the present state under a name of letters, digits, ``_``, ``.`` and ``-``, until the emulator stops."""
        self._call("PUT", f"/snapshots/{quote(name, safe='')}")

    def restore_snapshot(self, name: str) -> datetime:
        """Back to a snapshot; faults and log are cleared. Returns the emulated time."""
        return self._time(self._call("POST", f"/snapshots/{quote(name, safe='')}/restore"))

    def drop_snapshot(self, name: str) -> None:
        """Forget a snapshot."""
        self._call("DELETE", f"/snapshots/{quote(name, safe='')}")

    # ---- hits

    def send_conversion(
        self,
        conversion_id: int,
        label: str,
        *,
        value: float | None = None,
        currency: str = "",
        order: str = "",
        click: str = "",
        campaign: int | None = None,
    ) -> dict[str, Any]:
        """Send what the tag of a conversion action sends. Returns ``counted``, and the ``reason``.

        conversion_id: the number in ``AW-...``.
        label: of the action; one that no action has counts nothing.
        value: in the account's currency; the action's default without one.
        order: the id of the order, by which it counts once.
        click: the id of the click on an ad (gclid).
        campaign: the campaign that gets it; any without one.
        """
        given = {"value": value, "currency_code": currency, "oid": order, "gclid": click, "campaign": campaign}
        query = urlencode({"label": label, **{key: one for key, one in given.items() if one not in (None, "")}})
        return dict(self._call("POST", f"/pagead/conversion/{conversion_id}/?{query}")["hits"][0])

    def send_event(
        self,
        stream: str,
        name: str,
        *,
        value: float | None = None,
        currency: str = "",
        client: str = "",
        session: str = "",
        page: str = "",
        device: str = "",
        channel: str = "",
        click: str = "",
        at: datetime | None = None,
        parameters: Mapping[str, str | float] | None = None,
    ) -> dict[str, Any]:
        """Send an event as the Measurement Protocol does. Returns ``counted``, and the ``reason``.

        stream: the measurement ID (``G-...``), or ``properties/N``.
        value: in the property's currency.
        client: the browser; hits without one are of one browser.
        session: hits of a client without one are one session a day.
        page: the address or path of the page.
        device: desktop, mobile or tablet.
        channel: the default channel group of the session, such as Organic Search.
        click: the id of the click on an ad (gclid).
        at: the time it happened, within the last 72 hours; now without one.
        parameters: others that it carries; the rules of the stream read them.
        """
        named = {"value": value, "currency": currency, "session_id": session, "page_location": page}
        event: dict[str, Any] = {
            "name": name,
            "params": {**(parameters or {}), **{key: one for key, one in named.items() if one not in (None, "")}},
        }
        if at is not None:
            event["timestamp_micros"] = round(at.timestamp() * 1_000_000)
        given = {"measurement_id": stream, "device": device, "channel": channel, "gclid": click}
        query = urlencode({key: one for key, one in given.items() if one})
        content = {"client_id": client, "events": [event]}
        return dict(self._call("POST", f"/mp/collect?{query}", content)["hits"][0])

    def collect(self, path: str) -> list[dict[str, Any]]:
        """Send what a tag sends, by path and query. Returns ``counted`` and the ``reason`` of each hit in it."""
        return [dict(one) for one in self._call("GET", path)["hits"]]

    # ---- time and tokens

    def now(self) -> datetime:
        """The emulated time."""
        return self._time(self._call("GET", "/clock"))

    def advance(self, delta: timedelta) -> datetime:
        """Move the clock forward; what falls due happens. Returns the emulated time.

        Access tokens do not age by it; `expire_tokens` is for that.
        """
        return self._time(self._call("POST", "/clock/advance", {"seconds": delta.total_seconds()}))

    def expire_tokens(self) -> None:
        """Let every access token seen so far be expired."""
        self._call("POST", "/tokens/expire")

    # ---- the request log

    def requests(
        self, *, api: str | None = None, method: str | None = None, write: bool | None = None
    ) -> tuple[Request, ...]:
        """The requests answered, oldest first, if wanted of one API, of one ``Service.Method``, writes only or not."""
        given = {"api": api, "method": method, "write": None if write is None else str(write).lower()}
        query = urlencode({name: value for name, value in given.items() if value is not None})
        entries = self._call("GET", f"/requests?{query}")
        return tuple(Request(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in entries)

    def clear_requests(self) -> None:
        """Forget the requests answered."""
        self._call("DELETE", "/requests")

    # ---- policies

    def policies(self) -> dict[str, dict[str, Any]]:
        """Every policy by name: ``value``, ``default``, ``allowed``, ``source`` and ``doc``."""
        return dict(self._call("GET", "/policies"))

    def set_policies(self, **values: str | int | float | bool) -> None:
        """Set policies by name; none of them if one is refused."""
        self._call("PUT", "/policies", values)

    def reset_policies(self) -> None:
        """Every policy back to its default."""
        self._call("DELETE", "/policies")

    # ---- the truth

    def truth(self, property_id: int, first: date, last: date) -> dict[str, Any]:
        """The truth about a property on these days: what a report would say if every tag had worked.

        It has ``totals``; ``events`` by name, each with how many were ``sent``; and ``chains``, each with its
        ``starts`` and its ``steps``: how many came so far (``of``), how many of them went on (``done``), by device too.
        """
        days = urlencode({"from": first.isoformat(), "to": last.isoformat()})
        return dict(self._call("GET", f"/truth/properties/{property_id}?{days}"))

    # ---- faults

    def faults(self) -> list[dict[str, Any]]:
        """The faults in force, oldest first: their fields, ``id``, and the ``calls`` each saw and ``hits`` it made."""
        return list(self._call("GET", "/faults"))

    def add_fault(self, fault: Fault) -> int:
        """Arm a fault; its id."""
        return int(self._call("POST", "/faults", to_json(fault))["id"])

    def remove_fault(self, number: int) -> None:
        """Disarm one fault."""
        self._call("DELETE", f"/faults/{number}")

    def clear_faults(self) -> None:
        """Disarm every fault."""
        self._call("DELETE", "/faults")

    # ---- the wire

    @staticmethod
    def _time(answer: Any) -> datetime:
        return datetime.fromisoformat(answer["now"])

    def _call(self, method: str, path: str, content: Any = None) -> Any:
        """One request on a connection of its own, past any proxy of the environment."""
        url = urlsplit(self.address)
        connection = HTTPConnection(url.hostname or "", url.port, timeout=_TIMEOUT_S)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        body = b"" if content is None else json.dumps(content, default=_plain).encode("utf-8")
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except ConnectionRefusedError as error:
            raise EmulatorError(
                f"no emulator is running at {self.address}: start it, and source its env file again if it is a new one"
            ) from error
        except (OSError, HTTPException, ValueError) as error:
            raise EmulatorError(f"the control plane at {self.address} does not answer: {error}") from error
        finally:
            connection.close()
        if response.status != 200:
            raise ControlError(response.status, str(answer["error"]["message"]))
        return answer


def _plain(value: object) -> str:
    """Dates, which YAML reads as such, as text."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be sent as JSON")
