"""What browsers report of our policy: counted and told, without the visitor and without secrets."""

import json
import logging

import pytest
from django.test import Client
from prometheus_client import REGISTRY

from comptoir.config.policy_reports import REPORTS

pytestmark = pytest.mark.django_db
REPORT = {
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example/x.js?visitor=1",
    "document-uri": "https://shop.example/fr/suivi/0199-secret.token?x=1",
}


def counted(directive: str) -> float:
    return REGISTRY.get_sample_value("comptoir_policy_reports_total", {"directive": directive}) or 0.0


def send(body: object) -> int:
    return Client().post("/policy-reports", json.dumps(body), content_type="application/csp-report").status_code


def test_a_report_is_counted_and_told_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    before = counted("script-src-elem")
    with caplog.at_level(logging.WARNING, logger="comptoir.config.policy_reports"):
        assert send({"csp-report": REPORT}) == 204
    assert counted("script-src-elem") == before + 1
    [line] = caplog.records
    told = vars(line)
    assert (told["directive"], told["blocked"], told["page"]) == (
        "script-src-elem",
        "https://evil.example",
        "/fr/suivi",
    )


@pytest.mark.parametrize("body", [[], {}, {"csp-report": "x"}, "x", {"csp-report": {"x": "y" * 20_000}}])
def test_what_is_no_report_is_dropped(body: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="comptoir.config.policy_reports"):
        assert send(body) == 204
    assert caplog.records == []


def test_nobody_names_a_metric() -> None:
    before = counted("other")
    send({"csp-report": {**REPORT, "effective-directive": "x" * 50}})
    assert counted("other") == before + 1


def test_whoever_reports_too_much_is_not_heard(settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.COMPTOIR_ENV = "production"
    settings.RATE_LIMITS = {REPORTS.name: (2, 1)}
    with caplog.at_level(logging.WARNING, logger="comptoir.config.policy_reports"):
        assert [send({"csp-report": REPORT}) for _ in range(4)] == [204] * 4
    assert len(caplog.records) == 2


def test_it_is_a_door_for_reports_alone() -> None:
    assert Client().get("/policy-reports").status_code == 405


def test_every_answer_names_it() -> None:
    assert "report-uri /policy-reports" in Client().get("/healthz")["Content-Security-Policy"]
