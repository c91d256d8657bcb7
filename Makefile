# Tempera's commands. `make run` and `make test` do their own set-up; a second run goes straight on.
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: run test soak lint format answers screenshot pictures system runtime-cpu runtime-vulkan runtime-cuda runtime-metal package package-trial clean help python

run: python ## Set up what is missing and open the window
	@$(PYTHON) -m tools.prepare run
	@.venv/bin/tempera

test: python ## Set up what is missing and run every check that CI runs
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.check

soak: python ## Use the engine for long, kill it often, damage files; add what was found to docs/soak.md (40 minutes)
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.soak

lint: python ## The checks without the tests
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.check lint

format: python ## Format the code and mend what ruff can mend
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m ruff check --fix --quiet . || true
	@$(VENV_PYTHON) -m ruff format .

answers: python ## Make the pictures of the hardest answers again
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.answer_pictures

screenshot: python ## Make the README's screenshot again
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.screenshot

pictures: python ## Make the pictures of the pages about models and of the lab again
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.page_screenshots
	@$(VENV_PYTHON) -m tools.lab_pictures

system: python ## Install the system packages that running and testing need
	@$(PYTHON) -m tools.prepare system

runtime-cpu: python ## Build the native runtime for processors into build/runtimes
	@$(PYTHON) -m tools.prepare runtime
	@$(VENV_PYTHON) -m tools.runtime cpu --variants "$(VARIANTS)"

runtime-vulkan: python ## The same for graphics cards with a Vulkan driver
	@$(PYTHON) -m tools.prepare runtime
	@$(VENV_PYTHON) -m tools.runtime vulkan --variants "$(VARIANTS)"

runtime-cuda: python ## The same for NVIDIA cards (ARCH="75 86" or native for some kinds only, CUDA=12 or 13)
	@$(PYTHON) -m tools.prepare runtime
	@$(VENV_PYTHON) -m tools.runtime cuda --arch "$(ARCH)" --cuda "$(CUDA)" --variants "$(VARIANTS)"

runtime-metal: python ## The same for Macs
	@$(PYTHON) -m tools.prepare runtime
	@$(VENV_PYTHON) -m tools.runtime metal --variants "$(VARIANTS)"

package: python ## Make the program's folder, a .deb and a tar.gz in build/package (FLAVOUR=cuda: with NVIDIA's libraries)
	@$(PYTHON) -m tools.prepare test
	@$(VENV_PYTHON) -m tools.runtime vulkan --quiet
	@for job in build sizes deb tarball; do TEMPERA_FLAVOUR="$(or $(FLAVOUR),base)" $(VENV_PYTHON) -m tools.package $$job || exit 1; done

package-trial: ## Install the .deb where nothing else is and use it without a network (as root; DEB=FILE names another one)
	@$(VENV_PYTHON) -m tools.package trial $(if $(DEB),--deb "$(DEB)")

clean: ## Remove what checks and builds left behind; the environment and the models stay
	@rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find bench desktop models tests tools -name __pycache__ -prune -exec rm -rf {} +

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.* ## /\1: /p' $(firstword $(MAKEFILE_LIST)) | awk -F': ' '{ printf "  make %-15s %s\n", $$1, $$2 }'

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Tempera needs Python 3.11 or newer. If it has another name here: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
	  exit 1; }
