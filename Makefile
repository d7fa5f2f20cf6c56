# Two commands set everything up: `make site` and `make test`. Everything else is `invoke`.

VENV := .venv
PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: site test clean

site: $(VENV)/.site
	$(VENV)/bin/invoke build

test: $(VENV)/.test
	$(VENV)/bin/invoke test

clean:
	rm -rf $(VENV) output public .cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: requirements.txt | $(VENV)/bin/python
	$(VENV)/bin/pip install --quiet --require-hashes -r requirements.txt
	touch $@

$(VENV)/.test: requirements-test.txt tools/system-packages.sh | $(VENV)/bin/python
	$(VENV)/bin/pip install --quiet --require-hashes -r requirements-test.txt
	sh tools/system-packages.sh
	touch $@ $(VENV)/.site
