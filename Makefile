# Everything a newcomer types. Needs Python 3.11 or newer; the rest is fetched once into .venv.
#
#   make demo                        the whole call centre, with simulated homes and caregivers
#   make demo ARGS="--duration 60"   options go through ARGS
#   make press                       press the button of the home that is left to you
#   make test                        every check and every test
#
# PYTHON=/path/to/python chooses the interpreter .venv is made with.

BIN = .venv/bin
PYTHONS = $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3)
STARTED := $(shell date +%s)
TOOK = echo "make $@: $$(( $$(date +%s) - $(STARTED) )) s in all"

.PHONY: help demo press serve verify test check format style lint types walls wheel clean distclean
.DELETE_ON_ERROR:

help:
	@sed -n '/^#/s/^# \{0,1\}//p' Makefile

demo: .venv/.installed
	$(BIN)/callcenter demo $(ARGS)

press: .venv/.installed
	$(BIN)/callcenter press $(ARGS)

serve: .venv/.installed
	$(BIN)/callcenter serve $(ARGS)

verify: .venv/.installed
	$(BIN)/callcenter verify $(ARGS)

test: check
	@echo "$(BIN)/pytest -n 2 $(ARGS)"; failed=0; $(BIN)/pytest -n 2 $(ARGS) || failed=$$?; $(TOOK); exit $$failed

check: style lint types walls

style: .venv/.installed-dev
	$(BIN)/ruff format --check .

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/codespell

types: .venv/.installed-dev
	$(BIN)/mypy

walls: .venv/.installed-dev
	$(BIN)/lint-imports --no-logo

format: .venv/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: .venv/.installed
	rm -rf dist
	$(BIN)/pip wheel . --no-deps --quiet --wheel-dir dist
	$(BIN)/python -m zipfile --list dist/*.whl

clean:
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis
	find callcenter simulators migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv

.venv/.installed: .venv/.made pyproject.toml constraints.txt
	@echo "Installing what the service needs (about half a minute, once) ..."
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

.venv/.installed-dev: .venv/.made pyproject.toml constraints.txt
	@echo "Installing what the service and its tests need (about a minute, once) ..."
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
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
