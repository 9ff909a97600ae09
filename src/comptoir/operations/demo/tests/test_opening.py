import time
import pytest
from comptoir.operations.demo.opening import open_demo
from comptoir.connectors.payments.tests.processes import free_port
from django.db import connection
from comptoir.operations.verify.checks import run_checks
from comptoir.operations.verify.witness import compare_with_bank
from comptoir.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_x(settings, tmp_path):
    settings.COMPTOIR_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIMULATOR_URL = f"http://127.0.0.1:{free_port()}"
    t = time.time()
    open_demo(said=lambda w: print(round(time.time() - t, 1), w))
    for f in run_checks(connection.connection, now=clock.now(), real_now=clock.real_now()):
        print(f.check.code, f.rows, f.breaks[:5])
    print(compare_with_bank(connection.connection, tmp_path, real_now=clock.real_now()))
    with connection.cursor() as c:
        for q in (
            "select state, count(*) from orders_order group by 1",
            "select state,method,count(*) from payments_payment group by 1,2",
            "select name, count(*) from kernel_outbox group by 1",
            "select kind,count(*) from invoicing_document group by 1",
            "select count(*) from search_card",
        ):
            c.execute(q)
            print(c.fetchall())
    open_demo(said=print)
