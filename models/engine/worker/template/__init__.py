"""Chat templates of model files: code from strangers, run in a sandbox with limits on time and size.

`ChatTemplate` compiles a template and renders conversations of `TemplateMessage`s; `TemplateError` says that one cannot
be used; `CHATML` is the template for models that bring none.
"""

from models.engine.worker.template.chat import CHATML, ChatTemplate, TemplateMessage
from models.engine.worker.template.limits import TemplateError

__all__ = ["CHATML", "ChatTemplate", "TemplateError", "TemplateMessage"]
