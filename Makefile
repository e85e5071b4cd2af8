# The front door. `make run` and `make test` install what they need; nothing is assumed but git, make and Python 3.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export UV_PYTHON_DOWNLOADS ?= automatic
export UV_COMPILE_BYTECODE := 1

UV := $(shell command -v uv || echo .local/uv/bin/uv)
PYTHON := .venv/bin/python
INSTALLED := .venv/.installed

# SAM CLI and its like need other versions of what we need: each has an environment of its own. infra/tools/<name>.in says what is wanted,
# <name>.txt pins it and all it needs, each wheel by its hash.
TOOLS := $(patsubst infra/tools/%.txt,.local/tools/%/.installed,$(wildcard infra/tools/*.txt))

.PHONY: help run test check lint types fmt unit contract integration properties e2e infra-test build build-localstack deploy openapi events tools bench reset

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(INSTALLED) ## Run the whole clinic on this machine (http://localhost:8080)
	@.venv/bin/medbook run

# Two at a time, the long ones first: each spends much of its time waiting for servers of its own. What one says comes when it is done.
SUITES := infra-test integration e2e properties unit contract
test: check $(TOOLS) ## Run every check and every suite
	@$(MAKE) --no-print-directory --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) $(SUITES)
	@echo "all suites are green"

check: lint types ## Lint and type-check

lint: $(INSTALLED) ## Ruff, formatting, and the arrows between packages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports

types: $(INSTALLED) ## Strict types
	.venv/bin/mypy

fmt: $(INSTALLED) ## Mend formatting and what ruff can mend
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

unit: $(INSTALLED) ## Rules and edges, no servers
	.venv/bin/pytest -q tests/unit

contract: $(INSTALLED) ## Template, routes, folders, schemas, OpenAPI, documents: do they agree?
	.venv/bin/pytest -q tests/contract

integration: $(INSTALLED) ## Real PostgreSQL, Kafka and mail servers
	.venv/bin/pytest -q tests/integration

properties: $(INSTALLED) ## Slots against a reference in every zone; random lives of a clinic against a model
	.venv/bin/pytest -q tests/properties

e2e: $(INSTALLED) ## The embedded stack, through the gateway
	.venv/bin/pytest -q tests/e2e

infra-test: $(INSTALLED) $(TOOLS) ## Every host of the functions, as far as it can be proved without an account or a cluster
	.venv/bin/pytest -q tests/infra

# What Lambda runs: arm64 is what template.yaml deploys; x86_64 is for an emulator on such a machine.
ARCHITECTURE ?= arm64
BUILD_DIR ?= .aws-sam/build
ENVIRONMENT ?= dev
export SAM_CLI_TELEMETRY := 0

build: $(INSTALLED) .local/tools/sam/.installed ## Build what `make deploy` deploys (ARCHITECTURE=x86_64 for emulators on such a machine)
	@# Not cached: SAM would look at layers/ alone, and miss a new uv.lock or another architecture.
	PATH="$(CURDIR)/.venv/bin:$$PATH" LAMBDA_ARCHITECTURE=$(ARCHITECTURE) .local/tools/sam/bin/sam build --no-cached --build-dir $(BUILD_DIR)
	$(PYTHON) -m localstack.packaging.bytecode $(BUILD_DIR)/template.yaml
	$(PYTHON) -m localstack.packaging.release $(BUILD_DIR)/template.yaml
	@# What is built for another machine says so, or `sam local` would start it on arm64.
	sed -i 's/- arm64$$/- $(ARCHITECTURE)/' $(BUILD_DIR)/template.yaml

# Docker's functions run on this machine's processor.
HERE := $(patsubst aarch64,arm64,$(shell uname -m))
build-localstack: ## Build what LocalStack deploys (docker compose --profile localstack): zips that need no layers
	$(MAKE) build ARCHITECTURE=$(HERE) BUILD_DIR=.aws-sam/emulator/build
	$(PYTHON) -m localstack.packaging.flat .aws-sam/emulator/build/template.yaml .aws-sam/localstack $(HERE)

deploy: .local/tools/sam/.installed ## Deploy to AWS, as samconfig.toml says for ENVIRONMENT (dev, prod)
	@# Before the build, which takes minutes; by SAM's own Python, which finds credentials where SAM does.
	@.local/tools/sam/bin/python localstack/packaging/deployable.py "$(ENVIRONMENT)"
	$(MAKE) build
	.local/tools/sam/bin/sam deploy --config-env $(ENVIRONMENT)

openapi: $(INSTALLED) ## Write openapi.json anew
	.venv/bin/medbook openapi

events: $(INSTALLED) ## Write events/schemas anew
	$(PYTHON) -m medbook.kafka.schemas write

tools: | $(UV) ## Pin the tools of infra/tools anew
	for tool in infra/tools/*.in; do \
		$(UV) pip compile --quiet --upgrade --universal --python-version $$(cat .python-version) --generate-hashes \
			--custom-compile-command "make tools" --output-file $${tool%.in}.txt $$tool || exit 1; \
	done

bench: $(INSTALLED) ## Measure, each figure beside a reference
	for script in bench/bench_*.py; do $(PYTHON) -m bench.$$(basename $$script .py) || exit 1; done

reset: $(INSTALLED) ## Forget the local clinic: its database, mails and keys
	@$(PYTHON) -m localstack.reset

$(INSTALLED): pyproject.toml uv.lock .python-version | $(UV)
	$(UV) sync --locked
	@touch $@

.local/tools/%/.installed: infra/tools/%.txt .python-version | $(UV)
	$(UV) venv --quiet --clear .local/tools/$*
	$(UV) pip install --quiet --require-hashes --no-build --python .local/tools/$*/bin/python -r $<
	@touch $@

.local/uv/bin/uv:
	python3 -m venv .local/uv
	.local/uv/bin/pip install --quiet uv
