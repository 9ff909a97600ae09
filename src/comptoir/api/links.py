"""Addresses of what machines read."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse


class ApiLinks:
    """The port ``links`` of integrations."""

    def order(self, *, order_id: UUID) -> str:
        """The absolute address of an order."""
        return f"{settings.BASE_URL}{reverse('api-v1:show_order', args=[order_id])}"
