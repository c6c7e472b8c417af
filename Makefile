# make demo     a whole practice session on a shipped recorded answer
# make practice the same with your microphone
# make test     every test; installs what they need
# make lint     ruff and mypy
# Each sets up .venv first (downloads: see README) and is quick the second time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/setup.sh

.PHONY: demo practice test lint clean

demo:
	@$(SETUP) run
	@$(BIN)/mockint demo

practice:
	@$(SETUP) sound
	@$(BIN)/mockint practice

test:
	@$(SETUP) test
	@$(BIN)/python -m pytest

lint:
	@$(SETUP) test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

clean:
	rm -rf $(VENV) build dist
