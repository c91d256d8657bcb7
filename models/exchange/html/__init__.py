"""A conversation as an HTML page that needs nothing else: no script, no picture, no request.

`html_file` writes it.
"""

from models.exchange.html.page import html_file

__all__ = ["html_file"]
