"""Figures in plain English, for whoever reads them without pages: text, Markdown, a table."""
