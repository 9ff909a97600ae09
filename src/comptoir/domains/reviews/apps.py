from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "comptoir.domains.reviews"
    label = "reviews"
