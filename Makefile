# `make` lists the targets. Times: Linux x86-64, 2 cores, Python 3.11 (see README.md).
# Every target that needs Python sets up .venv first, once; nothing is installed outside it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
# A recipe that fails leaves no half-made target behind.
.DELETE_ON_ERROR:

# The interpreter that makes .venv: PYTHON=/path/to/python3 on the command line chooses another.
PYTHON ?=
PYTHONS = $(if $(PYTHON),"$(PYTHON)",python3.11 python3.12 python3.13 python3 python)
BIN := .venv/bin
WORKERS ?= 2

export PYTHONNOUSERSITE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_USER := 0
unexport PYTHONPATH PYTHONHOME

# An environment that was moved, copied or lost its interpreter is made again.
PLACE := $(shell $(BIN)/python -c "print(open('.venv/place').read())" 2>/dev/null)
ifneq ($(PLACE),$(CURDIR))
.venv/packages: FORCE
endif

.PHONY: help setup results evidence smoke verify bench book pdf test test-numpy check-book lint lock clean FORCE

help: ## this list
	@echo "Targets (times: Linux x86-64, 2 cores; the first one run also takes the time of setup):"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)$$/  \1@\2/p' Makefile | awk -F@ '{ printf "%-13s%s\n", $$1, $$2 }'

setup: .venv/installed ## the environment in .venv (1.5 min, 1.4 GB; needs a network, once)

results: .venv/installed ## the paper design, calibration, claims and all evidence again, against what is shipped; goes on where it stopped (58 min)
	$(BIN)/intensity run paper --store results
	$(BIN)/python -m intensity.evidence.calibration --check
	$(BIN)/python -m intensity.evidence.recovery --check
	$(BIN)/python -m intensity.evidence.defaults --check
	$(BIN)/python -m intensity.evidence.claims --check
	$(BIN)/python -m intensity.evidence --own
	$(BIN)/python -m intensity.report.estimates

evidence: .venv/installed ## results/results.json and tables: what is shipped for this very code, else computed (10 s)
	$(BIN)/python -m intensity.evidence

smoke: .venv/installed ## a small design, some evidence, one page: the whole chain, nothing shipped is used (1.5 min)
	$(BIN)/intensity run smoke --store results/smoke
	INTENSITY_RESULTS=results/smoke $(BIN)/python -m intensity.evidence --force --partial path units
	INTENSITY_RESULTS="$(CURDIR)/results/smoke" $(BIN)/jupytext --quiet --to ipynb --execute \
		--output results/smoke/argument.ipynb book/en/argument.md
	$(BIN)/jupyter nbconvert --log-level=ERROR --to html results/smoke/argument.ipynb
	@echo results/smoke/argument.html

verify: .venv/installed ## recomputes the paper's claims in the default city, against the shipped answers (1.5 min)
	$(BIN)/intensity verify

bench: .venv/installed ## the kernel against C, SimPy, Ciw and Mesa, scaling, memory: results/bench.json (10 min; needs gcc)
	$(BIN)/intensity bench

book: evidence ## the book in two languages; ends with the paths of the pages to open (5 min; 15 s unchanged)
	$(BIN)/python book/build.py

pdf: book ## one PDF of each edition, below book/_build/pdf (1 min; needs Chromium)
	$(BIN)/python book/pdf.py

test: .venv/installed ## all tests but those of the built book (11 min)
	$(BIN)/python -m pytest -n $(WORKERS) tests --ignore=tests/book

test-numpy: .venv/installed ## small runs again under another NumPy, byte by byte (2 min; needs a network)
	$(BIN)/python tests/contract/other_numpy.py

check-book: .venv/installed ## tests of the built book, in Chromium too if there is one (4 min)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/book --book book/_build/html

lint: .venv/installed ## ruff, mypy, import layers (3 s)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: ## requirements.lock again from pyproject.toml, then environment.yml (10 s; needs uv on the PATH)
	@command -v uv >/dev/null || { echo "make lock needs uv (a package of that name) on the PATH." >&2; exit 2; }
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --all-extras --custom-compile-command "make lock" \
		-o requirements.lock pyproject.toml
	$(MAKE) .venv/installed
	$(BIN)/python .ci/environment.py

clean: ## removes what was made: results, book, caches, .venv
	rm -rf .venv results book/_build build dist src/*.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The locked packages. An interrupted or outdated environment is thrown away, never mended.
.venv/packages: requirements.lock
	@found=; usable=; \
	for candidate in $(PYTHONS); do \
		"$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
			>/dev/null 2>&1 || continue; \
		found=$$candidate; \
		"$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
		usable=$$candidate; break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11, 3.12 or 3.13 found; name one: make PYTHON=/path/to/python3" >&2; exit 2; \
	elif [ -z "$$usable" ]; then \
		echo "$$found cannot make environments: install its venv module (Debian: python3-venv)." >&2; exit 2; \
	fi; \
	echo "Setting up .venv with $$("$$usable" --version), once: 1.5 minutes"; \
	rm -rf .venv && "$$usable" -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@touch $@

# The package itself, editable; its build tools are in the lock.
.venv/installed: .venv/packages pyproject.toml src/intensity/version.py
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@printf '%s' "$(CURDIR)" > .venv/place
	@touch $@
