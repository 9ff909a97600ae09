"""What an entry about money says to whoever keeps the books."""

from comptoir.domains.ledger.values import payment_words, piece_of
from comptoir.kernel.ids import new_id


def test_what_happened_for_which_order_by_which_provider_and_under_which_name() -> None:
    words = payment_words(what="Remboursement", number="FR-1042", provider="stripe", reference="pi_3Q")
    assert words == "Remboursement commande FR-1042 – Stripe – pi_3Q"
    words = payment_words(what="Encaissement", number="FR-1042", provider="transfer", reference="FR-1042")
    assert words == "Encaissement commande FR-1042 – virement"
    assert "– unheard_of –" in payment_words(what="x", number="1", provider="unheard_of", reference="2")


def test_a_piece_is_the_providers_name_or_else_the_order_and_never_our_id() -> None:
    id = new_id()
    assert piece_of(number="FR-1042", reference="pi_3Q", own_id=id) == "pi_3Q"
    assert piece_of(number="FR-1042", reference=str(id), own_id=id) == "FR-1042"
    assert piece_of(number="FR-1042", reference="", own_id=id) == "FR-1042"
