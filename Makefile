# Two commands do everything: `make assess` and `make test`. Each sets up what is missing first.
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready
PROFILE ?= quick

.PHONY: assess test test-fast check setup system hostile bench report-preview clean help

help:            ## what there is
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | column -t -s $$'\t'

assess: setup    ## grade the shipped samples on the embedded synthetic data
	$(VENV)/bin/grader assess submissions/ --profile $(PROFILE) || test $$? -eq 6

test: check      ## lint, types, import rules and all tests
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 25

test-fast: setup ## tests that start no framework, attack nothing and render no PDF
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

check: setup     ## lint, types, import rules
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

hostile: setup   ## the hostile cases alone, and a table: case, ending, contained
	$(PYTHON) -m tests.hostile

bench: setup     ## ratios and medians, written to docs/benchmarks.md
	$(VENV)/bin/pip install -q --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(PYTHON) -m benchmarks

report-preview: setup ## sample reports from invented facts, to look at
	$(PYTHON) -m grader.report.preview build/report-preview

setup: system $(READY) ## system packages and .venv, both only when something is missing

system:
	@bash tools/system-packages.sh

$(READY): constraints.txt pyproject.toml tools/make-venv.sh
	bash tools/make-venv.sh $(VENV)
	touch $@

clean:           ## remove what a run leaves (not .venv)
	rm -rf .grader reports build
