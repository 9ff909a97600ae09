"""The verbs of content."""

from comptoir.domains.content.actions.designs import (
    drop_plan,
    plan_design,
    publish_design,
    restore_design,
    save_design,
)
from comptoir.domains.content.actions.pages import publish_page, publish_starter_pages
from comptoir.domains.content.actions.pictures import store_image, store_logo

__all__ = [
    "drop_plan",
    "plan_design",
    "publish_design",
    "publish_page",
    "publish_starter_pages",
    "restore_design",
    "save_design",
    "store_image",
    "store_logo",
]
