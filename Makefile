# One target for each thing a person does twice. Needs Python 3.11 or newer and make, and nothing else.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-all lint format types soak bench snapshots manual wheel clean

run: $(VENV)/.run
	@$(BIN)/ironquote $(ARGS)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

test-all: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not timing" $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak $(ARGS)

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench $(ARGS)

snapshots: $(VENV)/.dev
	$(BIN)/python -m pytest tests/tui --snapshot-update

manual: $(VENV)/.dev
	$(BIN)/python -m tests.manual

wheel: $(VENV)/.dev
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache

# The environment is made anew when pyproject.toml asks for other packages.
$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "ironquote needs Python 3.11 or newer; none was found. Try: make PYTHON=/path/to/python3" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ironquote needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "Python has no venv here; on Debian: apt-get install python3-venv" >&2; exit 2; }

$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.run $@
