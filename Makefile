# Comptoir. `make` alone lists what can be done; everything else sets up first what it needs.

PYTHON_ := .venv/bin/python
COMPTOIR := .venv/bin/comptoir
PYTEST := $(PYTHON_) -m pytest
ARGS ?=
# One more than there are processors: some of the tests wait for a shop to come back most of their time.
WORKERS ?= $(shell $(PYTHON_) -c 'import os; print(os.process_cpu_count() + 1)' 2>/dev/null || echo auto)
# Make 3.81, which macOS still brings along, cannot keep the output of parallel steps apart.
PARALLEL := $(if $(filter output-sync,$(.FEATURES)),-j2 --output-sync=target)

# Where it is set, each of the hundreds of processes of a test run would compile all of the code for itself.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-core run test check format pictures races crash soak find mutants payloads bench openapi texts map domain lock \
        check-format check-lint check-types check-imports check-texts check-house

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo; echo '  Arguments are passed on with ARGS, as in: make test ARGS="-k checkout"'

setup: ## make .venv from the lock files (nothing to do when it is as they say)
	@tools/bootstrap.sh dev

setup-core:
	@tools/bootstrap.sh core

run: setup-core ## set everything up and open the demo storefront
	@exec $(COMPTOIR) up --demo $(ARGS)

test: setup ## the whole test suite, browser included
	@exec $(PYTEST) -n $(WORKERS) $(ARGS)

check: setup ## format, lint, types, imports, translations, rules of the house
	@$(MAKE) --no-print-directory $(PARALLEL) check-types check-format check-lint check-imports check-texts check-house

check-format:
	@.venv/bin/ruff format --check --quiet . || { echo "Not formatted: run make format"; exit 1; }
check-lint:
	@.venv/bin/ruff check --quiet .
check-types:
	@.venv/bin/mypy
check-imports:
	@.venv/bin/lint-imports --no-logo --cache-dir .cache/imports
check-texts:
	@$(PYTHON_) tools/messages.py --check
check-house:
	@$(PYTEST) -q tests/house

format: setup ## put the code in order (ruff)
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

pictures: setup ## the stories of buyers and merchants in a browser, with a picture of every page in test-output
	@COMPTOIR_PICTURES=1 exec $(PYTEST) tests/journeys $(ARGS)

races: setup ## every race at its full size: drops, messages in every order, slow databases
	@COMPTOIR_RACES=long exec $(PYTEST) -x -s tests/races $(ARGS)

crash: setup ## every cell of the crash matrix, and kill -9 of every process
	@$(PYTHON_) -m tests.faults.matrix && COMPTOIR_CRASH_ROUNDS=8 exec $(PYTEST) tests/faults $(ARGS)

soak: setup ## anything in any order: 50 seeds of 4,000 rules each; seeds that were done are not done again
	@COMPTOIR_SOAK_SEEDS=$${COMPTOIR_SOAK_SEEDS:-50} COMPTOIR_SOAK_STEPS=$${COMPTOIR_SOAK_STEPS:-4000} \
		$(PYTEST) -n $(WORKERS) tests/life/test_machine.py $(ARGS) && $(PYTHON_) -m tests.life.soaked

find: setup ## lists held against brute force (10,000 questions), searches against 200 judged ones, both engines
	@COMPTOIR_FIND=long exec $(PYTEST) -s -v tests/find $(ARGS)

mutants: setup ## put in each known bug once, in a copy, and see that its tests fail
	@exec $(PYTHON_) -m tests.mutants.run $(ARGS)

payloads: setup ## every payload first in every field: pages, letters, PDFs and files stay inert
	@COMPTOIR_PAYLOADS=long exec $(PYTEST) tests/payloads $(ARGS)

bench: setup ## measure the storefront against the machine's own limits
	@exec $(COMPTOIR) bench $(ARGS)

openapi: setup ## write the description of the API anew
	@exec $(PYTHON_) -m tools.openapi

texts: setup ## collect the interface's sentences into the catalogues, and compile them
	@exec $(PYTHON_) tools/messages.py $(ARGS)

map: setup ## the rooms of the house and their sizes
	@exec $(PYTHON_) -m tools.map $(ARGS)

domain: setup ## write the rooms of a new domain: make domain name=gifts
	@exec $(PYTHON_) -m tools.new_domain $(name) $(ARGS)

lock: setup ## resolve the dependencies anew into requirements/*.lock
	@exec $(PYTHON_) -m tools.lock $(ARGS)
