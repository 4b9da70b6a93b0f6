# Secunda. `make` alone lists the commands.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Compiled modules are kept: without them every start of Python here takes several seconds more.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
BIN := .venv/bin
CORPUS := ../shared/corpus
PYTEST := $(BIN)/pytest
LOCK := .boot/bin/uv pip compile --universal --python-version 3.13 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --quiet

.PHONY: help setup demo demo-reset test check style types contracts content unit integration postgres browser score score-fast bench docs lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set-up: each part is redone only when what decides it has changed ---

setup: .venv/.ready node_modules/.ready ## everything that the other commands need (they call it themselves)
	@$(BIN)/python scripts/vendor.py

.venv/.ready: requirements/dev.txt requirements/uv.txt pyproject.toml .python-version scripts/set_up_python
	@scripts/set_up_python
	@touch $@

node_modules/.ready: package-lock.json .npmrc
	@command -v npm > /dev/null || { echo "npm is missing. Install it and start again: sudo apt install npm" >&2; exit 1; }
	@echo "Setting up: browser parts from npm (into node_modules; about 60 MB to download)"
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

# --- run ---

demo: setup ## the service with its demonstration cases, on 127.0.0.1 (PORT=8000)
	@SECUNDA_DEMO=1 PORT=$(PORT) $(BIN)/secunda demo

demo-reset: setup ## the same from the beginning: removes the demonstration's data first
	@SECUNDA_DEMO=1 PORT=$(PORT) $(BIN)/secunda demo --reset

# --- check ---

check: setup ## style, types, contracts, content and the quick tests; under a minute
	@echo "Checking style, types, contracts, content and the quick tests (up to a minute)"
	@$(MAKE) -j2 --output-sync=target types style contracts content unit

style:
	@echo "== style"
	@$(BIN)/ruff check --extend-exclude .boot,var .
	@$(BIN)/ruff format --check --extend-exclude .boot,var .

types:
	@echo "== types"
	@$(BIN)/mypy

contracts:
	@echo "== contracts"
	@$(BIN)/lint-imports --no-logo

content:
	@echo "== clinical content"
	@$(BIN)/secunda content check

unit:
	@echo "== unit, content and architecture tests"
	@$(PYTEST) tests/unit tests/content tests/architecture

# The last command is pytest itself, so that its closing line ends the run.
test: check ## everything: the checks, PostgreSQL where it is installed, and the whole story in Chromium
	@if ls -d /usr/lib/postgresql/*/bin > /dev/null 2>&1; then $(MAKE) postgres; \
	elif [ "$${CI:-}" = true ]; then echo "PostgreSQL is missing. Install it: sudo apt install postgresql" >&2; exit 1; fi
	@echo "== integration tests on SQLite, and the story in the browser (several minutes)"
	@$(PYTEST) -n 2 --dist loadfile tests/integration tests/demo tests/browser

integration: setup
	@$(PYTEST) -n 2 --dist loadfile tests/integration

postgres: setup
	@echo "== integration tests on PostgreSQL (a few minutes)"
	@scripts/with_postgres $(PYTEST) -n 2 --dist loadfile tests/integration

browser: setup ## the whole story in Chromium alone
	@$(PYTEST) tests/browser

# The quick part of the same, for CI. pytest's 5 (nothing selected) is a failure here, as everywhere.
score-fast: setup
	@$(PYTEST) -m fast tests/corpus

score: setup ## how well the corpus in ../shared is read (not part of `make test`)
	@[ -d $(CORPUS) ] || { echo "There is no corpus at $(CORPUS); nothing to score." >&2; exit 1; }
	@$(PYTEST) -m "not fast" tests/corpus

bench: setup ## measurements of speed
	@[ -d bench ] || { echo "There is no folder bench in this checkout." >&2; exit 1; }
	@$(BIN)/python -m bench

docs: setup ## write anew the reference pages that are made from the code
	@$(BIN)/python -m secunda.interfaces.operations.documenting

lock: .venv/.ready ## write the lock files anew after a change to pyproject.toml or package.json
	@$(LOCK) requirements/uv.in -o requirements/uv.txt
	@$(LOCK) pyproject.toml --group build -o requirements/runtime.txt
	@$(LOCK) pyproject.toml --group build --group dev -o requirements/dev.txt
	@python3 scripts/lock_front_end.py
