"""Where a buyer says what they think of what they were sent, behind the order's signed address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from comptoir.domains.orders.values import Order, OrderLine
from comptoir.domains.reviews.queries import review_of_line, reviewable_lines, reviews_of_order
from comptoir.domains.reviews.values import (
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    REFUSALS,
    Review,
    ReviewDraft,
    ReviewState,
)
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.orders import on_date
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key
from comptoir.storefront.pages.fields import Field, FieldError
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.pages.reviews import Reviewable, ReviewFormPage, ReviewingPage, StarChoice


@dataclass(frozen=True, slots=True)
class TypedReview:
    """The form as it was sent, or what was written before."""

    stars: str = ""
    title: str = ""
    text: str = ""
    shown_name: str = ""

    @classmethod
    def of_form(cls, form: Mapping[str, str]) -> Self:
        return cls(**{name: form.get(name, "").replace("\0", "") for name in ("stars", "title", "text", "shown_name")})

    @classmethod
    def of_review(cls, known: Review | None) -> Self:
        return cls(str(known.stars), known.title, known.text, known.shown_name) if known else cls()

    def draft(self, order: Order, position: int, here: Here) -> ReviewDraft:
        return ReviewDraft(
            order_id=order.id,
            position=position,
            stars=int(self.stars) if self.stars in {"1", "2", "3", "4", "5"} else 0,
            title=self.title,
            text=self.text,
            shown_name=self.shown_name,
            language=here.language,
        )


def reviewing_page(order: Order, here: Here, *, said: bool = False) -> ReviewingPage:
    """All that can be reviewed of an order, and how each review stands."""
    key, known = order_key(order), reviews_of_order(order.id)
    thanks = Notice(
        "positive",
        _("Thank you for your review"),
        _("Someone reads it before it is published. You can still change it."),
    )
    lines = reviewable_lines(order)
    return ReviewingPage(
        head=page_head(here, _("Review your items"), lambda at: at.reviewing(key), indexed=False),
        notices=(thanks,) if said else (),
        title=_("Review your items"),
        text=_("Tell others what you think, good or bad. Your review is marked as a verified purchase.")
        if lines
        else _("You can review items once they have been shipped."),
        back=Link(_("Order %(number)s") % {"number": order.number}, here.at.tracking(key)),
        lines=tuple(_reviewable(line, known.get(line.position), key, here) for line in lines),
    )


def _reviewable(line: OrderLine, known: Review | None, key: str, here: Here) -> Reviewable:
    label = _("Change your review") if known else _("Write a review")
    return Reviewable(
        name=line.title,
        detail=line.options,
        src=_picture(line),
        mark=known.stars * 2 if known else 0,
        stars=_("%(mean)s out of 5") % {"mean": known.stars} if known else "",
        state=_state_words(known, here) if known else "",
        write=Link(label, here.at.reviewing(key, line.position)),
        is_written=known is not None,
    )


def _picture(line: OrderLine) -> str:
    return default_storage.url(line.image) if line.image else "data:,"


def _state_words(known: Review, here: Here) -> str:
    if known.state is ReviewState.PENDING:
        return _("Someone reads it before it is published.")
    if known.state is ReviewState.PUBLISHED:
        return _("Published on %(day)s") % {"day": on_date(known.decided_at or known.written_at, here)}
    words = _("Not published: %(reason)s.") % {"reason": str(REFUSALS[known.refusal])}
    return f"{words} {known.note}".strip()


def review_form_page(
    order: Order, position: int, here: Here, typed: TypedReview | None = None, errors: Mapping[str, str] | None = None
) -> ReviewFormPage:
    """The form of one line, with what was written before or what was just typed.

    :raises NotBought: when the order has no such line, or nothing of it has left.
    """
    key, errors = order_key(order), errors or {}
    line, known = review_of_line(order, position)
    typed = typed or TypedReview.of_review(known)
    asked = ("stars", "text", "title", "shown_name")
    return ReviewFormPage(
        head=page_head(here, _("Your review"), lambda at: at.reviewing(key, position), indexed=False),
        title=_("Change your review") if known else _("What do you think of it?"),
        back=Link(_("Review your items"), here.at.reviewing(key)),
        name=line.title,
        detail=line.options,
        src=_picture(line),
        state=_state_words(known, here) if known else "",
        action=here.at.reviewing(key, position),
        stars=tuple(StarChoice(str(each), _STARS[each](), str(each) == typed.stars) for each in range(1, 6)),
        stars_error=errors.get("stars", ""),
        fields=_fields(typed, errors),
        errors=tuple(FieldError(f"#f-{name}", errors[name]) for name in asked if name in errors),
        submit=_("Send the changed review") if known else _("Send the review"),
    )


_STARS = {
    1: lambda: _("1 star: disappointing"),
    2: lambda: _("2 stars: rather poor"),
    3: lambda: _("3 stars: all right"),
    4: lambda: _("4 stars: good"),
    5: lambda: _("5 stars: excellent"),
}


def _fields(typed: TypedReview, errors: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field(
            name="text",
            label=_("Your review"),
            value=typed.text,
            kind="textarea",
            error=errors.get("text", ""),
            hint=_("What is it like? What do you use it for? Please name no people."),
            maxlength=LONGEST_TEXT,
        ),
        Field(
            name="title",
            label=_("Title"),
            value=typed.title,
            error=errors.get("title", ""),
            required=False,
            maxlength=LONGEST_TITLE,
        ),
        Field(
            name="shown_name",
            label=_("Name shown with it"),
            value=typed.shown_name,
            error=errors.get("shown_name", ""),
            hint=_("A first name is enough. Without one we write “A customer”."),
            required=False,
            autocomplete="given-name",
            maxlength=LONGEST_NAME,
        ),
    )
