"""Django's one-time notices under another label: "messages" is a domain of ours."""

from django.contrib.messages.apps import MessagesConfig


class FlashConfig(MessagesConfig):
    label = "flash"
