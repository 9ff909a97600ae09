"""A backup of a shop that sells, restored into an empty home."""

from comptoir.operations.postgres.running import running_server
from comptoir.operations.verify.checks import CHECKS
from tests.faults.crowd import crowd
from tests.races.showing import chance, tell
from tests.running.homes import empty_home
from tests.running.shop import RunningShop
from tests.running.truth import orders_of


def test_backup_under_load_and_restore_into_an_empty_home(running: RunningShop) -> None:
    with empty_home() as home:
        archive = home.with_suffix(".tar")
        try:
            with crowd(running, chance("backup")) as people:
                people.wait_for(6)
                before = list(people.told)
                taken = running.comptoir("backup", "--to", str(archive))
                during = len(people.told) - len(before)
                people.wait_for(3)
            assert taken.returncode == 0, taken.stderr
            assert during, "nobody bought while the backup was made"
            people.check_against(running)
            again = RunningShop(home)
            restored = again.comptoir("restore", str(archive))
        finally:
            archive.unlink(missing_ok=True)
        # `restore` ends with `verify`, in the new home.
        assert restored.returncode == 0, restored.stdout + restored.stderr
        assert restored.stdout.count(" holds") == len(CHECKS) + 1, restored.stdout
        with running_server(home):
            found = orders_of(again, [told.cart_id for told in people.told])
        assert {told.order_id for told in before} <= set(found)
        assert {told.order_id for told in before if told.status == "paid"} <= {
            order_id for order_id, state in found.items() if state == "paid"
        }
        tell(f"{len(before)} orders before the backup, {during} during it, {len(found)} in it; {people.figures()}")
