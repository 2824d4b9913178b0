# What you can ask for: make help
.POSIX:

PYTHON = python3
UV_VERSION = 0.13.9
ARGS =

BIN = .venv/bin
PAGES = src/evenhand/*/templates
READY = .venv/.ready
# As READY, with what only tests and checks need: their tools, DuckDB and Arrow, PySpark; more
# than a gigabyte that `make run` does without.
ALL_READY = .venv/.ready-all
# uv only reads the lock here and always works in .venv, whatever the caller's environment says.
UV = env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never $(BIN)/uv

.PHONY: help run test check fmt bench docs words clean

help:
	@echo 'make run     the demonstration: open the address it prints in a browser'
	@echo 'make test    every test; narrow it down with ARGS="tests/core -k flip"'
	@echo 'make check   format, lint, types, the direction of imports, and the markup of pages'
	@echo 'make fmt     put the code in order'
	@echo 'make bench   every number we claim, measured quickly'
	@echo 'make docs    write the generated pages of docs/ again'
	@echo 'make words   take new messages into the translations, and compile them'
	@echo 'make clean   remove whatever make and the tools have made'
	@echo
	@echo 'Each needs only Python 3.11 or newer and sets up .venv by itself.'
	@echo 'Another interpreter: make run PYTHON=python3.12'

run: $(READY)
	@$(BIN)/evenhand demo $(ARGS)

test: $(ALL_READY)
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)
	@echo 'Once more on PostgreSQL, what uses a database ...'
	@$(BIN)/python tests/on_postgres.py -n auto --dist loadgroup -m django_db $(ARGS)

check: $(ALL_READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet $(PAGES)

fmt: $(ALL_READY)
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: $(ALL_READY)
	@$(UV) sync --frozen --quiet --all-extras --group bench
	@for file in benchmarks/[a-z]*.py; do \
		test -e "$$file" || { echo 'benchmarks/ is empty.'; break; }; \
		echo "== $$file"; \
		$(BIN)/python "$$file" --quick $(ARGS) || exit 1; \
	done

docs: $(ALL_READY)
	@$(BIN)/python docs/generate.py $(ARGS)

words: $(ALL_READY)
	@$(BIN)/python docs/words.py $(ARGS)

clean:
	rm -rf .venv build dist site out htmlcov .coverage .coverage.* .hypothesis
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The set-up. Runs again only when one of these files is newer than the stamp.
$(READY): pyproject.toml uv.lock Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Evenhand needs Python 3.11 or newer; $(PYTHON) is older or is not there.' >&2; \
		echo 'Cure: install a newer Python and name it: make run PYTHON=python3.11' >&2; \
		exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo '$(PYTHON) cannot make a virtual environment: its venv module is missing.' >&2; \
		echo 'Cure (Debian, Ubuntu; as root): apt-get install python3-venv' >&2; \
		exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		echo 'Making .venv (once) ...'; \
		$(PYTHON) -m venv --clear .venv; }
	@test "`$(BIN)/uv --version 2>/dev/null | cut -d' ' -f2`" = '$(UV_VERSION)' || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@echo 'Installing what uv.lock names ...'
	@$(UV) sync --frozen --quiet --no-dev --inexact
	@touch $@

$(ALL_READY): $(READY)
	@echo 'Installing what tests and checks need (once) ...'
	@$(UV) sync --frozen --quiet --all-extras
	@touch $@
