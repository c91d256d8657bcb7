"""Text and code from files, to be sent with a question.

`read_text_file` reads one into a `TextFile`, whatever its encoding, or says in a sentence why it cannot be attached;
`is_model` tells a language model apart, which is loaded instead. `pasted_name` names a long text that was pasted.
"""

from models.attachments.pasted import pasted_name
from models.attachments.reading import LARGEST_BYTES, TextFile, is_model, read_text_file

__all__ = ["LARGEST_BYTES", "TextFile", "is_model", "pasted_name", "read_text_file"]
