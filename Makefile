# make build   set up and build: an environment in .venv, the packages of the lock, the checked graph, views and dumps in site/
# make test    install what tests need and run them all (with npm: axe-core and the Nu Html Checker too)
# make lint    ruff and mypy
# make docs    write the reference pages under docs/ anew
# make lowest  try famkg with the lowest versions that pyproject.toml allows (needs uv); PYTHON=python3.13 for another Python
# make lock    write the locks anew from pyproject.toml (needs uv)

PYTHON ?= python3
BIN = .venv/bin
LOWEST_TESTS = $(patsubst %,tests/test_%.py,dates progress compile worked_example store export views why paths)

.PHONY: build test lint bench docs lowest lock clean

build: .venv/installed
	$(BIN)/famkg build --out site

test: .venv/tested tests/web/node_modules
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed
	$(BIN)/python benchmarks/cold_query.py
	$(BIN)/python benchmarks/compile_progress.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/build_site.py
	$(BIN)/python benchmarks/view_paint.py

docs: .venv/installed
	$(BIN)/python docs/reference

lowest:
	rm -rf .venv-lowest
	uv venv --quiet --python $(PYTHON) .venv-lowest
	uv pip install --quiet --python .venv-lowest --resolution lowest-direct .
	uv pip install --quiet --python .venv-lowest pytest hypothesis edtf oxigraph
	.venv-lowest/bin/famkg check
	.venv-lowest/bin/famkg rank --communities --most 1
	CI=1 .venv-lowest/bin/python -m pytest -q -p no:cacheprovider -W default $(LOWEST_TESTS)

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/tested: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

tests/web/node_modules: tests/web/package-lock.json
	if command -v npm >/dev/null; then npm ci --prefix tests/web --ignore-scripts --no-audit --no-fund --silent; touch $@; fi

lock:
	uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-annotate --no-header --no-emit-index-url -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-annotate --no-header --no-emit-index-url -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .venv-lowest site tests/web/node_modules
