# JAKgraph needs Python >= 3.11 and make; everything else is installed into .venv and web/node_modules here.
# Steps that are done leave a stamp in .stamps/, so a second run repeats nothing and needs no network.

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python

unexport PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A stamp names what it was made from, so going back and forth between commits repeats nothing needlessly: the virtual
# environment belongs to this folder, what is installed in it to the part of pyproject.toml that pip reads.
VENV_KEY := $(shell { pwd; cat .ci/setup; } | cksum | tr ' ' '-')
PIP_KEY := $(VENV_KEY)-$(shell sed '/^\[tool.pytest/,$$d' pyproject.toml | cksum | tr ' ' '-')
$(shell test -x $(PY) || rm -rf .stamps)

CREATED := .stamps/venv-$(VENV_KEY)
INSTALLED := .stamps/install-$(PIP_KEY)
INSTALLED_DEV := .stamps/dev-$(PIP_KEY)
NODE := .stamps/node-$(PIP_KEY)
BROWSER := .stamps/browser-$(PIP_KEY)
WEB_SOURCES := web/.npmrc web/package.json web/package-lock.json web/tsconfig.json web/vite.config.js \
	$(shell find web/src -type f ! -name '*.test.*')
GRAPH_SOURCES := $(wildcard graph/tables/*.csv ontology/*.ttl ontology/rules/* ontology/computed/* \
	graph/jakgraph/*.py $(patsubst %,graph/jakgraph/%/*.py,model tables build))

.PHONY: help serve test test-slow install dev build web browser screenshots check lint format coverage clean
.DELETE_ON_ERROR:

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
	@echo 'Variables: PYTHON=<interpreter>  HOST=$(HOST)  PORT=$(PORT)  ARGS=<further arguments of jakgraph serve or pytest>'

# Pages work without their scripts: where they cannot be built, the service still starts and says so.
serve: .stamps/graph ## Set up, build the graph and the scripts, and serve them on http://HOST:PORT
	@$(MAKE) --silent --no-print-directory web || true
	@exec $(BIN)/jakgraph serve --host $(HOST) --port $(PORT) $(ARGS)

test: lint .stamps/graph web browser ## Set up with the development tools, then check and test everything
	$(PY) -m pytest -n auto --dist loadgroup $(ARGS)

test-slow: lint .stamps/graph web browser ## The same with the few tests that take long, and no others
	$(PY) -m pytest -m slow $(ARGS)

install: $(INSTALLED) ## Create .venv and install JAKgraph into it

dev: $(INSTALLED_DEV) ## The same with the development tools

build: .stamps/graph ## Build the graph from the tables

web: web/dist/manifest.json ## Build the scripts of the pages

browser: $(BROWSER) ## Have a Chromium for the tests that need one

screenshots: $(INSTALLED_DEV) .stamps/graph web browser ## Take the pictures in docs/screenshots anew
	$(PY) -m tests.browser.screenshots

check: .stamps/graph ## Run the rule book over the tables and the graph
	$(BIN)/jakgraph check

lint: $(INSTALLED_DEV) $(NODE) ## Check style, layout and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(PY) web/bundle.py check

format: $(INSTALLED_DEV) ## Lay out the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: $(INSTALLED_DEV) .stamps/graph web browser ## Run the tests and show which lines they do not reach
	$(PY) -m pytest -n auto --dist loadgroup --cov --cov-report=term-missing:skip-covered $(ARGS)

clean: ## Remove everything that was made here, .venv included
	rm -rf $(VENV) .stamps .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* htmlcov dist web/dist web/node_modules
	find graph/release -type f ! -name MANIFEST.json -delete
	find graph tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written last, so that an interrupted step is done again from its beginning. A pip that was killed may leave
# half a package that it takes for a whole one later, so while it works the virtual environment does not count as made.
define pip_install
@rm -f $(CREATED)
@echo '$(PY) -m pip install $(1)'
@$(PY) -m pip install $(1); status=$$?; touch $(CREATED); exit $$status
endef

$(CREATED):
	@rm -rf .stamps
	@PYTHON='$(PYTHON)' .ci/setup $(VENV)
	@mkdir .stamps && touch $@

$(INSTALLED): | $(CREATED)
	@rm -f .stamps/install-* .stamps/dev-* .stamps/node-* .stamps/browser-* .stamps/graph
	$(call pip_install,--editable .)
	@touch $@

$(INSTALLED_DEV): | $(INSTALLED)
	$(call pip_install,--group dev)
	@touch $@

$(NODE): | $(INSTALLED)
	@if $(PY) web/bundle.py needs-node; then $(PY) -m pip install --group node; fi
	@touch $@

$(BROWSER): .ci/browser | $(INSTALLED_DEV)
	@.ci/browser $(VENV)
	@touch $@

web/dist/manifest.json: $(WEB_SOURCES) | $(NODE)
	@$(PY) web/bundle.py
	@touch $@

.stamps/graph: $(GRAPH_SOURCES) | $(INSTALLED)
	$(BIN)/jakgraph build
	@touch $@
