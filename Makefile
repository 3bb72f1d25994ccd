# The first call of a target makes $(VENV) and installs into it what the target needs: of a briefing, $(RUNLOCK); of all
# others, $(LOCK). Later calls go straight to work.
# On other versions:  make test LOCK=requirements-lowest.lock VENV=.venv-lowest PYTHON=python3.12

SHELL  := /bin/sh
LOCK   ?= requirements.lock
RUNLOCK ?= $(or $(wildcard $(LOCK:.lock=-run.lock)),$(LOCK))
VENV   ?= .venv
PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3
JOBS   ?= auto

CRITICAL := tests/dataset tests/narrative tests/delivery tests/archive tests/schedules tests/settings/test_theme.py \
          tests/web/test_markup.py tests/web/test_svg.py tests/pdf tests/fuzz/test_every_key.py tests/fuzz/test_changed_bytes.py \
          tests/runs/test_damage.py tests/runs/test_plan.py tests/runs/test_store.py tests/defences/test_other_rows.py \
          tests/functional/test_failures.py tests/functional/test_build.py

BIN    := $(VENV)/bin
READY  := $(VENV)/.installed
RUNS   := $(or $(wildcard $(READY)),$(VENV)/.runs)
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
UVLOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
          --generate-hashes --no-annotate --no-config --custom-compile-command "make lock"

# What is not compiled at install is compiled by the first run that loads it, wherever we are run.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help briefing all test test-slow check format coverage coverage-critical mutation fuzz bench docs lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

briefing: $(RUNS)  ## build the example briefing, Majuqiao 2025, into out/
	@$(BIN)/mjq-report build --town majuqiao --year 2025

all: $(RUNS)  ## build every briefing that the data has
	@$(BIN)/mjq-report build --all

test: $(READY)  ## run the tests, but for the slow ones
	@$(BIN)/python -m pytest -n $(JOBS)

test-slow: $(READY)  ## run the slow tests: faults, load, many random inputs
	@$(BIN)/python -m pytest -n $(JOBS) -m slow $(ARGS) || test $$? -eq 5  # 5: there are none

check: $(READY)  ## lint, types, layers, templates and data
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mjq-report check

format: $(READY)  ## put imports and layout of the code in order
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

coverage: $(READY)  ## run the tests; fail where fewer lines or branches are tried than tests/gates.py asks
	@rm -f .coverage .coverage.* coverage.json
	@$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report=term-missing:skip-covered --cov-report=json
	@$(BIN)/python -m tests.gates

coverage-critical: $(READY)  ## the same for the modules that must be whole, by their own tests
	@rm -f .coverage .coverage.* coverage.json
	@$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report= --cov-report=json $(CRITICAL)
	@$(BIN)/python -m tests.gates --critical

mutation: $(READY)  ## change the critical modules a little, one change at a time, and see that a test fails
	@$(PIP) install mutmut==3.8.1
	@PYTHONUTF8=1 $(BIN)/mutmut run --max-children 1
	@$(BIN)/mutmut results

fuzz: $(READY)  ## throw many more random inputs at the program than the tests do
	@$(BIN)/python -m pytest -n $(JOBS) -m "slow or not slow" --hypothesis-profile=long tests/fuzz

bench: $(READY)  ## measure start-up, builds and stages, as ratios in one run
	@$(BIN)/python -m benchmarks

docs: $(READY)  ## write the generated pages: command line, errors, tables, guarantees, the life of a number
	@$(BIN)/python -m docs.generate

lock: $(READY)  ## resolve the dependencies anew, newest and oldest, for every supported Python
	@$(PIP) install uv
	@$(UVLOCK) --all-extras --group dev --upgrade --output-file requirements.lock
	@$(UVLOCK) --all-extras --group dev --upgrade --resolution lowest-direct --output-file requirements-lowest.lock
	@$(UVLOCK) --group install --upgrade --constraint requirements.lock --output-file requirements-run.lock

clean:  ## remove what make made, but not out/
	rm -rf $(VENV) .venv-* dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov

# The lock's own pip goes first: it installs the rest in half the time that an old one takes. What a build loads is
# compiled after it, so that the first one does not have to; what none loads would be a hundred megabytes.
# A changed lock is installed over the old one; a Python that is too old, or has no venv, is named.
$(READY): WANTED := $(LOCK)
$(VENV)/.runs: WANTED := $(RUNLOCK)
$(READY): $(LOCK)
$(VENV)/.runs: $(RUNLOCK)
$(READY) $(VENV)/.runs: pyproject.toml
	@set -e; for python in $(PYTHON); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "error: none of '$(PYTHON)' is a Python 3.11 or newer with its venv module" >&2; \
	  echo "error: install one (Debian, Ubuntu: apt-get install python3-venv), or name it: make PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	echo "note: installing $(WANTED) into $(VENV) with $$found, once; this takes a minute or two" >&2; \
	test -x $(BIN)/python || "$$found" -m venv $(VENV)
	@awk '/^pip==/{on=1} on{print} on&&!/\\$$/{exit}' $(WANTED) >$(VENV)/pip.lock
	@$(PIP) install --no-deps --no-compile --require-hashes -r $(VENV)/pip.lock
	@$(PIP) install --no-deps --no-compile --require-hashes -r $(WANTED)
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m mjq_report.runs.warm
	@$(BIN)/python -m compileall -qq mjq_report
	@touch $@
