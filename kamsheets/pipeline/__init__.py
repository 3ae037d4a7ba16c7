"""Rules for the regional pipeline: check, roll up, what moved."""
