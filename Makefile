# make run, make test, make check: each sets up what it needs first. See CONTRIBUTING.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

# A program that is started to be looked at lets one be each of the sample people.
XIAOHAO_DEMO ?= 1

.PHONY: help run test check setup setup-dev bench torture lock clean
.DELETE_ON_ERROR:

help:
	@echo "make run      set up, then start the program with the sample district in ./data"
	@echo "make test     set up, then run all tests"
	@echo "make check    ruff, mypy --strict, import contracts"
	@echo "make setup    only set up: $(BIN)/xiaohao is there afterwards"
	@echo "make bench    print the speed of this machine as ratios"
	@echo "make torture  the long tests: kills, shuffles, hostile input"
	@echo "make lock     write requirements.lock and requirements-dev.lock anew"

run: export XIAOHAO_DEMO := $(XIAOHAO_DEMO)
run: setup
	@exec $(BIN)/xiaohao serve

test: setup-dev
	@exec $(BIN)/python -m pytest

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-dev
	@exec $(BIN)/python -m bench

torture: setup-dev
	@exec $(BIN)/python -m tests.torture

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev

# The two stamps say which lock file the environment follows, so that a second run costs nothing.
$(VENV)/.ready: requirements.lock pyproject.toml | $(BIN)/python
	@$(call install,--require-hashes -r requirements.lock)
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(call install,--require-hashes -r requirements-dev.lock)
	@touch $@

# Debian's Python may come without ensurepip: then its own pip installs into the environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Xiaohao needs Python 3.11 or newer, and $(PYTHON) is none." \
	       "Name one that is: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up $(VENV), once; this takes a minute. 正在准备运行环境，只需一次，约一分钟。"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV)

# uv does not read pip's configuration; where it cannot reach its index, pip can.
define install
{ test -n "$(UV)" && $(UV) pip install -q --python $(BIN)/python $(1); } || \
{ test -x $(BIN)/pip && $(BIN)/pip install -q --disable-pip-version-check $(1); } || \
$(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check $(1)
endef

# Needs uv. The locks hold for every system and for Python 3.11 and newer, and name no index.
# hatchling and editables build the editable install, so they are pinned with the rest.
COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

lock:
	@echo "hatchling>=1.27 editables>=0.5" | tr ' ' '\n' | \
	  $(COMPILE) pyproject.toml - -o requirements.lock
	@echo "hatchling>=1.27 editables>=0.5" | tr ' ' '\n' | \
	  $(COMPILE) pyproject.toml - --extra dev --extra e2e -c requirements.lock \
	  -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage
