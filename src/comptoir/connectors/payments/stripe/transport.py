"""The SDK's requests, sent over our own line: its deadlines, its few connections and its breaker."""

from collections.abc import Mapping
from typing import Any

import stripe

from comptoir.connectors.payments.line import Line, NoAnswer, NotSent


class NotSentToStripe(stripe.APIConnectionError):
    """The request never left."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause), should_retry=False)  # type: ignore[no-untyped-call] # the SDK's own lack of types


class NoAnswerFromStripe(stripe.APIConnectionError):
    """The request may have been carried out."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause), should_retry=False)  # type: ignore[no-untyped-call] # the SDK's own lack of types


class LineTransport(stripe.HTTPClient):
    """An HTTP client for the SDK. It never retries by itself: what is in doubt is asked about, not repeated blindly."""

    name = "comptoir"

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[Any, int, Mapping[str, str]]:
        try:
            reply = self._line.ask(method.upper(), url, headers=headers or {}, content=post_data)
        except NotSent as error:
            raise NotSentToStripe(error) from error
        except NoAnswer as error:
            raise NoAnswerFromStripe(error) from error
        return reply.content, reply.status, reply.headers

    def close(self) -> None:
        """Hang up for good."""
        self._line.close()
