"""kamsheets: the paper side of key-account (大客户) project sales, for people who live in Excel and Word."""

__version__ = "0.1.0"
