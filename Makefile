# Everything needed is fetched into this folder; see README.md. `make help` lists what can be done.
PORT ?= 8000
PYTHON ?=
export PYTHON
# With it every process would compile all of its modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-all bench check fix pictures run-setup dev-setup cluster clean

help: ## Show what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: run-setup ## Serve the living example operator on 127.0.0.1 (PORT=8000)
	@exec .venv/bin/primeline demo --port $(PORT)

test: ## Run everything that a submission must pass, on both databases
	@exec sh tools/run.sh test

test-all: ## The same, and what takes long
	@exec sh tools/run.sh test --all

check: ## Run the fast checks only: format, lint, types, floors, migrations
	@exec sh tools/run.sh test --fast

bench: ## Measure (ONLY=name,name N=1000,10000 ENGINE=sqlite)
	@exec sh tools/run.sh bench --only "$(ONLY)" --n "$(N)" --engine "$(ENGINE)"

fix: dev-setup ## Repair what a machine can repair
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

pictures: dev-setup ## Take the pictures of the documentation anew
	@UPDATE_PICTURES=1 .venv/bin/python -m pytest tests/browser/test_example.py

run-setup: ## Install what running needs
	@exec sh tools/run.sh setup run

dev-setup: ## Install what running and testing need
	@exec sh tools/run.sh setup dev

cluster: ## Start a PostgreSQL server for development and print its settings
	@exec sh tools/run.sh cluster start

clean: ## Remove everything that set-up has installed; var/ stays
	@exec sh tools/run.sh setup clean
