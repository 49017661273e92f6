.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench face-report screens pin clean

help:  ## Show this
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 18

setup:  ## Install everything needed to run (make run does it too)
	@scripts/setup.sh run

run: setup  ## Set up, then serve; options in ARGS, as in: make run ARGS="--port 9000"
	@exec .venv/bin/visavis serve $(ARGS)

test:  ## Set up, lint, and run all tests; pytest options in ARGS
	@scripts/setup.sh dev
	@scripts/test.sh $(ARGS)

lint:  ## Style, types, import rules
	@scripts/setup.sh dev
	@scripts/lint.sh

bench:  ## Measure, from the receiving side
	@scripts/setup.sh dev
	@exec .venv/bin/python -m bench $(ARGS)

face-report:  ## Draw, film and measure every face into var/face-report; ARGS="--only ana" for one
	@scripts/setup.sh dev
	@exec .venv/bin/python -m bench.face_report $(ARGS)

screens:  ## Photograph every page into var/screens; ARGS="--only talk" for some
	@scripts/setup.sh dev
	@exec .venv/bin/python scripts/screens.py $(ARGS)

pin:  ## Pin the Python packages anew in constraints.txt
	@scripts/setup.sh dev
	@scripts/pin.sh $(ARGS)

clean:  ## Remove what was installed and built; data folders stay
	rm -rf .venv web/node_modules src/visavis/lab/dist var
