# make run    set up and open the dashboard on the sample data
# make test   set up and run every test, those in a real browser included
# make check  style, types, and who may import whom
# make bench  what is measured, printed beside its peers
# make lock   renew the locks after a change of requirements*.txt

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DB ?= dateline.db
PORT ?= 8501

.PHONY: run test check bench lock audit screenshots clean

run: $(VENV)/.run
	exec $(BIN)/dateline serve --db "$(DB)" --sample --port $(PORT)

test: $(VENV)/.dev
	tests/browser/need_chromium.sh
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py

bench: $(VENV)/.dev
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

screenshots: $(VENV)/.dev
	$(BIN)/python tools/screenshots.py

lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv==0.13.8
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--output-file requirements.lock requirements.txt
	$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--output-file requirements-dev.lock requirements.txt requirements-cluster.txt requirements-dev.txt

# Known holes in what requirements.lock pins, asked of the package index; in an environment of its own.
audit:
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet pip-audit==2.10.1
	$(VENV)/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

clean:
	rm -rf $(VENV)

# Everything is installed from the locks, with its hashes; the package itself as an editable link to this folder.
$(VENV)/.run: requirements.lock pyproject.toml tools/fetch_plotly.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --editable .
	$(BIN)/python tools/fetch_plotly.py
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	touch $@
