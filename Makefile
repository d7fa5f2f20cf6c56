# SPDX-License-Identifier: AGPL-3.0-or-later
# Two commands set everything up: `make site` and `make test`. Everything else is `newsroom`, for
# whoever writes, and `invoke`, for whoever develops.

VENV := .venv
PYTHON ?= python3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: site test bulletin cluster heic clean

site: $(VENV)/.site
	$(VENV)/bin/newsroom build

test: $(VENV)/.test
	$(VENV)/bin/invoke test

# What `newsroom bulletin` needs besides; Pango is the system's.
bulletin: $(VENV)/.site
	$(VENV)/bin/pip $(LOCKED) $(BUILT) -r requirements-bulletin.txt

# What a machine needs that makes renditions for others, or has them made.
cluster: $(VENV)/.site
	$(VENV)/bin/pip $(LOCKED) $(BUILT) -r requirements-cluster.txt

# What decodes the HEIC photos of phones.
heic: $(VENV)/.site
	$(VENV)/bin/pip $(LOCKED) $(BUILT) -r requirements-heic.txt

clean:
	rm -rf $(VENV) output public .cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Everything has a version and a hash, pip and what it builds with too, and what is a wheel runs no
# code when it is installed. feedgen alone has none: it is built from its pinned source by the
# pinned setuptools, so that nothing else is fetched for it.
LOCKED := install --quiet --require-hashes --only-binary :all:
BUILT := --no-binary feedgen --no-build-isolation

$(VENV)/.pip: requirements-build.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m pip $(LOCKED) -r requirements-build.txt
	touch $@

# The package itself stays where it is: an editable install, by the backend that is pinned with the
# rest, so that nothing is fetched that has no hash.
EDITABLE := install --quiet --no-build-isolation --no-deps -e .

$(VENV)/.site: requirements.txt pyproject.toml $(VENV)/.pip
	$(VENV)/bin/pip $(LOCKED) $(BUILT) -r requirements.txt
	$(VENV)/bin/pip $(EDITABLE)
	touch $@

$(VENV)/.test: requirements-test.txt pyproject.toml tools/system-packages.sh $(VENV)/.pip
	$(VENV)/bin/pip $(LOCKED) $(BUILT) -r requirements-test.txt
	$(VENV)/bin/pip $(EDITABLE)
	sh tools/system-packages.sh
	touch $@ $(VENV)/.site
