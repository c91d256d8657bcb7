"""A table as other programs take it: comma-separated values."""

import csv
import io

from models.markdown import LINE_BREAK, Table


def comma_separated(table: Table) -> str:
    """Return a table as CSV (RFC 4180, but with plain newlines); formulas stay LaTeX."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in table.rows:
        writer.writerow([cell.text.replace(LINE_BREAK, "\n") for cell in row])
    return text.getvalue()
