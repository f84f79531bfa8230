"""The report: a page, a text for the terminal, and the numbers as JSON."""
