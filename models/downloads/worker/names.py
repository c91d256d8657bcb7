"""The names of repositories, as hubs allow them."""

import re

from models.errors import user_error

_NAME = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)


def check_name(repository: str) -> None:
    """Raise UserError where a text is no name of a repository: it becomes part of an address."""
    if not _NAME.fullmatch(repository) or ".." in repository:
        raise user_error("download.bad_name", repository=repository)
