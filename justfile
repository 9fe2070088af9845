# Recipes for those who work on Taoyuan. `uv run just` lists them; `uv run just check` is what CI runs first.

# inside `uv run just` uv says where it is, so that it need not be on the path
uv := quote(env("UV", "uv"))
engine_tests := "tests/test_embedded_engine.py tests/test_weights_from_hub.py tests/test_vllm_engine.py tests/test_vllm_village.py"

default:
    @just --list

# open the living village
serve *options:
    {{uv}} run taoyuan serve --open {{options}}

# everything but the browser and the crash tests: minutes
check: lint types layers
    {{uv}} run pytest -n auto --dist loadfile --ignore=tests/e2e --ignore=tests/test_serving.py --ignore=tests/test_crash.py

# style
lint:
    {{uv}} run ruff check
    {{uv}} run ruff format --check

# types, strictly
types:
    {{uv}} run mypy

# imports run one way
layers:
    {{uv}} run lint-imports

# all tests, on all cores; then the browser's, one at a time, where Chromium is installed
test:
    {{uv}} run pytest -n auto --dist loadfile --ignore=tests/e2e
    {{uv}} run pytest tests/e2e

# the engine tests: vLLM and llama.cpp for real, with a tiny model; in .venv-engines, which takes 3 GB and some minutes
engines:
    tools/engine_environment.sh
    .venv-engines/bin/python -m pytest -s {{engine_tests}}

# kill `serve` and `run` with -9 at random points, as often as is said, and look for what is lost: 200 take some twenty minutes
crash times="200":
    {{uv}} run python -m tests.crash --times {{times}}

# benchmarks: figures as ratios measured in one run
bench:
    {{uv}} run python -m tests.bench.day
    {{uv}} run python -m tests.bench.month --rerun
    {{uv}} run python -m tests.bench.viewers

# the browser client's message types, from the server's models
protocol:
    {{uv}} run taoyuan schema | (cd web/map && npm run --silent protocol)

# paint the tileset picture beside the map, so that Tiled can open it
tileset map="scenarios/maps/village.tmj":
    {{uv}} run python -c "import sys, pathlib; from web.art.land.tileset import paint_tileset; print(paint_tileset(pathlib.Path(sys.argv[1])))" {{map}}

# the pictures of the README, taken in a real browser
pictures:
    {{uv}} run python -m tests.e2e.pictures docs/pictures

# pin everything that `uv run` resolves, at its newest, into pyproject.toml
pin:
    {{uv}} run python tools/pin_dependencies.py
