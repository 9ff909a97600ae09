"""The crash matrix: every step of a checkout, at every moment of it, while somebody dies. `make crash` runs all cells.

`steps.py` names the steps, their moments and the place in the code of each; `planted/` is loaded by every process of
the shop under test and kills at that place; `story.py` lets a patient buyer order meanwhile and judges what became of
it; `results.py` keeps what was run, so that a run can be taken up again; `run.py` runs it in four shops side by side.
"""
