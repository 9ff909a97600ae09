"""What acts from behind, what is swallowed, silenced or said to nobody."""

from typing import Any

from tests.house.rule import Rule
from tests.house.rules.surprises import (
    no_imports_by_name,
    no_request_as_arguments,
    no_save_call,
    no_save_override,
    no_signals,
    no_web_in_the_business,
)
from tests.house.rules.tidiness import logs_are_structured, no_print, no_swallowed_errors, silence_has_a_reason
from tests.house.sample import broken

_ACTIONS = "domains/cart/actions.py"


def _one(rule: Rule, code: str, line: int, what: str, path: str = _ACTIONS) -> Any:
    return broken(rule, {path: code}, (path, line, what))


def _log(said: str) -> Any:
    code = f"import logging\nlog = logging.getLogger(__name__)\nlog.info('taken', extra={{'id': 1}})\n{said}"
    return _one(logs_are_structured, code, 4, "logs a sentence made up of values")


SAMPLES = [
    _one(no_signals, "from django.dispatch import receiver", 1, "imports django.dispatch.receiver"),
    _one(
        no_signals,
        "from django.db.models import Q\nfrom django.db.models.signals import post_save",
        2,
        "imports django.db.models.signals.post_save",
    ),
    _one(no_signals, "from django.db.models import signals", 1, "imports django.db.models.signals"),
    _one(no_save_override, "class Cart(models.Model):\n    def save(self): ...", 2, "Cart overrides save()"),
    _one(
        no_save_override,
        "class Rows(QuerySet):\n    def get(self): ...\n    def delete(self): ...",
        3,
        "Rows overrides delete()",
    ),
    broken(
        no_save_override,
        {
            "domains/cart/models.py": "class Cart(Dated):\n    async def asave(self): ...",
            "connectors/files/disk.py": "class Disk:\n    def save(self): ...",
        },
        ("domains/cart/models.py", 2, "Cart overrides asave()"),
    ),
    _one(no_save_call, "files.save(name, content)\nrow.save(update_fields=['a'])", 2, "saves a row"),
    _one(
        no_imports_by_name,
        "from django.apps import apps\nM = apps.get_model('orders', 'Order')",
        2,
        "django.apps.apps.get_model imports by name",
    ),
    _one(
        no_imports_by_name,
        "import importlib\nimportlib.import_module('x')",
        2,
        "importlib.import_module imports by name",
    ),
    broken(
        no_imports_by_name,
        {
            "backoffice/people.py": "from django.contrib.auth import get_user_model\nget_user_model()",
            "domains/accounts/queries.py": "from django.contrib.auth import get_user_model\nget_user_model()",
        },
        ("backoffice/people.py", 2, "django.contrib.auth.get_user_model imports by name"),
    ),
    _one(
        no_web_in_the_business,
        "from django.db import models\nfrom django.http import HttpResponse",
        2,
        "imports django.http.HttpResponse",
    ),
    _one(no_web_in_the_business, "import httpx", 1, "imports httpx", "flows/pay.py"),
    _one(
        no_request_as_arguments,
        "f(**kept)\nrows.filter(**request.GET.dict())",
        2,
        "spreads a request's parameters over a call",
        "api/v1/x.py",
    ),
    _one(no_print, "print('x', file=out)\nprint('x')", 2, "prints to nobody in particular"),
    _one(no_swallowed_errors, "try:\n    f()\nexcept:\n    raise", 3, "a bare except"),
    _one(
        no_swallowed_errors,
        "try:\n    f()\nexcept ValueError:\n    pass\nexcept (KeyError, Exception):\n    pass",
        5,
        "swallows every error",
    ),
    _one(
        no_swallowed_errors,
        "for x in y:\n    try:\n        f()\n    except Exception:\n        continue",
        4,
        "swallows every error",
    ),
    _one(
        no_swallowed_errors,
        "def f():\n    try:\n        g()\n    except Exception as error:\n        return None",
        4,
        "swallows every error",
    ),
    _one(
        no_swallowed_errors,
        "from contextlib import suppress\nwith suppress(KeyError): f()\nwith suppress(Exception): f()",
        3,
        "suppresses every error",
    ),
    _one(silence_has_a_reason, "x = 1  # noqa", 1, "“# noqa” does not say which check and why"),
    _one(
        silence_has_a_reason,
        "x = 1  # noqa: S101 - a reason\ny = 1  # noqa: S101",
        2,
        "“# noqa: S101” does not say which check and why",
    ),
    _one(
        silence_has_a_reason,
        "x = 1  # type: ignore - why not",
        1,
        "“# type: ignore - why not” does not say which check and why",
    ),
    _one(
        silence_has_a_reason,
        "x = 1  # type: ignore[arg-type]  # the stubs are wrong\ny = 1  # type: ignore[arg-type, misc]",
        2,
        "“# type: ignore[arg-type, misc]” does not say which check and why",
    ),
    _log("log.info(f'taken {id}')"),
    _log("log.warning('taken %s', id)"),
    _log("log.error('taken ' + id)"),
    _one(logs_are_structured, "import logging\nlogging.info('x')", 2, "logs without a logger of its own"),
]
