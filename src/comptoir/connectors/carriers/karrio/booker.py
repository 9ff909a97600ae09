"""Books a parcel with karrio, or asks where some are: a program of its own that knows nothing of us. JSON in and out.

karrio brings its own network code, logs and dependencies, and has neither deadlines nor a word for "I do not know".
Here it lives for one question, can be stopped at any moment, and what its carrier answered is watched at the
connection: only what was read to the end is an answer.
"""

import base64
import http.client
import json
import socket
import sys
from typing import Any

_SECONDS = 8.0
BOOKED, REFUSED, WITHDRAWN, UNKNOWN, TOLD = "booked", "refused", "withdrawn", "unknown", "told"
_TRIED_AGAIN_LATER = {408, 425, 429}


class Heard:
    """What is known of the last request to the carrier."""

    def __init__(self) -> None:
        self.asked, self.status, self.complete = False, 0, False

    def listen(self) -> None:
        """From now on, at every connection of this process."""
        heard = self
        connections: Any = http.client.HTTPConnection
        answers: Any = http.client.HTTPResponse
        request, getresponse, read = connections.request, connections.getresponse, answers.read

        def asking(connection: Any, *args: Any, **kwargs: Any) -> Any:
            heard.asked, heard.status, heard.complete = True, 0, False
            return request(connection, *args, **kwargs)

        def answered(connection: Any, *args: Any, **kwargs: Any) -> Any:
            answer = getresponse(connection, *args, **kwargs)
            heard.status = answer.status
            return answer

        def reading(answer: Any, *args: Any, **kwargs: Any) -> Any:
            content = read(answer, *args, **kwargs)
            heard.complete = True
            return content

        connections.request = asking
        connections.getresponse = answered
        answers.read = reading

    @property
    def is_clear(self) -> bool:
        """Whether a "no" is one: nothing was asked at all, or the carrier's answer is here as a whole."""
        return not self.asked or (self.complete and 0 < self.status < 500 and self.status not in _TRIED_AGAIN_LATER)


def main() -> None:
    asked = json.load(sys.stdin)
    socket.setdefaulttimeout(_SECONDS)
    # Whatever the library prints, addresses included, goes nowhere: standard output holds the answer alone.
    answer_here, sys.stdout, sys.stderr = sys.stdout, _Nowhere(), _Nowhere()
    try:
        import karrio.sdk as karrio  # type: ignore[import-not-found]  # the optional extra
    except ImportError:
        answer = {"status": REFUSED, "reason": "karrio is not installed: pip install comptoir[karrio]"}
    else:
        answer = _answer(karrio, asked)
    json.dump(answer, answer_here)


class _Nowhere:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing was kept."""


def _answer(karrio: Any, asked: dict[str, Any]) -> dict[str, Any]:
    heard = Heard()
    heard.listen()
    try:
        gateway = karrio.gateway[asked["gateway"]].create(asked["settings"])
        if asked["do"] == "look_up":
            return _look_up(karrio, gateway, asked["tracking_numbers"], heard)
        if asked["do"] == "book":
            return _book(karrio, gateway, asked["shipment"], heard)
        return _withdraw(karrio, gateway, asked["shipment"], heard)
    except Exception as error:  # noqa: BLE001 - whatever a carrier's plugin raises, the question has an answer
        return _no(heard, [f"{type(error).__name__}: {error}"])


def _book(karrio: Any, gateway: Any, shipment: dict[str, Any], heard: Heard) -> dict[str, Any]:
    details, messages = karrio.Shipment.create(shipment).from_(gateway).parse()
    if details is None or not details.docs or not details.docs.label:
        return _no(heard, [str(message.message or message.code) for message in messages])
    meta = details.meta or {}
    return {
        "status": BOOKED,
        "reference": details.shipment_identifier or details.tracking_number,
        "tracking_number": details.tracking_number,
        "tracking_url": meta.get("carrier_tracking_link") or "",
        "label_type": details.label_type,
        "pdf": _as_base64(details.docs.label),
    }


def _withdraw(karrio: Any, gateway: Any, shipment: dict[str, Any], heard: Heard) -> dict[str, Any]:
    details, messages = karrio.Shipment.cancel(shipment).from_(gateway).parse()
    if details is not None and details.success:
        return {"status": WITHDRAWN}
    return _no(heard, [str(message.message or message.code) for message in messages])


def _look_up(karrio: Any, gateway: Any, numbers: list[str], heard: Heard) -> dict[str, Any]:
    """One after the other: of several in one question, some carriers answer for none where one is unknown."""
    told: dict[str, Any] = {}
    for number in numbers:
        parcels, _ = karrio.Tracking.fetch({"tracking_numbers": [number]}).from_(gateway).parse()
        if not heard.is_clear:
            break  # nobody is there, or we ask too much: the others are asked about later
        for parcel in parcels or ():
            told[number] = {
                "status": parcel.status,
                "events": [
                    {
                        "date": event.date,
                        "time": event.time,
                        "timestamp": event.timestamp,
                        "status": event.status,
                        "reason": event.reason,
                        "code": event.code,
                        "words": event.description,
                        "where": event.location,
                    }
                    for event in parcel.events or ()
                ],
            }
    return {"status": TOLD, "parcels": told}


def _no(heard: Heard, reasons: list[str]) -> dict[str, Any]:
    if not heard.is_clear:
        return {"status": UNKNOWN}
    return {"status": REFUSED, "reason": "; ".join(reasons) or "The carrier gave no reason."}


def _as_base64(label: Any) -> str:
    return base64.b64encode(label).decode() if isinstance(label, bytes) else str(label)


if __name__ == "__main__":
    main()
