"""Logs: one JSON object a line, with the request's id, made for machines to search and people to read."""

from typing import Any

import structlog


def logging_settings(*, debug: bool) -> dict[str, Any]:
    """The ``LOGGING`` setting: our own and the libraries' records through structlog, to standard error.

    The supervisor writes standard error to rotated files.
    """
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO" if debug else "WARNING", "propagate": True, "handlers": []},
            "procrastinate": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "factur-x": {"level": "WARNING"},
            "stripe": {"level": "WARNING"},
        },
    }
