"""One admin's task each: read, decide, write."""
