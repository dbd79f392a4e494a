# Two commands matter: `make run` and `make test`. Each brings the environment up
# to date first and skips what has not changed.
PYTHON ?= python3.11
PROFILE ?= development
VENV ?= .venv
export PORT MOTCUA_VAR

BIN := $(VENV)/bin
ENVIRONMENT := $(PYTHON) -I src/motcua/setup/environment.py --profile $(PROFILE)
ZPRETTY_FILES = $(shell git ls-files -co --exclude-standard 'src/*.zcml' 'src/*.pt' 'src/*.xml')
PYTEST := $(BIN)/python -m pytest
# A worker for each core, at most two: tests of the browser start a house beside them.
# `make test WORKERS=` runs everything in one process.
WORKERS = -n logical --maxprocesses 2 --dist loadfile
BENCHMARKS = $(subst _,-,$(patsubst benchmarks/%.py,%,$(wildcard benchmarks/*.py)))

.PHONY: help run run-nginx build environment test-environment test unit bench load lint format e2e screenshots pins clean

help: ## Show the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

run: environment ## Start the house in the foreground (PORT=8080, MOTCUA_VAR=instance/var)
	@exec env MOTCUA_PROFILE=$(PROFILE) $(BIN)/python -m motcua.setup.house

run-nginx: environment ## The same behind nginx (NGINX_PORT=8081), which keeps public pages
	@exec env MOTCUA_PROFILE=$(PROFILE) NGINX_PORT=$(or $(NGINX_PORT),8081) \
		$(BIN)/python -m motcua.setup.house

build: environment ## Write bin/instance for a PROFILE: development, production, cluster

environment:
	@$(ENVIRONMENT) --packages run

test-environment:
	@$(ENVIRONMENT) --packages none

test: lint ## Lint and all tests
	$(PYTEST) $(WORKERS) tests

unit: test-environment ## All tests but those in a browser
	$(PYTEST) $(WORKERS) tests --ignore tests/e2e

e2e: test-environment ## The road in a real browser
	$(PYTEST) tests/e2e

screenshots: test-environment ## Pictures of docs/images, taken from a demo house
	$(BIN)/python -m tests.e2e.screenshots

bench: test-environment ## A benchmark: NAME=search-quality [QUERIES=FILE] [PROCEDURES="FILE ..."]
	@$(if $(NAME),,echo "NAME= one of: $(BENCHMARKS)" >&2; exit 2)
	@exec env QUERIES="$(QUERIES)" PROCEDURES="$(PROCEDURES)" \
		$(BIN)/python benchmarks/$(subst -,_,$(NAME)).py $(ARGS)

load: test-environment ## Fill a demo house: N=1000000 [OBJECTS=20000] [SEED=1] [MOTCUA_VAR=DIR]
	@$(if $(N),,echo "N= bao nhiêu hồ sơ / how many dossiers" >&2; exit 2)
	@exec $(BIN)/python -m motcua.setup.cli load $(N) \
		$(if $(OBJECTS),--objects $(OBJECTS)) $(if $(SEED),--seed $(SEED))

lint: test-environment ## Style, types, layers, markup, invariants
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zpretty --check $(ZPRETTY_FILES)
	@if [ -d tests/invariants ]; then $(PYTEST) -q tests/invariants; fi

format: test-environment ## Put code and markup into shape
	$(BIN)/ruff check --fix src tests
	$(BIN)/ruff format src tests
	$(BIN)/zpretty -i $(ZPRETTY_FILES)

pins: ## Write profiles/versions-lock.cfg from constraints.txt
	$(BIN)/python -m motcua.setup.pins

clean: ## Remove what was generated, never data (instance/var)
	rm -rf $(VENV) bin parts develop-eggs eggs .installed.cfg .mypy_cache .ruff_cache
