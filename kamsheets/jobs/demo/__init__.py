"""The sample workspace of ``kamsheets demo``: an invented office of a real size, the same everywhere."""
