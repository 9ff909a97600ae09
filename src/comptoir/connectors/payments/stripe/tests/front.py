"""What Stripe's documentation promises and localstripe leaves out, put in front of it.

Idempotency keys; refusing to capture what was cancelled, or to refund more than is left; the totals of an intent and
its charge; parameters it has not heard of; filters of lists. And, for tests, answers that get lost.
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

_UNHEARD_OF = ("description", "return_url", "payment_method_types", "created", "livemode")


@dataclass
class Front:
    """Listens on a port of its own and passes requests on to localstripe."""

    behind: str
    lose_replies: int = 0
    down: bool = False
    answers: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.client = httpx.Client(trust_env=False, timeout=20)
        front = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                if front.down:
                    self.send_error(503)
                    return
                status, answer = front.serve(self.command, self.path, body, dict(self.headers.items()))
                if self.command == "POST" and front.lose_replies:
                    front.lose_replies -= 1
                    self.close_connection = True
                    self.wfile.flush()
                    threading.Event().wait(2)  # longer than the caller waits
                    return
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET  # noqa: N815 - the name that http.server calls

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.client.close()

    def serve(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, bytes]:
        """One request, once for each idempotency key."""
        key = headers.get("Idempotency-Key", "")
        with self.lock:
            if key and key in self.answers:
                asked, status, answer = self.answers[key]
                return (status, answer) if asked == f"{path} {body}" else _error("idempotency_error", "")
            status, answer = self._pass_on(method, path, body, headers)
            if key and status != 401:
                self.answers[key] = (f"{path} {body}", status, answer)
            return status, answer

    def _pass_on(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, bytes]:
        given = dict(parse_qsl(body))
        if path == "/v1/refunds" and method == "POST":
            charge = self._intent(given["payment_intent"], headers)["latest_charge"]
            left = charge["amount"] - charge["amount_refunded"]
            if int(given["amount"]) > left:
                return _error("invalid_request_error", "amount_too_large" if left else "charge_already_refunded")
        if path.endswith("/capture") and self._intent(path.split("/")[3], headers)["status"] != "requires_capture":
            return _error("invalid_request_error", "payment_intent_unexpected_state")
        answer = self.client.request(
            method,
            self.behind + _known(path),
            content=urlencode({name: value for name, value in given.items() if _is_known(name)}),
            headers={"Authorization": headers["Authorization"], "Content-Type": "application/x-www-form-urlencoded"},
        )
        told = _completed(answer.json())
        if method == "GET" and told.get("object") == "list":
            told["data"] = [item for item in told["data"] if _in_window(item, dict(parse_qsl(urlsplit(path).query)))]
        return answer.status_code, json.dumps(told).encode()

    def _intent(self, id: str, headers: dict[str, str]) -> dict[str, Any]:
        answer = self.client.get(
            f"{self.behind}/v1/payment_intents/{id}?expand[]=latest_charge",
            headers={"Authorization": headers["Authorization"]},
        )
        intent: dict[str, Any] = answer.json()
        return intent


def _in_window(item: dict[str, Any], query: dict[str, str]) -> bool:
    first, last = int(query.get("created[gte]", 0)), int(query.get("created[lte]", 2**62))
    return first <= int(item["created"]) <= last


def _is_known(name: str) -> bool:
    return name.partition("[")[0] not in _UNHEARD_OF


def _known(path: str) -> str:
    parts = urlsplit(path)
    query = [(name, value) for name, value in parse_qsl(parts.query) if _is_known(name)]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def _completed(value: Any) -> Any:
    """The same, with the totals that localstripe leaves out."""
    if isinstance(value, list):
        return [_completed(item) for item in value]
    if not isinstance(value, dict):
        return value
    value = {name: _completed(item) for name, item in value.items()}
    match value.get("object"):
        case "charge":
            # A partial capture is the only refund that comes before any other.
            value["amount_captured"] = value["amount"] if value["captured"] else 0
        case "payment_intent":
            charge = value.get("latest_charge")
            captured = isinstance(charge, dict) and charge["status"] == "succeeded" and charge["captured"]
            value["amount_received"] = charge["amount"] if captured else 0
    return value


def _error(kind: str, code: str) -> tuple[int, bytes]:
    return 400, json.dumps({"error": {"type": kind, "code": code, "message": "refused"}}).encode()
