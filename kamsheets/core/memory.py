"""How a process of ours looks after its memory."""

import gc


def patient() -> None:
    """Let the collector look seldom: a large sheet makes millions of cells and no cycles."""
    gc.set_threshold(200_000, 50, 50)
