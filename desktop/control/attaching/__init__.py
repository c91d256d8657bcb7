"""Files that go with a question: `AttachController` reads them, counts them and shows them.

`attachments_of` and `draft_files` turn what the composer holds into what the history keeps, and back;
`attachment_views` is what the transcript shows of it.
"""

from desktop.control.attaching.controller import AttachController
from desktop.control.attaching.drafts import attachment_views, attachments_of, draft_files

__all__ = ["AttachController", "attachment_views", "attachments_of", "draft_files"]
