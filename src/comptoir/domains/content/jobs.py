"""What content does by itself."""

import logging
from datetime import timedelta

from comptoir.domains.content.actions import drop_plan, publish_design
from comptoir.domains.content.errors import NothingToPublish
from comptoir.domains.content.models import DesignPlan
from comptoir.domains.content.queries import due_plans
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.jobs import job
from comptoir.kernel.sql import execute

log = logging.getLogger(__name__)
DRAFTS_KEPT = timedelta(days=90)


@job(every="* * * * * */10", alone=True)
def publish_planned_designs() -> None:
    """Show what was planned for a moment that has come. One that cannot be shown any more says why at the desk."""
    now, actor = clock.now(), job_actor("content.publish_planned_designs")
    for key in due_plans(now):
        plan = DesignPlan.objects.filter(design_id=key).first()
        if plan is None:
            continue  # called off meanwhile
        try:
            publish_design(key=key, number=plan.revision, actor=actor, now=now)
        except NothingToPublish:
            # Somebody has shown it by hand already: that is what was wanted.
            drop_plan(key=key, actor=actor, now=now)
        except BusinessError as error:
            log.warning("planned design refused", extra={"design": key, "code": error.code})
            drop_plan(key=key, refused=str(error), actor=actor, now=now)


@job(every="50 3 * * *", alone=True)
def sweep_drafts() -> None:
    """Forget drafts of a season ago that were never shown, are not planned and are not the last of their design."""
    execute(
        """DELETE FROM content_designrevision AS draft USING content_design AS known
            WHERE known.key = draft.design_id AND draft.saved_at < %s AND draft.number <> known.head
              AND NOT EXISTS (SELECT FROM content_designpublication AS public
                               WHERE public.design_id = draft.design_id AND public.revision = draft.number)
              AND NOT EXISTS (SELECT FROM content_designplan AS plan
                               WHERE plan.design_id = draft.design_id AND plan.revision = draft.number)""",
        [clock.now() - DRAFTS_KEPT],
    )
