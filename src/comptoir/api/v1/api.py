"""The interface of version 1, put together. ``make openapi`` writes its description to ``openapi.json``."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Swagger
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from comptoir.api import problems
from comptoir.api.v1 import (
    carts,
    catalogue,
    messages,
    order_work,
    orders,
    parcels,
    returns,
    stock,
    stored_value,
    webhooks,
)
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.sql import to_json


class JsonParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return problems.parsed(request.body)


class JsonRenderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        return to_json(data)


class Interface(NinjaAPI):
    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**asked)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status >= HTTPStatus.BAD_REQUEST:  # the framework knows one media type for all answers
                        response["content"] = {"application/problem+json": response["content"]["application/json"]}
        return schema


api = Interface(
    title="Comptoir",
    version="1",
    description="Sell from any front end: products, carts, orders; and doors for the merchant's own machines.",
    openapi_url="/openapi.json",
    docs=Swagger(settings={"persistAuthorization": True}),
    docs_url="/reference",
    parser=JsonParser(),
    renderer=JsonRenderer(),
    urls_namespace="api-v1",
)
for path, router in (
    ("", catalogue.router),
    ("", carts.router),
    ("", orders.router),
    ("", order_work.router),
    ("", parcels.router),
    ("", returns.router),
    ("", stock.router),
    ("", stored_value.router),
    ("", messages.router),
    ("", webhooks.router),
):
    api.add_router(path, router)

api.add_exception_handler(BusinessError, problems.on_business_error)
api.add_exception_handler(ValidationError, problems.on_validation_error)
api.add_exception_handler(AuthenticationError, problems.on_not_authenticated)
api.add_exception_handler(HttpError, problems.on_http_error)
api.add_exception_handler(Http404, problems.on_not_found)
api.add_exception_handler(RequestDataTooBig, problems.on_too_large)
api.add_exception_handler(UnreadablePostError, problems.on_broken_off)
api.add_exception_handler(OperationalError, problems.on_database_away)
api.add_exception_handler(InterfaceError, problems.on_database_away)
api.add_exception_handler(Exception, problems.on_anything_else)


@csrf_exempt  # no cookie is taken here, as at every other door of the interface
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below the interface."""
    return problems.on_not_found(request, Http404())
