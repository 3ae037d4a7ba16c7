"""The one recipe for a hand run, the hook and CI: format, lint, types, house contracts, messages, tests.

    python scripts/check.py           everything; formats the code where it stands
    python scripts/check.py --fast    all but the tests

With CI set in the environment nothing is changed: unformatted code is an error. Stops at the first step that fails.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def steps() -> list[list[str]]:
    """The commands, in the order in which their answers are cheapest."""
    python = sys.executable
    formatter = [python, "-m", "ruff", "format", "."]
    return [
        [*formatter, "--check"] if os.environ.get("CI") else formatter,
        [python, "-m", "ruff", "check", "."],
        [python, "scripts/messages.py", "--check"],
        [str(BIN / "lint-imports")],
        [python, "-m", "mypy"],
        *([] if "--fast" in sys.argv[1:] else [[python, "-m", "pytest", "-n", "auto", "--dist", "loadfile"]]),
    ]


def main() -> int:
    """Run the steps; the exit code of the first that fails."""
    for step in steps():
        print("$", " ".join(step), flush=True)
        code = subprocess.run(step, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
