"""What people fill in: the sheets and forms as data, header matching, typed values."""
