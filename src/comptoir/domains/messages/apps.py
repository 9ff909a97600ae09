from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "comptoir.domains.messages"
    label = "messages"
