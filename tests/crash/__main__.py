"""Kill `taoyuan serve` and `taoyuan run` with -9 at random points, and look for what is lost.

    python -m tests.crash --times 200 [--seed N]

Prints a line for each blow and a report as JSON; ends with 1, and keeps the databases, at the first loss.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tests.crash.blow import Blow
from tests.crash.campaign import campaign


def main() -> int:
    """Strike, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    folder, begun = Path(mkdtemp(prefix="taoyuan-crash-")), time.monotonic()
    try:
        report = campaign(wanted.times, wanted.seed, folder, _tell)
    except AssertionError as error:
        print(error, file=sys.stderr)
        return 1
    rmtree(folder)
    print(json.dumps({**vars(report), "wall_seconds": round(time.monotonic() - begun)}, indent=2))
    return 0


def _tell(number: int, blow: Blow) -> None:
    print(f"{number + 1:4} {blow.command:5} {blow.aim}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
