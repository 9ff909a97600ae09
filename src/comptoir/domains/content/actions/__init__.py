"""The verbs of content."""

from comptoir.domains.content.actions.designs import (
    drop_plan,
    plan_design,
    publish_design,
    restore_design,
    save_design,
)
from comptoir.domains.content.actions.pages import (
    publish_page,
    publish_starter_pages,
    remove_redirects,
    save_redirects,
)
from comptoir.domains.content.actions.pictures import store_image, store_logo

__all__ = [
    "drop_plan",
    "plan_design",
    "publish_design",
    "publish_page",
    "publish_starter_pages",
    "remove_redirects",
    "restore_design",
    "save_design",
    "save_redirects",
    "store_image",
    "store_logo",
]
