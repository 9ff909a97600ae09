"""A sample of the crash matrix; `make crash` runs all of it."""

from tests.faults.matrix.run import stage
from tests.faults.matrix.steps import STEPS, Cell, Moment, Money, Victim, cells, cells_left_out
from tests.races.showing import chance, sizes, tell

SAMPLE = sizes("crash matrix", 2)


def test_a_sample_of_the_cells_ends_well() -> None:
    luck = chance("crash matrix")
    possible = [cell for cell in cells() if STEPS[cell.step].money in (None, Money.AT_ONCE)]
    with stage(Money.AT_ONCE) as on_stage:
        for cell in luck.sample(possible, SAMPLE):
            tell(f"{cell} ...")
            lived = on_stage.live(cell, luck)
            assert not lived.wrong, f"{cell}: {lived}"
            tell(f"{cell}: well again after {lived.healed_seconds} s")


def test_every_moment_of_every_step_is_a_cell_or_has_its_reason() -> None:
    every = {f"{step} {moment}" for step in STEPS for moment in Moment}
    assert every == {f"{cell.step} {cell.moment}" for cell in cells()} | set(cells_left_out())
    assert len(set(cells())) == len(Victim) * len({(cell.step, cell.moment) for cell in cells()})
    assert Cell("S7", Moment.BETWEEN, Victim.DATABASE) in set(cells())
