"""Ground floor: integer fen, exact shares, tables with cell origin, findings, messages. Standard library only."""
