"""What the company decided: dated values with unit and source, shipped as a book, overridden by a workbook."""
