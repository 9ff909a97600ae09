"""The bank simulator as a process of its own, for tests."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from comptoir.connectors.payments.simulator.account import account_in
from comptoir.connectors.payments.simulator.witness import WitnessedPayment, witnessed_payments
from comptoir.connectors.payments.tests.processes import free_port, running


@dataclass(frozen=True)
class RunningBank:
    """A bank that listens, and the means to change its weather and read its books."""

    home: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def weather(self, **changes: Any) -> None:
        self._control("", changes)

    def send_message(self, key: object, **what: Any) -> None:
        """A message out of turn: ``copies``, ``delay_ms``, ``type``, and ``changes`` that make it a lie."""
        self._control("/messages", {"key": str(key), **what})

    def dispute(self, key: object, *, amount: int, state: str = "open", dispute_key: str = "d-1") -> None:
        """The buyer asks for so much back, or the bank decides about it."""
        address = f"{self.url}/v1/payments/{key}/dispute/{dispute_key}"
        with httpx.Client(trust_env=False) as client:
            client.put(address, json={"amount": amount, "state": state}, headers=self.headers).raise_for_status()

    def book_of(self, key: object) -> WitnessedPayment:
        (found,) = [payment for payment in witnessed_payments(self.home) if payment.key == str(key)]
        return found

    def _control(self, path: str, body: dict[str, Any]) -> None:
        with httpx.Client(trust_env=False) as client:
            client.post(f"{self.url}/control{path}", json=body, headers=self.headers).raise_for_status()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {account_in(self.home).api_key}"}


@contextmanager
def running_bank(home: Path, *, port: int = 0) -> Iterator[RunningBank]:
    """A bank with its books in that home, open for control; closed at the end."""
    port = port or free_port()
    command = [sys.executable, "-m", "comptoir.connectors.payments.simulator.bank", "--control"]
    command += ["--home", str(home), "--port", str(port)]
    with running(command, port=port, log=home / "bank.log") as process:
        yield RunningBank(home, port, process.pid)
