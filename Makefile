# Everything a newcomer types. Needs Python 3.11 or newer; the rest is fetched once, into .venv and frontend/node_modules.
#
#   make demo                        the whole call centre, with simulated homes and caregivers
#   make demo ARGS="--duration 60"   options go through ARGS
#   make press                       press the button of the home that is left to you
#   make test                        every check and every test, the quick ones first
#
# The parts of make test: check, test-screens, test-python, test-browser. ARGS="-k cancel" goes to the last two.
# After a change of a door or a live message, make wire tells the screens. make format tidies everything.
# make bench measures the screens, and is no part of make test: it wants an idle machine.
#
# PYTHON=/path/to/python chooses the interpreter .venv is made with.

BIN = .venv/bin
PYTHONS = $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3)
# The screens are a step of their own here; whoever installs without make gets them by the build hook.
PIP = HATCH_BUILD_NO_HOOKS=true $(BIN)/python -m pip install --quiet -c constraints.txt
NPM = $(BIN)/python frontend/node.py npm --silent
STARTED := $(shell date +%s)
TOOK = echo "make $@: $$(( $$(date +%s) - $(STARTED) )) s"
TESTS = check test-screens test-python test-browser

.PHONY: help demo press serve verify screens test $(TESTS) style lint types walls wire wire-fresh screenshots bench format
.PHONY: packages wheel clean distclean
.DELETE_ON_ERROR:

help:
	@sed -n '/^$$/q; s/^# \{0,1\}//p' Makefile

demo: .venv/.installed screens
	$(BIN)/callcenter demo $(ARGS)

press: .venv/.installed
	$(BIN)/callcenter press $(ARGS)

serve: .venv/.installed screens
	$(BIN)/callcenter serve $(ARGS)

verify: .venv/.installed
	$(BIN)/callcenter verify $(ARGS)

screens: .venv/.installed
	@needs=$$($(BIN)/python -m frontend.build needs); test -z "$$needs" || $(PIP) "$$needs"
	@$(BIN)/python -m frontend.build screens

test:
	@failed=0; for part in $(TESTS); do $(MAKE) --no-print-directory $$part || { failed=$$?; break; }; done; \
	$(TOOK) in all; exit $$failed

check: style lint types walls wire-fresh
	@$(TOOK)

style: .venv/.installed-dev packages
	$(BIN)/ruff format --check .
	$(NPM) run style

lint: .venv/.installed-dev packages
	$(BIN)/ruff check .
	$(BIN)/codespell
	$(NPM) run lint

types: .venv/.installed-dev packages
	$(BIN)/mypy
	$(NPM) run types

walls: .venv/.installed-dev
	$(BIN)/lint-imports --no-logo

wire-fresh: .venv/.installed-dev packages
	$(BIN)/python -m frontend.wire --check

wire: .venv/.installed-dev packages
	$(BIN)/python -m frontend.wire

packages: .venv/.installed-dev
	@$(BIN)/python -m frontend.build packages

test-screens: .venv/.installed-dev packages
	CALLCENTER_PYTHON=$(CURDIR)/$(BIN)/python $(NPM) run test
	@$(TOOK)

test-python: .venv/.installed-dev
	$(BIN)/pytest -n 2 $(ARGS)
	@$(TOOK)

test-browser: .venv/.installed-dev screens
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest tests/browser $(ARGS)
	@$(TOOK)

screenshots: .venv/.installed-dev screens
	@$(BIN)/python -m tests.browser.chromium
	CALLCENTER_SCREENSHOTS=docs/screenshots $(BIN)/pytest tests/browser/test_pages.py $(ARGS)

bench: .venv/.installed-dev screens
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.bench

format: .venv/.installed-dev packages
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run format
	$(NPM) run lint -- --fix

wheel: .venv/.installed screens
	rm -rf dist
	$(BIN)/pip wheel . --no-deps --quiet --wheel-dir dist
	$(BIN)/python -m zipfile --list dist/*.whl

clean:
	rm -rf build dist callcenter/static .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis test-results
	find callcenter simulators migrations tests frontend -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv frontend/node_modules

.venv/.installed: .venv/.made pyproject.toml constraints.txt
	@echo "Installing what the service needs (about half a minute, once) ..."
	@$(PIP) -e .
	@touch $@

.venv/.installed-dev: .venv/.made pyproject.toml constraints.txt
	@echo "Installing what the service and its tests need (about a minute, once) ..."
	@$(PIP) -e '.[dev]'
	@touch .venv/.installed $@

.venv/.made:
	@if $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
		touch $@; exit 0; \
	fi; \
	found=; \
	for python in $(PYTHONS); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		found=$$python; \
		"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
		echo "Making .venv with $$("$$python" --version)"; \
		"$$python" -m venv --clear .venv && touch $@ && exit 0; \
		rm -rf .venv; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer is needed; none of these is: $(PYTHONS)."; \
		echo "Install one, or say where it is: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
	else \
		echo "$$found cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; \
	fi >&2; exit 1
