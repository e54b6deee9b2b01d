# What a person types. `make` alone lists it; the work itself is in setup/ and in ./fkplus.

.DEFAULT_GOAL := help
.PHONY: help run stop clean setup setup-dev test test-compose chaos bench lint golden lock grafana engine

topology = $(if $(TOPOLOGY),--topology "topologies/$(TOPOLOGY).toml")

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup grafana .env $(if $(filter compose,$(TOPOLOGY)),engine) ## Set this machine up and start the platform (TOPOLOGY=name takes topologies/name.toml)
	@./fkplus up $(topology)

engine: ## See that a container engine and Compose are here, for TOPOLOGY=compose
	@setup/engine.sh

.env:
	@install -m 600 .env.example .env
	@echo "setup: made .env of .env.example; change what you need in it" >&2

stop: ## Stop everything and keep the data
	@./fkplus down $(topology)

clean: ## Stop everything and delete its data (asks first)
	@./fkplus destroy $(topology)

setup: ## Only set this machine up: system packages, Python environment, Flyway
	@setup/packages.sh
	@setup/environment.sh
	@setup/flyway.sh

grafana: ## Fetch Grafana from its publisher unless it is there; without it everything else runs
	@setup/grafana.sh

setup-dev: setup
	@setup/packages.sh --dev
	@setup/environment.sh --dev

test: setup-dev ## Run every check that CI runs
	@setup/checks.sh

test-compose: setup-dev ## Run the tests that need containers (about 20 minutes; starts the engine if root)
	@setup/engine.sh --no-start
	@FKPLUS_TEST_COMPOSE=1 .venv/bin/python -m pytest -m "contract or containers"

chaos: setup-dev ## Put clusters made for it through every fault three times (half an hour on an idle machine)
	@./fkplus chaos run all --times 3

bench: setup-dev .env ## Measure everything beside something else, on an idle machine (DATA=dir measures imports too)
	@setup/bench.sh "$(DATA)"

lint: setup-dev ## Run the checks that need no database
	@setup/checks.sh --lint

golden: setup-dev ## Write the golden files anew from what is rendered now
	@.venv/bin/python -m pytest --write-golden

lock: ## Resolve requirements/*.in anew into the lock files (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv, see CONTRIBUTING.md" >&2; exit 1; }
	@cd requirements && for name in runtime dev; do \
		uv pip compile --quiet --generate-hashes --python-version 3.11 $$name.in -o $$name.lock || exit 1; done
	@cd setup && uv pip compile --quiet --generate-hashes --python-version 3.11 build.in -o build.lock
