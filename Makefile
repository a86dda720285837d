# Two commands for a newcomer: make serve, make test. Both set up everything they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGS := $(wildcard myproject/locale/*/LC_MESSAGES/myproject.po)

# Pyramid 2.1 imports pkg_resources, which says at every start that it will go; the pin on setuptools is our answer.
export PYTHONWARNINGS = ignore:pkg_resources is deprecated

.PHONY: help serve test lint format lock record clean

help:
	@echo "make serve   run the site for developers, with sample content; prints its address"
	@echo "make test    run the tests"
	@echo "make lint    check style and import rules"
	@echo "make format  format the code"
	@echo "make lock    resolve the dependencies of setup.py anew into requirements/"
	@echo "make record  record anew what real tools save of our pages; needs the programs that .ci/run installs"
	@echo "make clean   remove the environment and everything under var/"

serve: $(VENV)/installed $(CATALOGS:.po=.mo)
	@$(BIN)/myproject migrate
	@$(BIN)/myproject load-sample
	@echo "Open http://localhost:6543 in a browser; Ctrl-C stops the server."
	@$(BIN)/pserve development.ini --reload

test: $(VENV)/installed $(CATALOGS:.po=.mo)
	$(BIN)/pytest $(ARGS)

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(VENV)/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/installed: setup.py pyproject.toml requirements/test.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python3 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing; on Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

record: $(VENV)/installed
	$(BIN)/python -m tests.tools.record $(ARGS)

%.mo: %.po
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Universal: the same files serve every Python from 3.11 on and every system.
COMPILE = var/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
  --custom-compile-command "make lock" setup.py

lock:
	$(PYTHON) -m venv var/lock
	var/lock/bin/pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --output-file requirements/runtime.txt
	$(COMPILE) --extra postgresql --extra redis --extra s3 --extra sentry --output-file requirements/production.txt
	$(COMPILE) --extra test --output-file requirements/test.txt

clean:
	rm -rf $(VENV) var
