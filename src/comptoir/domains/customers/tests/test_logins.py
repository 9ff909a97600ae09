from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from comptoir.domains.customers.actions import (
    add_passkey,
    ask_account_link,
    ask_email_change,
    change_email,
    change_name,
    change_password,
    close_other_sessions,
    close_session,
    enter_by_link,
    erase_customers,
    forget_stale_sessions,
    note_consents,
    open_session,
    prefer_address,
    prove_passkey,
    prove_password,
    remember_customer,
    remove_address,
    remove_passkey,
    save_address,
    touch_session,
    update_customer,
)
from comptoir.domains.customers.errors import (
    EmailIsOwn,
    EmailTaken,
    LastWayIn,
    LinkSpent,
    PasskeyRefused,
    SignInRefused,
    UnknownAddress,
    UnknownLink,
    WeakPassword,
)
from comptoir.domains.customers.jobs import sign_out_the_absent
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.models import Login as LoginModel
from comptoir.domains.customers.queries import (
    addresses_of,
    belongings_of,
    ceremony_to_add,
    ceremony_to_sign_in,
    consents_of,
    customer,
    devices_of,
    link_by_id,
    passkeys_of,
    preferred_address,
    session_of,
)
from comptoir.domains.customers.testing import PASSWORD, SoftPasskey, make_customer, make_login
from comptoir.domains.customers.values import (
    AddressId,
    ConsentGiven,
    CustomerDetails,
    CustomerId,
    LinkId,
    LoginId,
    NewSession,
    PasskeyAnswer,
    PasskeyId,
    Purpose,
    RelyingParty,
    SessionId,
    standing,
)
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db
BUYER = anybody("customers.sign_in", "customers.own")
EMAIL = "lucie.martin@courriel.example"
PARTY = RelyingParty("localhost", "Maison Halle")
HOME = Address(name="Lucie Martin", line1="8 rue des Remparts", postal_code="69002", city="Lyon", country="FR")
LATER = NOON + timedelta(minutes=2)


def asked(email: str = EMAIL) -> LinkId:
    make_market()
    return ask_account_link(email=email, market="fr", language="fr", actor=BUYER, now=NOON)


def entered(link_id: LinkId, password: str = PASSWORD) -> LoginId:
    return enter_by_link(link_id=link_id, password=password, name="Lucie", actor=BUYER, now=LATER)


def signed_in(login_id: LoginId) -> NewSession:
    return open_session(login_id=login_id, device="Firefox", actor=BUYER, now=NOON)


def proven(password: str, email: str = EMAIL) -> LoginId:
    return prove_password(email=email, password=password, actor=BUYER, now=NOON)


def owner_of(login_id: LoginId) -> CustomerId:
    return next(each.customer_id for each in belongings_of(login_id) if each.until is None)


def test_a_link_makes_an_account_and_what_was_ordered_before_is_in_it():
    guest = make_customer(EMAIL, "Lucie Martin", ordered=True)
    login_id = entered(asked(" Lucie.Martin@Courriel.example"))
    assert owner_of(login_id) == guest
    assert proven(PASSWORD, "LUCIE.MARTIN@courriel.example ") == login_id


def test_a_link_is_good_once_and_for_a_day():
    first, second = asked(), asked()
    entered(first)
    assert link_by_id(second).open_until is None
    with pytest.raises(LinkSpent), transaction.atomic():
        entered(first)
    with pytest.raises(LinkSpent), transaction.atomic():
        entered(second)
    late = asked()
    with pytest.raises(LinkSpent), transaction.atomic():
        enter_by_link(link_id=late, password=PASSWORD, actor=BUYER, now=NOON + timedelta(hours=24))
    with pytest.raises(UnknownLink), transaction.atomic():
        entered(LinkId(new_id()))


def test_a_second_link_sets_another_password_and_signs_everybody_out():
    login_id = entered(asked())
    session = signed_in(login_id)
    assert entered(asked(), "an entirely other one 42") == login_id
    assert session_of(session.id, session.secret, now=NOON) is None
    with pytest.raises(SignInRefused):
        proven(PASSWORD)
    assert proven("an entirely other one 42") == login_id


@pytest.mark.parametrize("password", ["short", "motdepasse123", "Lucie.Martin@2026!", "x" * 201])
def test_a_weak_password_spends_no_link(password: str):
    link_id = asked()
    if password == "motdepasse123":
        password = "password1234"
    with pytest.raises(WeakPassword):
        entered(link_id, password)
    assert link_by_id(link_id).open_until is not None


def test_nobody_signs_in_with_another_password_or_without_an_account():
    login_id = make_login()
    for email, password in ((EMAIL, "another one"), ("nobody@courriel.example", PASSWORD), ("no address", PASSWORD)):
        with pytest.raises(SignInRefused):
            proven(password, email)
    assert proven(PASSWORD) == login_id


def test_a_session_is_found_by_its_secret_alone():
    login_id = make_login()
    session = signed_in(login_id)
    found = session_of(session.id, session.secret, now=NOON)
    assert found is not None
    assert (found.login_id, found.email, found.has_password) == (login_id, EMAIL, True)
    assert session_of(session.id, "another", now=NOON) is None
    assert session_of(session.id, session.secret, now=NOON + timedelta(days=90)) is None
    touch_session(session_id=session.id, actor=BUYER, now=NOON + timedelta(days=60))
    assert session_of(session.id, session.secret, now=NOON + timedelta(days=90)) is not None


def test_signing_out_here_and_everywhere():
    login_id = make_login()
    here, phone, desk = signed_in(login_id), signed_in(login_id), signed_in(login_id)
    close_session(login_id=login_id, session_id=phone.id, actor=BUYER, now=NOON)
    assert {each.id for each in devices_of(login_id, now=NOON)} == {here.id, desk.id}
    assert close_other_sessions(login_id=login_id, kept=here.id, actor=BUYER, now=NOON) == 1
    assert close_other_sessions(login_id=login_id, kept=None, actor=BUYER, now=NOON) == 1


def test_nobody_signs_somebody_else_out():
    mine, theirs = make_login(), make_login("emma@courriel.example")
    session = signed_in(theirs)
    close_session(login_id=mine, session_id=session.id, actor=BUYER, now=NOON)
    assert session_of(session.id, session.secret, now=NOON) is not None


def test_the_absent_are_signed_out_and_old_links_go():
    login_id = make_login()
    session, link_id = signed_in(login_id), asked()
    forget_stale_sessions(actor=OWNER, now=NOON + timedelta(days=91))
    assert session_of(session.id, session.secret, now=NOON) is None
    with pytest.raises(UnknownLink), transaction.atomic():
        link_by_id(link_id)


def test_every_night_the_absent_are_signed_out():
    long_ago = NOON - timedelta(days=900)
    login_id = make_login(now=long_ago)
    session = open_session(login_id=login_id, device="", actor=BUYER, now=long_ago)
    sign_out_the_absent.call()
    assert session_of(session.id, session.secret, now=long_ago) is None


def test_a_new_address_is_used_once_its_mailbox_was_opened():
    login_id = make_login()
    own = owner_of(login_id)
    link_id = ask_email_change(login_id=login_id, email="lucie@maison.example", language="fr", actor=BUYER, now=NOON)
    assert proven(PASSWORD) == login_id
    change_email(link_id=link_id, actor=BUYER, now=LATER)
    assert proven(PASSWORD, "lucie@maison.example") == login_id
    with pytest.raises(SignInRefused):
        proven(PASSWORD)
    assert (owner_of(login_id), customer(own).email) == (own, "lucie@maison.example")
    assert link_by_id(link_id).former_email == EMAIL


def test_of_a_new_address_that_was_a_customer_the_account_becomes_that_one():
    login_id = make_login()
    former, guest = owner_of(login_id), make_customer("lucie@maison.example")
    link_id = ask_email_change(login_id=login_id, email="lucie@maison.example", language="fr", actor=BUYER, now=NOON)
    change_email(link_id=link_id, actor=BUYER, now=LATER)
    assert {each.customer_id: each.until for each in belongings_of(login_id)} == {former: LATER, guest: None}
    # Whoever has the former address next starts where the other ended.
    heir = entered(asked())
    assert [(each.customer_id, each.since) for each in belongings_of(heir)] == [(former, LATER)]


def test_an_address_belongs_to_one_account():
    mine = make_login()
    make_login("emma@courriel.example")
    link_id = ask_email_change(login_id=mine, email="emma@courriel.example", language="fr", actor=BUYER, now=NOON)
    with pytest.raises(EmailTaken), transaction.atomic():
        change_email(link_id=link_id, actor=BUYER, now=LATER)
    assert proven(PASSWORD) == mine


def test_staff_cannot_take_an_address_from_an_account():
    own = owner_of(make_login())
    details = CustomerDetails(email="other@courriel.example", name="Lucie")
    with pytest.raises(EmailIsOwn):
        update_customer(customer_id=own, details=details, version=customer(own).version, actor=OWNER, now=NOON)


def test_who_is_signed_in_is_themselves_whatever_they_type():
    own = owner_of(make_login())
    found = remember_customer(
        email="office@courriel.example", name="", market="fr", language="fr", known=own, actor=OWNER, now=NOON
    )
    assert found == own
    assert customer(own).last_order_at == NOON
    assert CustomerModel.objects.count() == 1


def test_passkeys_sign_in_once_for_each_question():
    login_id, device = make_login(), SoftPasskey("http://localhost:8000")
    ceremony = ceremony_to_add(login_id=login_id, email=EMAIL, name="Lucie", party=PARTY, now=NOON)
    answered = device.registers(ceremony)
    add_passkey(login_id=login_id, label="Phone", answered=answered, party=PARTY, actor=BUYER, now=NOON)
    assert [each.label for each in passkeys_of(login_id)] == ["Phone"]

    answered = device.signs_in(ceremony_to_sign_in(party=PARTY, now=NOON))
    assert prove_passkey(answered=answered, party=PARTY, actor=BUYER, now=NOON) == login_id
    with pytest.raises(PasskeyRefused), transaction.atomic():
        prove_passkey(answered=answered, party=PARTY, actor=BUYER, now=NOON)


def test_passkeys_of_others_copies_and_nonsense_are_refused():
    login_id, device = make_login(), SoftPasskey("http://localhost:8000")
    ceremony = ceremony_to_add(login_id=login_id, email=EMAIL, name="", party=PARTY, now=NOON)
    other = make_login("emma@courriel.example")
    with pytest.raises(PasskeyRefused):
        add_passkey(login_id=other, label="", answered=device.registers(ceremony), party=PARTY, actor=BUYER, now=NOON)
    add_passkey(login_id=login_id, label="", answered=device.registers(ceremony), party=PARTY, actor=BUYER, now=NOON)

    def refused(answered: PasskeyAnswer, minutes: int = 0) -> None:
        with pytest.raises(PasskeyRefused), transaction.atomic():
            prove_passkey(answered=answered, party=PARTY, actor=BUYER, now=NOON + timedelta(minutes=minutes))

    def question():
        return ceremony_to_sign_in(party=PARTY, now=NOON)

    refused(device.signs_in(question()), minutes=11)
    refused(SoftPasskey("http://localhost:8000").signs_in(question()))
    refused(PasskeyAnswer(answer="{}", state=question().state))
    refused(PasskeyAnswer(answer="[", state=question().state))
    refused(PasskeyAnswer(answer="{}", state="forged"))
    device.origin = "https://evil.example"
    refused(device.signs_in(question()))
    device.origin = "http://localhost:8000"
    prove_passkey(answered=device.signs_in(question()), party=PARTY, actor=BUYER, now=NOON)
    device.count = 0  # a copy that was made before
    refused(device.signs_in(question()))


def test_the_last_way_in_stays():
    login_id, device = make_login(), SoftPasskey("http://localhost:8000")
    with pytest.raises(LastWayIn), transaction.atomic():
        change_password(login_id=login_id, password="", kept=None, actor=BUYER, now=NOON)
    ceremony = ceremony_to_add(login_id=login_id, email=EMAIL, name="", party=PARTY, now=NOON)
    passkey_id = add_passkey(
        login_id=login_id, label="", answered=device.registers(ceremony), party=PARTY, actor=BUYER, now=NOON
    )
    change_password(login_id=login_id, password="", kept=None, actor=BUYER, now=NOON)
    with pytest.raises(SignInRefused):
        proven("")
    with pytest.raises(LastWayIn), transaction.atomic():
        remove_passkey(login_id=login_id, passkey_id=passkey_id, actor=BUYER, now=NOON)
    change_password(login_id=login_id, password="an entirely other one 42", kept=None, actor=BUYER, now=NOON)
    remove_passkey(login_id=login_id, passkey_id=passkey_id, actor=BUYER, now=NOON)
    assert passkeys_of(login_id) == ()


def test_the_address_book_prefers_one():
    login_id = make_login()

    def save(**changes: str) -> AddressId:
        address = Address.read({**HOME.values(), **changes})
        return save_address(login_id=login_id, address=address, actor=BUYER, now=NOON)

    home, work = save(), save(line1="2 quai Rambaud")
    assert save() == home
    assert preferred_address(owner_of(login_id)) == HOME
    prefer_address(login_id=login_id, address_id=work, actor=BUYER, now=NOON)
    assert [(each.id, each.preferred) for each in addresses_of(login_id)] == [(work, True), (home, False)]
    remove_address(login_id=login_id, address_id=work, actor=BUYER, now=NOON)
    assert [(each.id, each.preferred) for each in addresses_of(login_id)] == [(home, True)]
    with pytest.raises(ManyInvalid), transaction.atomic():
        save(city="")
    with pytest.raises(UnknownAddress), transaction.atomic():
        save_address(login_id=make_login("e@x.example"), address=HOME, address_id=home, actor=BUYER, now=NOON)


def test_consents_keep_their_words_and_are_never_changed():
    own = owner_of(make_login())

    def say(granted: bool, wording: str = "I want news by e-mail.") -> int:
        given = ConsentGiven(
            purpose=Purpose.NEWSLETTER, granted=granted, wording=wording, language="en", given_on="account"
        )
        return note_consents(customer_id=own, given=[given], actor=BUYER, now=NOON)

    assert [say(False), say(True), say(True), say(False)] == [0, 1, 0, 1]
    assert [(each.granted, each.wording) for each in consents_of(own)] == [
        (False, "I want news by e-mail."),
        (True, "I want news by e-mail."),
    ]
    assert standing(consents_of(own))[Purpose.NEWSLETTER].granted is False


def test_who_is_forgotten_leaves_rows_that_name_nobody():
    login_id = make_login()
    own, session = owner_of(login_id), signed_in(login_id)
    save_address(login_id=login_id, address=HOME, actor=BUYER, now=NOON)
    for _ in range(2):
        erase_customers(login_id=login_id, customer_ids=[own], actor=OWNER, now=NOON)
    found = customer(own)
    assert (found.name, found.phone, found.email) == ("", "", f"{own}@erased.invalid")
    assert session_of(session.id, session.secret, now=NOON) is None
    assert not LoginModel.objects.exists()


_ID = new_id()
_ANSWER = PasskeyAnswer(answer="{}", state="")
REFUSED: list[Callable[[], object]] = [
    lambda: ask_account_link(email=EMAIL, market="fr", language="fr", actor=NOBODY, now=NOON),
    lambda: ask_email_change(login_id=LoginId(_ID), email=EMAIL, language="fr", actor=NOBODY, now=NOON),
    lambda: enter_by_link(link_id=LinkId(_ID), password=PASSWORD, actor=NOBODY, now=NOON),
    lambda: change_email(link_id=LinkId(_ID), actor=NOBODY, now=NOON),
    lambda: prove_password(email=EMAIL, password=PASSWORD, actor=NOBODY, now=NOON),
    lambda: prove_passkey(answered=_ANSWER, party=PARTY, actor=NOBODY, now=NOON),
    lambda: open_session(login_id=LoginId(_ID), device="", actor=NOBODY, now=NOON),
    lambda: touch_session(session_id=SessionId(_ID), actor=NOBODY, now=NOON),
    lambda: close_session(login_id=LoginId(_ID), session_id=SessionId(_ID), actor=NOBODY, now=NOON),
    lambda: close_other_sessions(login_id=LoginId(_ID), kept=None, actor=NOBODY, now=NOON),
    lambda: change_password(login_id=LoginId(_ID), password=PASSWORD, kept=None, actor=NOBODY, now=NOON),
    lambda: change_name(login_id=LoginId(_ID), name="", actor=NOBODY, now=NOON),
    lambda: add_passkey(login_id=LoginId(_ID), label="", answered=_ANSWER, party=PARTY, actor=NOBODY, now=NOON),
    lambda: remove_passkey(login_id=LoginId(_ID), passkey_id=PasskeyId(_ID), actor=NOBODY, now=NOON),
    lambda: save_address(login_id=LoginId(_ID), address=HOME, actor=NOBODY, now=NOON),
    lambda: prefer_address(login_id=LoginId(_ID), address_id=AddressId(_ID), actor=NOBODY, now=NOON),
    lambda: remove_address(login_id=LoginId(_ID), address_id=AddressId(_ID), actor=NOBODY, now=NOON),
    lambda: note_consents(customer_id=CustomerId(_ID), given=[], actor=NOBODY, now=NOON),
    lambda: erase_customers(login_id=LoginId(_ID), customer_ids=[], actor=NOBODY, now=NOON),
    lambda: forget_stale_sessions(actor=NOBODY, now=NOON),
]


@pytest.mark.parametrize("act", REFUSED)
def test_without_the_right_nothing_happens(act: Callable[[], object]):
    make_login()
    before = snapshot()
    with pytest.raises(NotAllowed):
        act()
    assert snapshot() == before
