from comptoir.kernel.access import Permission

REVIEWS_VIEW = Permission("reviews.view")
REVIEWS_WRITE = Permission("reviews.write")
REVIEWS_REPORT = Permission("reviews.report")
REVIEWS_MODERATE = Permission("reviews.moderate")
REVIEWS_INVITE = Permission("reviews.invite")
REVIEWS_ERASE = Permission("reviews.erase")
