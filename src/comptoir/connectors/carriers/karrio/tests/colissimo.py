"""Colissimo's counter on this machine, as far as karrio talks to it: the multipart answers of its REST service."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Counter:
    """What it was asked, and how the next question is to be answered."""

    pdf: bytes
    asked: list[dict[str, Any]] = field(default_factory=list)
    refuse: str = ""
    lose: bool = False
    address: str = ""
    followed: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    busy: bool = False

    def answer(self, question: dict[str, Any]) -> bytes | None:
        """The body of the answer, None when it is lost on the way."""
        self.asked.append(question)
        if self.lose:
            self.lose = False
            return None
        if self.refuse:
            message = {"id": "30204", "type": "ERROR", "messageContent": self.refuse}
            self.refuse = ""
            return _multipart({"messages": [message], "labelXmlV2Reponse": None, "labelV2Response": None}, b"")
        number = f"6A{len(self.asked):011d}"
        booked = {"parcelNumber": number, "parcelNumberPartner": None, "pdfUrl": None, "fields": None}
        return _multipart({"messages": [{"id": "0", "type": "INFOS"}], "labelV2Response": booked}, self.pdf)

    def whereabouts(self, number: str) -> tuple[int, dict[str, Any]]:
        """The status and body of the answer about one parcel: its events as code, label and date, the last first."""
        self.looked_up.append(number)
        if self.busy:
            return 503, {"code": "UNAVAILABLE", "message": "Try again later"}
        if number not in self.followed:
            return 404, {"returnCode": 404, "returnMessage": "Ressource non trouvée", "idShip": number}
        events = [{"code": code, "label": label, "date": date} for code, label, date in self.followed[number]]
        shipment = {"idShip": number, "isFinal": False, "event": events, "contextData": {"arrivalCountry": "FR"}}
        return 200, {"lang": "fr_FR", "scope": "open", "returnCode": 200, "shipment": shipment}


def _multipart(told: dict[str, Any], label: bytes) -> bytes:
    parts = b"--uuid:1\r\nContent-ID: <jsonInfos>\n\n" + json.dumps(told).encode() + b"\n--uuid:1"
    if label:
        parts += b"\r\nContent-ID: <label>\n\n" + label + b"\n--uuid:1"
    return parts + b"--"


@contextmanager
def open_counter(pdf: bytes) -> Iterator[Counter]:
    """It serves until the end of the block, or until ``Counter.lose`` hangs up on somebody."""
    counter = Counter(pdf)

    class Window(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = counter.answer(question)
            if body is None:  # the connection just ends
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            number = self.path.partition("?")[0].rpartition("/")[2]
            status, told = counter.whereabouts(number)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Window) as server:
        counter.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield counter
        server.shutdown()
        thread.join()
