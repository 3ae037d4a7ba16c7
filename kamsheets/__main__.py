"""``python -m kamsheets``: the same door as the ``kamsheets`` command."""

from kamsheets.cli.main import main

if __name__ == "__main__":
    main()
