"""What nobody comes back to is forgotten: who left a basket behind, and wish lists."""

from datetime import timedelta

from django.conf import settings

from comptoir.domains.cart.actions import forget_abandoned_carts, forget_old_wishes
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job


@job(every="17 4 * * *")
def forget_abandoned() -> None:
    """After ``COMPTOIR_FORGET_CARTS_AFTER`` days a basket that nobody touched names nobody."""
    unseen = timedelta(days=settings.FORGET_CARTS_AFTER_DAYS)
    forget_abandoned_carts(unseen_since=unseen, actor=job_actor("carts"), now=clock.now())


@job(every="20 4 * * *", alone=True)
def sweep_wish_lists() -> None:
    """Lists that nobody has touched for a year."""
    forget_old_wishes(actor=job_actor("wish lists"), now=clock.now())
