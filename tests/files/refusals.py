"""How the tests ask for the sentence with which a file is refused."""

from pathlib import Path

import pytest

from models.errors import Text, UserError
from models.files import read_header


def refusal(path: Path) -> Text:
    """Return the text of the UserError that reading the header at `path` ends with."""
    with pytest.raises(UserError) as caught:
        read_header(path)
    assert not caught.value.text.id.endswith(".broken") or caught.value.details
    return caught.value.text


def refusal_of(content: bytes, folder: Path) -> str:
    """Return the id of that text for a file with this content."""
    path = folder / "model.gguf"
    path.write_bytes(content)
    text = refusal(path)
    assert text.fields["name"] == "model.gguf"
    return text.id
