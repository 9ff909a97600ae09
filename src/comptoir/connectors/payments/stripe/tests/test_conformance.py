import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import httpx
import pytest
import stripe

from comptoir.connectors.payments.stripe.provider import StripeProvider
from comptoir.connectors.payments.stripe.tests.front import Front
from comptoir.connectors.payments.stripe.tests.localstripe import running_localstripe
from comptoir.connectors.payments.tests.bench import Books, now
from comptoir.connectors.payments.tests.conformance import ProviderConformance
from comptoir.connectors.payments.tests.mailbox import Heard, Mailbox
from comptoir.domains.payments.errors import BadSignature
from comptoir.domains.payments.values import OutcomeStatus, PaymentId

KEY = "sk_test_comptoir"
SECRET = "whsec_dGVzdCBzZWNyZXQ"


@pytest.fixture(scope="session")
def localstripe(tmp_path_factory) -> Iterator[str]:
    with running_localstripe(tmp_path_factory.mktemp("localstripe")) as url:
        yield url


@pytest.fixture
def front(localstripe: str, mailbox: Mailbox, settings) -> Iterator[Front]:
    front = Front(localstripe)
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = KEY, "pk_test_comptoir"
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    settings.STRIPE_API_BASE = front.url
    settings.PAYMENTS_DEADLINES = {"connections": 8, "read_seconds": 1.0}
    with httpx.Client(trust_env=False) as client:
        hook = {"url": mailbox.url, "secret": SECRET, "events": ["payment_intent.succeeded"]}
        client.post(f"{localstripe}/_config/webhooks/comptoir", json=hook).raise_for_status()
    yield front
    front.close()


class StripeBench:
    def __init__(self, front: Front, mailbox: Mailbox) -> None:
        self.provider = StripeProvider()
        self._front, self._mailbox = front, mailbox

    def request(self, *, approved: bool = True) -> dict[str, str]:
        return {"token": "pm_card_visa" if approved else "pm_card_chargeCustomerFail"}

    def books(self, payment_id: PaymentId, reference: str) -> Books:
        answer = httpx.get(
            f"{self._front.behind}/v1/payment_intents/{reference}?expand[]=latest_charge",
            headers={"Authorization": f"Bearer {KEY}"},
            trust_env=False,
        ).json()
        assert answer["metadata"]["payment_id"] == str(payment_id)
        charge = answer["latest_charge"]
        return Books(charge["amount"], charge["amount"] if charge["captured"] else 0, charge["amount_refunded"])

    def lose_next_reply(self) -> None:
        self._front.lose_replies = 1

    def be_down(self) -> None:
        self._front.down = True

    def message_about(self, payment_id: PaymentId) -> Heard:
        return self._mailbox.wait_for(lambda heard: str(payment_id).encode() in heard.body)[0]

    def sign(self, body: bytes, at: datetime, *, secret: str = "") -> dict[str, str]:
        header = stripe.WebhookSignature.generate_signature_header(body.decode(), secret or SECRET, int(at.timestamp()))
        return {"Stripe-Signature": header}


class TestStripe(ProviderConformance):
    @pytest.fixture
    def bench(self, front: Front, mailbox: Mailbox) -> Iterator[StripeBench]:
        bench = StripeBench(front, mailbox)
        yield bench
        bench.provider._line.close()

    def test_hosted_fields_are_told_what_they_need(self, bench: StripeBench, settings):
        settings.STRIPE_JS_BASE = "http://js.example"
        asked = self.asked(bench)
        outcome = bench.provider.authorise(replace(asked, token=""))
        assert outcome.status is OutcomeStatus.PENDING
        assert outcome.client == {
            "client_secret": outcome.client["client_secret"],
            "publishable_key": "pk_test_comptoir",
            "js_base": "http://js.example",
        }
        assert outcome.client["client_secret"].startswith(f"{outcome.reference}_secret_")

    def test_no_secret_no_message(self, bench: StripeBench, settings):
        payment_id, _ = self.authorised(bench)
        heard = bench.message_about(payment_id)
        for unset in ("", " "):
            settings.STRIPE_WEBHOOK_SECRET = unset
            for headers in (heard.headers, bench.sign(heard.body, now(), secret=unset or " ")):
                with pytest.raises(BadSignature):
                    self.read(bench, headers, heard.body)

    def test_what_is_kept_of_a_message_names_nobody(self, bench: StripeBench):
        event = {
            "id": "evt_1",
            "type": "payment_intent.succeeded",
            "livemode": False,
            "data": {
                "object": {
                    "id": "pi_1",
                    "object": "payment_intent",
                    "amount": 4_990,
                    "receipt_email": "camille@example.com",
                    "shipping": {"name": "Camille"},
                    "metadata": {"payment_id": "k"},
                }
            },
        }
        body = json.dumps(event).encode()
        notice = self.read(bench, bench.sign(body, now()), body)
        assert notice.body == {
            "id": "evt_1",
            "type": "payment_intent.succeeded",
            "object": {"id": "pi_1", "object": "payment_intent", "amount": 4_990, "metadata": {"payment_id": "k"}},
        }
