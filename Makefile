# The one door to the project: `make help` lists what it does.
# A fresh machine needs python3 (3.11 or newer), make and a Python package index.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8000
ARGS ?=
WAGTAIL ?= wagtail
# Without the real parts, whatever the environment names.
EMBEDDED := env -u DATABASE_URL -u CELERY_BROKER_URL -u REDIS_URL -u ELASTICSEARCH_URL -u GPX_REQUIRE_SERVICES
# One process for each core, four at most; what a file holds stays together, and in order.
SIDE_BY_SIDE := --numprocesses logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: help setup demo test test-quick test-newest-wagtail lint lock bench faults screenshots guide

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 29

setup: $(READY) ## Make .venv from requirements.lock; the targets below do this first

# The stamp is newer than the lock once everything in the lock is installed.
$(READY): requirements.lock scripts/setup
	@scripts/setup $(VENV)

demo: setup ## Run the hub with its demonstration content (PORT=8000)
	@exec $(BIN)/python manage.py demo --port $(PORT)

test: setup ## Run the test suite (ARGS="-m long" or any other pytest arguments)
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

test-quick: setup ## Run the tests without browser, crawl and other processes, on the embedded default
	@$(EMBEDDED) $(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not long and not browser and not crawl and not own_environment" $(ARGS)

test-newest-wagtail: ## Run the same with Wagtail's newest release, in a scratch .venv
	@$(EMBEDDED) scripts/test_newest_wagtail $(WAGTAIL) $(SIDE_BY_SIDE) -m "not long and not browser and not crawl and not own_environment" $(ARGS)

lint: setup ## Check style, types, imports, templates, scripts, migrations, catalogue and decisions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py catalogue --check
	$(BIN)/djhtml --tabwidth 2 --check templates
	$(BIN)/oxlint --deny-warnings static/js
	scripts/decisions_index --check

bench: setup ## Measure the main pages, then bookings beside a bare insert, then a large evaluation
	@$(BIN)/python scripts/bench_pages
	@$(BIN)/python scripts/bench_bookings $(ARGS)
	@$(BIN)/python scripts/bench_evaluation

faults: setup ## Run the fault drills: workers killed on each broker
	@$(BIN)/python -m pytest tests/faults -m "long or not long" $(ARGS)

screenshots: setup ## Picture every kind of page in both languages at two widths
	@$(BIN)/python scripts/screenshots $(ARGS)

guide: setup ## Picture the admin anew for the editor's guide, docs/editors
	@$(BIN)/python scripts/editors_guide

lock: setup ## Renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --group dev \
	  --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock
