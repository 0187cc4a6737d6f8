# Every command a person types. The first one sets up what it needs: a virtual environment in .venv, and in it
# exactly the versions and fingerprints of requirements*.txt.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

# An environment for commands that only look at the code. Nothing is served with it.
LOOKING := SECRET_KEY=only-for-looking-at-the-code-never-for-serving-it DATA_DIR=$(CURDIR)/var
# The environment of a public installation, as `check --deploy` wants to see it.
PUBLIC := SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DATA_DIR=$(CURDIR)/var DJANGO_ALLOWED_HOSTS=dialogue.example.org EMAIL_URL=smtp+tls://mail.example.org:587 \
	DEFAULT_FROM_EMAIL=dialogue@example.org DATABASE_URL=postgresql://localhost/bridgebuilders \
	REDIS_URL=redis://localhost:6379/0 WEB_CONCURRENCY=2 BRIDGE_TRUSTED_PROXIES=1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo demo-reset test browser lint format messages screenshots lock bar load consultation bench

help:
	@echo "make demo        the demonstration, on http://localhost:$(PORT)/ (another port: make demo PORT=8001)"
	@echo "make demo-reset  delete the demonstration's data, to start over"
	@echo "make test        every test but those of the browser, on SQLite and on PostgreSQL with Redis"
	@echo "make browser     the tests that drive Chromium"
	@echo "make lint        style, types, migrations, deployment checks, API schema"
	@echo "make bar         every proof of RELIABILITY.md, which it writes (hours; one row: make bar ROWS=A1)"
	@echo "make load        fifty people at once on PostgreSQL, and what limits them"
	@echo "make consultation  fifty thousand people on PostgreSQL, beside a workshop of sixteen"
	@echo "make bench       the convergence engine beside red-dwarf, in time, memory and truth (about 20 minutes)"
	@echo "make format      put the code into the project's style"
	@echo "make messages    collect the sentences to translate (needs gettext)"
	@echo "make screenshots take the pictures of the README anew (needs Chromium)"
	@echo "make lock        choose the newest versions that pyproject.toml allows"

demo: .venv/.runtime
	@BRIDGE_DEMO=1 $(BIN)/python manage.py demo

demo-reset: .venv/.runtime
	@BRIDGE_DEMO=1 $(BIN)/python manage.py demo --reset

test: .venv/.dev
	$(BIN)/python -m tests.both_modes

browser: .venv/.dev
	$(BIN)/python -m pytest -m browser -q

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(LOOKING) $(BIN)/mypy dialogue bridgebuilders
	$(LOOKING) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PUBLIC) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(LOOKING) $(BIN)/python manage.py spectacular --validate --fail-on-warn --file /dev/null

bar: .venv/.dev
	$(BIN)/python -m benchmarks.bar $(ROWS)

load: .venv/.dev
	$(BIN)/python -m benchmarks.load

consultation: .venv/.dev
	$(BIN)/python -m benchmarks.consultation

bench: .venv/.dev
	$(BIN)/python -m benchmarks.convergence

format: .venv/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: .venv/.dev
	@command -v xgettext >/dev/null || { echo "This needs gettext: apt install gettext"; exit 1; }
	$(LOOKING) $(BIN)/python manage.py makemessages --locale zh_Hans --no-obsolete --no-location --ignore .venv --ignore var --ignore tests

screenshots: .venv/.dev
	$(BIN)/python docs/take_pictures.py

COMPILE := $(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --upgrade
lock: .venv/.dev
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# Bootstrap. uv installs in a third of pip's time; where it cannot run, pip does the same work.

SYNC = VIRTUAL_ENV=.venv $(BIN)/uv pip sync -q --require-hashes requirements-uv.txt $(1) \
	|| $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1)

.venv/.created: requirements-uv.txt
	@command -v $(PYTHON) >/dev/null \
		|| { echo "There is no $(PYTHON) here. Bridgebuilders needs Python 3.11 or newer: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is too old: Bridgebuilders needs Python 3.11 or newer. Name another one: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make virtual environments here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up .venv; this happens once."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

# What developers need includes what runs, so an environment for tests is never cut down by `make demo`.
.venv/.runtime: .venv/.created requirements.txt
	@if [ -e .venv/.dev ]; then $(call SYNC,requirements-dev.txt); else $(call SYNC,requirements.txt); fi
	@touch $@

.venv/.dev: .venv/.created requirements-dev.txt
	@$(call SYNC,requirements-dev.txt)
	@touch .venv/.runtime $@
