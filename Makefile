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
PROVIDER := tests/integration/accounts/provider
# What is measured, and why little is left out: docs/reference/coverage.md. `make check` alone measures nothing.
MEASURED := --cov --cov-report=
# Without a browser less is reached, and the floor of pyproject.toml does not count.
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
FLOOR := $(if $(CHROMIUM),,--cov-fail-under=0)
COMPILED := $(patsubst %.po,%.mo,$(wildcard secunda/locale/*/LC_MESSAGES/django.po))
LOCK := .boot/bin/uv pip compile --universal --python-version 3.13 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --quiet

.PHONY: help setup demo demo-reset test check style types contracts content words messages unit integration postgres browser score score-fast train crossval fuzz bench bench-content bench-intake bench-many bench-rooms keep-release docs lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set-up: each part is redone only when what decides it has changed ---

setup: .venv/.ready node_modules/.ready $(COMPILED) ## everything that the other commands need (they call it themselves)
	@$(BIN)/python scripts/vendor.py

.venv/.ready: requirements/dev.txt requirements/uv.txt pyproject.toml .python-version scripts/set_up_python
	@scripts/set_up_python
	@touch $@

node_modules/.ready: package-lock.json .npmrc
	@command -v npm > /dev/null || { echo "npm is missing. Install it and start again: sudo apt install npm" >&2; exit 1; }
	@echo "Setting up: browser parts from npm (into node_modules; about 60 MB to download)"
	@npm ci --ignore-scripts --loglevel=error
	@touch $@

# Catalogues of the languages are compiled here and never committed.
%.mo: %.po scripts/messages.py | .venv/.ready
	@$(BIN)/python scripts/messages.py --compile

# A sign-in of the operator's own, for the tests alone.
$(PROVIDER)/node_modules/.ready: $(PROVIDER)/package-lock.json .npmrc
	@echo "Setting up: a sign-in provider for the tests, from npm (3 MB)"
	@npm ci --prefix $(PROVIDER) --ignore-scripts --loglevel=error
	@touch $@

# --- run ---

demo: setup ## the service with its demonstration cases, on 127.0.0.1 (PORT=8000)
	@SECUNDA_DEMO=1 PORT=$(PORT) $(BIN)/secunda demo

demo-reset: setup ## the same from the beginning: removes the demonstration's data first
	@SECUNDA_DEMO=1 PORT=$(PORT) $(BIN)/secunda demo --reset

# --- check ---

check: setup ## style, types, contracts, content and the quick tests; under a minute
	@echo "Checking style, types, contracts, content and the quick tests (up to a minute)"
	@# The longest first, so that two cores have work to the end.
	@$(MAKE) -j2 --output-sync=target unit types style contracts content words

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
	@$(BIN)/secunda content words

words:
	@echo "== messages"
	@$(BIN)/python scripts/messages.py --check

unit:
	@echo "== unit, content and architecture tests"
	@$(PYTEST) $(MEASURING) tests/unit tests/content tests/architecture

# The last command is pytest itself, so that its closing line ends the run.
test: setup $(PROVIDER)/node_modules/.ready ## everything: the checks, PostgreSQL where it is installed, and the whole story in Chromium
	@mkdir -p var/coverage
	@$(MAKE) check MEASURING="$(MEASURED) --cov-fail-under=0"
	@if ls -d /usr/lib/postgresql/*/bin > /dev/null 2>&1; then $(MAKE) postgres; \
	elif [ "$${CI:-}" = true ]; then echo "PostgreSQL is missing. Install it: sudo apt install postgresql" >&2; exit 1; fi
	@echo "== integration tests on SQLite, real files through the readers, and the story in the browser (several minutes)"
	@$(PYTEST) $(MEASURED) $(FLOOR) --cov-append -n 2 --dist loadfile tests/integration tests/readers tests/demo tests/browser

coverage: setup ## what the last `make test` did not reach
	@$(BIN)/coverage report

integration: setup $(PROVIDER)/node_modules/.ready
	@$(PYTEST) -n 2 --dist loadfile tests/integration

postgres: setup $(PROVIDER)/node_modules/.ready
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

train: setup ## fit the model that names kinds of record anew; the same code gives the same model
	@$(BIN)/python -m training

crossval: setup ## how well kinds are named on layouts that nothing was made for (a few minutes)
	@$(BIN)/python -m training.crossval

# Long runs over damaged files: more examples of the quick tests, then each format under atheris in turn.
FUZZ_SECONDS ?= 30
FUZZ_KINDS ?= pdf docx odt rtf html txt heic jpeg tiff json dicom zip 7z iso tar tar.xz eml msg carrying-pdf
fuzz: setup ## damaged and hostile files, for as long as you like (FUZZ_SECONDS=30 for each format)
	@SECUNDA_FUZZ_EXAMPLES=150 $(PYTEST) tests/readers/fuzz
	@SECUNDA_FUZZ_SCALE=20 $(PYTEST) tests/integration/intake/test_hostile.py
	@.boot/bin/uv pip install --quiet --python $(BIN)/python --target .boot/fuzz --require-hashes -r requirements/fuzz.txt
	@for kind in $(FUZZ_KINDS); do \
		PYTHONPATH=.boot/fuzz $(BIN)/python tests/readers/fuzz/target.py $$kind -max_total_time=$(FUZZ_SECONDS) -timeout=60 -rss_limit_mb=3000; \
	done

bench-content: setup ## how fast the clinical content is loaded and applied; into bench/results/content.json
	@$(BIN)/python -m bench.content

bench: setup ## measurements of speed, by name
	@$(BIN)/python -m bench --help

bench-intake: setup ## a shoebox of CT against Orthanc's own upload (ORTHANC_ROOT names another root)
	@$(BIN)/python -m bench intake

bench-many: setup ## time and memory of a case with many small records; into bench/results/many.json
	@$(BIN)/python -m bench many

bench-rooms: setup ## how long the rooms of a case with 2,000 records take; into bench/results/rooms.json
	@$(BIN)/python -m bench rooms

messages: setup ## find every text of the pages anew, and bring the catalogues in secunda/locale up to them
	@$(BIN)/python scripts/messages.py

keep-release: setup ## at a release: keep an installation of it, which every later version must be able to take over
	@$(BIN)/secunda content check --release
	@$(BIN)/python -m tests.integration.operations.releases.keeping
	@scripts/with_postgres $(BIN)/python -m tests.integration.operations.releases.keeping

docs: setup ## write anew the reference pages that are made from the code
	@$(BIN)/python -m secunda.interfaces.operations.documenting

lock: .venv/.ready ## write the lock files anew after a change to pyproject.toml or package.json
	@$(LOCK) requirements/uv.in -o requirements/uv.txt
	@$(LOCK) pyproject.toml --group build -o requirements/runtime.txt
	@$(LOCK) pyproject.toml --group build --group dev -o requirements/dev.txt
	@$(LOCK) --group fuzz -o requirements/fuzz.txt
	@python3 scripts/lock_front_end.py
