# make run: the whole site on sample data. make test: the suite on SQLite and PostgreSQL. make help: the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install peers run test test-sqlite test-postgres check lint types imports templates django translations assets bench lock messages format

PORT ?= 8000
ARGS ?=
BIN := .venv/bin
PYTHON := $(BIN)/python
STAMP := .venv/.installed
APPS := ecosystem startups mentors funders
LOCALE := ecosystem/config/locale
MO := $(patsubst %.po,%.mo,$(wildcard $(LOCALE)/*/LC_MESSAGES/django.po))
JOBS ?= 2
PYTEST := $(PYTHON) -m pytest -n $(JOBS) --dist worksteal $(ARGS)

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- the environment ---------------------------------------------------------------------------------------------

$(STAMP): requirements.txt requirements-dev.txt
	@found=; for name in python3.11 python3 python; do \
	  if command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Escale needs Python 3.11; python3 here is: $$(python3 --version 2>&1 || true). Install 3.11 and try again." >&2; exit 1; fi; \
	if ! $(PYTHON) -c '' 2>/dev/null; then \
	  $$found -m venv --clear .venv || { echo "Could not make .venv (on Debian and Ubuntu: apt-get install python3.11-venv)." >&2; exit 1; }; \
	fi
	@echo "Installing the pinned packages into .venv (a minute or two, once)..."
	@$(PYTHON) -m pip install -qq --disable-pip-version-check --no-input -r requirements-dev.txt
	@touch $@

%.mo: %.po $(STAMP)
	@$(PYTHON) -m babel.messages.frontend --quiet compile --use-fuzzy --input-file $< --output-file $@

install: $(STAMP) $(MO) ## The .venv with everything that the site, the tests and the benches need

peers: install ## The solvers that the benches compare with (optional)
	@$(PYTHON) -m pip install -qq --disable-pip-version-check --no-input -r requirements-peers.txt

# --- the site ----------------------------------------------------------------------------------------------------

run: install ## The site with sample data on http://127.0.0.1:8000 (PORT=8001 for another port)
	@PORT=$(PORT) $(PYTHON) -m ecosystem.config.serve

# --- proofs ------------------------------------------------------------------------------------------------------

test: test-sqlite test-postgres ## The whole suite on SQLite, then on a real PostgreSQL (ARGS='-k words' for a part)

test-sqlite: install
	@$(PYTEST)

test-postgres: install
	@ESCALE_TEST_DB=postgres $(PYTEST)

check: lint types imports templates django translations assets ## Style, types, import contracts, templates, settings, translations
	@echo "make check: all green"

lint: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format" >&2; exit 1; }

types: install
	@DEBUG=1 $(BIN)/mypy

imports: install
	@$(BIN)/lint-imports --no-logo

templates: install
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r $(BIN)/djhtml --check --tabwidth 2
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2

# A production-like environment: no warning is allowed to pass.
PRODUCTION := env -u DEBUG SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	SITE_URL=https://escale.example ALLOWED_HOSTS=escale.example DATABASE_URL=sqlite://:memory:

django: install
	@DEBUG=1 $(PYTHON) manage.py check
	@DEBUG=1 $(PYTHON) manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

translations: install
	@$(PYTHON) -m ecosystem.config.translations check

assets: install
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(PRODUCTION) STATIC_ROOT="$$folder" $(PYTHON) manage.py collectstatic --noinput --verbosity 0 && echo "Static files: every reference resolves"

bench: install ## The measures of bench/README.md, as ratios of one run
	@$(PYTHON) -m bench $(ARGS)

# --- upkeep ------------------------------------------------------------------------------------------------------

format: install ## Format Python and templates
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 || true
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r $(BIN)/djhtml --tabwidth 2 || true

messages: install ## Collect the sentences to translate into ecosystem/config/locale (needs gettext)
	@$(PYTHON) -m ecosystem.config.translations update

lock: ## Compile the pins from requirements*.in (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv" >&2; exit 1; }
	@uv pip compile -q --no-header --no-annotate --python-version 3.11 requirements.in -o requirements.txt
	@uv pip compile -q --no-header --no-annotate --python-version 3.11 requirements-dev.in -c requirements.txt -o requirements-dev.txt
	@uv pip compile -q --no-header --no-annotate --python-version 3.11 requirements-peers.in -c requirements.txt -o requirements-peers.txt
