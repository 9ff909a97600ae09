from datetime import UTC, datetime, timedelta

import pytest

from comptoir.connectors.payments.standard_webhooks import check_message
from comptoir.domains.payments.errors import BadSignature, StaleMessage

# The example of the specification's reference libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'
AT = datetime.fromtimestamp(1_614_265_330, UTC)
HEADERS = {
    "webhook-id": ID,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def check(headers, *, body=BODY, secret=SECRET, now=AT):
    return check_message(headers=headers, body=body, secret=secret, now=now)


def test_the_published_example():
    assert check(HEADERS) == (ID, AT)
    assert check({name.title(): value for name, value in HEADERS.items()}) == (ID, AT)


def test_one_good_signature_among_several_is_enough():
    several = "v1,Zm9yZ2Vk v2,abc " + HEADERS["webhook-signature"]
    assert check({**HEADERS, "webhook-signature": several}) == (ID, AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-id": "msg_other"},
        {"webhook-id": ""},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "-1614265330"},
        {"webhook-timestamp": "٣"},
        {"webhook-timestamp": "9" * 30},
        {"webhook-signature": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,é"},
        {"webhook-signature": "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
    ],
)
def test_anything_else_is_forged(changes):
    with pytest.raises(BadSignature):
        check({**HEADERS, **changes})


def test_without_a_secret_nothing_is_signed():
    for secret in ("", "whsec_", "whsec_???"):
        with pytest.raises(BadSignature):
            check(HEADERS, secret=secret)
    with pytest.raises(BadSignature):
        check({})
    with pytest.raises(BadSignature):
        check(HEADERS, body=BODY + b" ")


def test_age_counts_both_ways():
    assert check(HEADERS, now=AT + timedelta(minutes=5)) == (ID, AT)
    assert check(HEADERS, now=AT - timedelta(minutes=5)) == (ID, AT)
    for now in (AT + timedelta(minutes=5, seconds=1), AT - timedelta(minutes=5, seconds=1)):
        with pytest.raises(StaleMessage):
            check(HEADERS, now=now)
