"""Rules for lead sheets: check, grade, duplicates."""
