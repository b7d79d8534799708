# One word each. `make demo` and `make test` set up all they need on a bare machine, once.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SIZE ?= small
PORT ?= 8000

.PHONY: demo run test check bench setup clean format lock
.DEFAULT_GOAL := help

help:
	@echo "make demo    a demo with made-up volunteers on http://127.0.0.1:$(PORT)  (SIZE=small|national)"
	@echo "make run     your own server and data, from the settings in docs/reference/settings.md"
	@echo "make test    all tests, on SQLite and PostgreSQL, in a real browser"
	@echo "make check   formatter, linter, types, imports"
	@echo "make bench   how good and how fast"

setup: $(VENV)/ok

# Everything `demo` and `run` need: the locked packages, ours with its front end, compiled kernels.
$(VENV)/ok: pyproject.toml requirements.lock scripts/setup scripts/hatch_build.py
	@PYTHON="$(PYTHON)" scripts/setup core

$(VENV)/test-ok: $(VENV)/ok requirements-test.lock
	@scripts/setup test

demo: $(VENV)/ok
	@scripts/setup front-end
	@$(BIN)/groundswell demo --size $(SIZE) --port $(PORT)

run: $(VENV)/ok
	@scripts/setup front-end
	@$(BIN)/groundswell migrate && $(BIN)/groundswell serve

test: $(VENV)/test-ok
	@scripts/setup front-end
	@scripts/test

check: $(VENV)/test-ok
	@scripts/check

format: $(VENV)/test-ok
	@$(BIN)/ruff format groundswell tests benchmarks scripts && $(BIN)/ruff check --fix groundswell tests benchmarks scripts

bench: $(VENV)/test-ok
	@scripts/bench

# For maintainers: new versions of everything we build on.
lock: $(VENV)/test-ok
	@scripts/lock

clean:
	rm -rf $(VENV) .cache var frontend/node_modules groundswell/static/groundswell/dist
