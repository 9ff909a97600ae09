"""After a step: on to the order, or the order again with what was refused."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.orders.known import Asked, known_of
from comptoir.backoffice.orders.reading import order_page
from comptoir.backoffice.parts import Words
from comptoir.domains.orders.values import OrderId


def answered(at: Desk, id: UUID, form: forms.Form, words: Words) -> HttpResponse:
    """On to the order with good news, or the order with what was refused beside its field."""
    if form.errors:
        for refusal in form.non_field_errors():
            messages.error(at.request, str(refusal))
        page = order_page(at, known_of(at, OrderId(id)), Asked(at.request.path, form))
        return at.show(page, status=422)
    at.said(words)
    return at.to("order", id)
