"""What buyers say of goods: on the product's page, on a page of its own, and in the words of search engines."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.catalogue.errors import UnknownProduct
from comptoir.domains.catalogue.queries import product_by_slug
from comptoir.domains.catalogue.values import Product
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.reviews import queries
from comptoir.domains.reviews.queries import mean_rating
from comptoir.domains.reviews.values import REPORT_REASONS, ProductReviews, ReportReason, ReviewId, ShownReview
from comptoir.kernel.formats import date_label, number_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.stars import stars_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.fields import Choice, Field
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.pages.reviews import Bar, ReportPage, Reviews, ReviewsPage, Said
from comptoir.storefront.surrogates import CHROME, product_key

PAGE_SIZE = 24
_LONGEST_REPORT = 1_000


def reviews_section(found: ProductReviews, slug: str, here: Here) -> Reviews | None:
    """The section of the product's page; None where nobody has said anything."""
    rating, language = found.rating, here.language
    if not rating.count:
        return None
    stars = stars_of(rating.stars, rating.count, language)
    return Reviews(
        mark=stars.mark,
        short=stars.short,
        mean=stars.mean,
        count=stars.count,
        bars=tuple(
            Bar(
                label=ngettext("%(count)s star", "%(count)s stars", number) % {"count": number},
                count=number_label(count, language),
                share=round(20 * count / rating.count),
            )
            for number, count in reversed(tuple(enumerate(rating.by_stars, start=1)))
        ),
        said=tuple(_said(each, here) for each in found.reviews),
        more=Link(_("Read all reviews"), here.at.reviews(slug)) if found.next_cursor else None,
    )


def _said(review: ShownReview, here: Here) -> Said:
    language = here.language
    return Said(
        id=str(review.id),
        mark=review.stars * 2,
        stars=_("%(mean)s out of 5") % {"mean": review.stars},
        title=review.title,
        lines=tuple(line for line in review.text.splitlines() if line.strip()),
        name=review.shown_name or _("A customer"),
        bought=_("Bought on %(day)s") % {"day": date_label(review.bought_on, language)},
        published=_("published on %(day)s") % {"day": date_label(review.published_on, language)},
        language="" if review.language == language else review.language,
        answer=tuple(line for line in review.answer.splitlines() if line.strip()),
        report=here.at.review_report(review.id),
    )


def reviewed_product(slug: str, here: Here) -> Product:
    """The product whose reviews are read.

    :raises UnknownProduct: when there is none, or the market has no price for it.
    """
    product = product_by_slug(slug)
    if not prices_for([variant.id for variant in product.variants if variant.active], market=here.market.code):
        raise UnknownProduct(slug=slug)
    return product


def reviews_page(product: Product, here: Here, *, cursor: str) -> tuple[ReviewsPage, tuple[str, ...]]:
    """All that was said of a product, a page at a time, and its surrogate keys.

    :raises BadCursor: for a cursor that is not of this list.
    """
    found = queries.product_reviews(product.id, cursor=cursor or None, size=PAGE_SIZE)
    name = text_in(product.titles, here.language)
    title = _("Reviews of %(name)s") % {"name": name}
    slug = product.slug_in(here.language)
    section = reviews_section(found, slug, here)
    page = ReviewsPage(
        head=page_head(
            here,
            title,
            lambda at: at.reviews(product.slug_in(at.language), cursor=cursor),
            canonical=lambda at: at.reviews(product.slug_in(at.language)),
            indexed=bool(found.rating.count) and not cursor,
        ),
        crumbs=(Link(_("Home"), here.at.home()), Link(name, here.at.product(slug)), Link(_("Reviews"), "")),
        title=title,
        product=Link(name, here.at.product(slug)),
        reviews=replace(section, more=None) if section else None,
        first=here.at.reviews(slug) if cursor else "",
        next=here.at.reviews(slug, cursor=found.next_cursor) if found.next_cursor else "",
    )
    return page, (product_key(product.id), CHROME)


def report_page(
    review_id: ReviewId, here: Here, *, typed: str = "", error: str = "", reported: bool = False
) -> ReportPage:
    """Where a reader says what is wrong with a review.

    :raises UnknownReview: when it is not shown.
    """
    _product_id, review = queries.shown_review(review_id)
    thanks = Notice(
        "positive",
        _("Thank you, we will look at it"),
        _("Someone reads the review again. It stays as it is if nothing is wrong with it."),
    )
    return ReportPage(
        head=page_head(here, _("Report a review"), lambda at: at.review_report(review_id), indexed=False),
        notices=(thanks,) if reported else (),
        title=_("Report a review"),
        said=_said(review, here),
        action="" if reported else here.at.review_report(review_id),
        fields=(
            Field(
                name="reason",
                label=_("What is wrong with it?"),
                kind="select",
                choices=tuple(Choice(each.value, str(REPORT_REASONS[each])) for each in ReportReason),
            ),
            Field(
                name="text",
                label=_("Anything to add"),
                value=typed,
                kind="textarea",
                error=error,
                required=False,
                maxlength=_LONGEST_REPORT,
            ),
        ),
    )


def rating_data(found: ProductReviews) -> dict[str, Any]:
    """What schema.org says of the rating: nothing, where there is none."""
    if not found.rating.count:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(mean_rating(found.rating)),
            "reviewCount": found.rating.count,
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [
            {
                "@type": "Review",
                "reviewRating": {"@type": "Rating", "ratingValue": each.stars, "bestRating": 5, "worstRating": 1},
                "author": {"@type": "Person", "name": each.shown_name or _("A customer")},
                "datePublished": each.published_on.isoformat(),
                "inLanguage": each.language,
                "reviewBody": each.text,
                **({"name": each.title} if each.title else {}),
            }
            for each in found.reviews
        ],
    }
