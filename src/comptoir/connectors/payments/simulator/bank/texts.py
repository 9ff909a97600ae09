"""What the bank says to buyers. It is no part of the shop, so neither are its translations."""

from collections.abc import Mapping

from comptoir.connectors.payments.simulator.outcomes import SimulatedOutcome

CARDS: Mapping[str, str] = {
    SimulatedOutcome.APPROVE: "4000 0000 0000 0010",
    SimulatedOutcome.CHALLENGE: "4000 0000 0000 0028",
    SimulatedOutcome.DECLINE: "4000 0000 0000 0036",
    SimulatedOutcome.NO_FUNDS: "4000 0000 0000 0044",
    SimulatedOutcome.LATE: "4000 0000 0000 0051",
}
"""The test cards on the payment page, by what they do."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "bank": "Banque d’essai",
        "notice": "Simulation\u00a0: aucun argent ne change de mains et aucune carte réelle n’est demandée.",
        "order_label": "Commande",
        "amount_label": "Montant",
        "cards_title": "Choisissez une carte d’essai",
        "cards_lead": "Chaque carte montre une issue différente du paiement.",
        "pay": "Payer",
        "leave": "Renoncer et revenir à la boutique",
        "challenge_title": "Confirmez votre paiement",
        "challenge_lead": "La boutique demande à votre banque de vérifier que c’est bien vous (3\u2011D\u00a0Secure).",
        "approve": "Confirmer le paiement",
        "refuse": "Refuser",
        "over_title": "Il n’y a plus rien à faire ici",
        "over_lead": "Ce paiement a été traité, ou il n’existe pas.",
        "back_label": "Revenir à la boutique",
        "card_approve": "Acceptée",
        "card_challenge": "Demande une confirmation (3\u2011D\u00a0Secure)",
        "card_decline": "Refusée",
        "card_no_funds": "Refusée, provision insuffisante",
        "card_late": "La banque prend son temps",
    },
    "en": {
        "bank": "Test bank",
        "notice": "A simulation: no money changes hands and no real card is asked for.",
        "order_label": "Order",
        "amount_label": "Amount",
        "cards_title": "Choose a test card",
        "cards_lead": "Each card shows another way a payment can end.",
        "pay": "Pay",
        "leave": "Give up and go back to the shop",
        "challenge_title": "Confirm your payment",
        "challenge_lead": "The shop has asked your bank to make sure that it is you (3\u2011D\u00a0Secure).",
        "approve": "Confirm the payment",
        "refuse": "Refuse",
        "over_title": "There is nothing left to do here",
        "over_lead": "This payment has been dealt with, or does not exist.",
        "back_label": "Back to the shop",
        "card_approve": "Accepted",
        "card_challenge": "Asks for confirmation (3\u2011D\u00a0Secure)",
        "card_decline": "Declined",
        "card_no_funds": "Declined, not enough money",
        "card_late": "The bank takes its time",
    },
}
