"""Excel buttons and worksheet functions: a thin door."""
