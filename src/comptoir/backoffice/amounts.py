"""Amounts as people type them: “12,90”, “12.90 €”, “1 234,5”."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.formats import decimal_sign
from comptoir.kernel.money import Money, NotAnAmount

_SPACES = re.compile(r"[\s\u00a0\u202f'’]")


def read_amount(text: str, currency: str) -> Money:
    """The amount somebody typed. A comma or a point separates the cents; spaces and the currency's sign are ignored.

    :raises NotAnAmount: when it is no exact amount of that currency.
    """
    plain = _SPACES.sub("", text).removesuffix("€").removesuffix(currency)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:  # both: the last one separates the cents
        thousands = "." if comma > point else ","
        plain = plain.replace(thousands, "")
    return Money.of(plain.replace(",", "."), currency)


def read_price(text: str, currency: str) -> Money:
    """What somebody typed for what a thing costs: nothing at the least.

    :raises NotAnAmount: for anything else.
    """
    price = read_amount(text, currency)
    if price.minor < 0:
        raise NotAnAmount
    return price


def written_amount(money: Money) -> str:
    """As it is typed: “12.90”, with the active language's decimal sign."""
    return str(money.amount).replace(".", decimal_sign())


class MoneyField(forms.CharField):
    """Gives ``Money``, or None when left empty. Zero is an amount; a negative one is not."""

    default_error_messages = {
        "amount": _("Enter an amount such as 12.90."),
        "negative": _("An amount cannot be negative."),
    }

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-number number"}),
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return written_amount(value) if isinstance(value, Money) else value

    def clean(self, value: Any) -> Money | None:
        if isinstance(value, Money):  # a disabled field keeps what it began with
            return value
        text = super().clean(value)
        if not text:
            return None
        try:
            money = read_amount(text, self.currency)
        except NotAnAmount:
            raise ValidationError(self.error_messages["amount"], code="amount") from None
        if money.minor < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        return money

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(initial, Money) and isinstance(data, str) and not self.disabled:
            try:
                return read_amount(data, self.currency) != initial
            except NotAnAmount:
                return True
        return super().has_changed(initial, data)
