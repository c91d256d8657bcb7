"""Rendering the chat template of a model file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from models.engine.worker.template.limits import Budget, TemplateError, refuse_if_large
from models.engine.worker.template.sandbox import Sandbox
from models.engine.worker.template.watch import TooSlowError, run_watched

T = TypeVar("T")

LARGEST_TEMPLATE = 128 * 1024
"""Characters. The longest in use have 20,000."""

LONGEST = 3.0
"""Seconds for compiling and for each rendering. Real templates take milliseconds."""

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""Used where a model brings no template, or one that cannot be used."""


@dataclass(frozen=True)
class TemplateMessage:
    """One message as a template sees it."""

    role: str
    content: str


class ChatTemplate:
    """A compiled chat template. Raises TemplateError where the source is no Jinja template."""

    def __init__(self, source: str, *, bos: str = "", eos: str = "") -> None:
        if len(source) > LARGEST_TEMPLATE:
            raise TemplateError(f"the template is {len(source)} characters long")
        self.source = source
        # As Transformers gives them: None, not undefined, is what templates compare with.
        self._values = {"bos_token": bos, "eos_token": eos, "tools": None, "documents": None}
        self._sandbox = Sandbox()
        self._template = self._watched(lambda: self._sandbox.from_string(source))

    def render(self, messages: Sequence[TemplateMessage], *, add_generation_prompt: bool = True) -> str:
        """Return the prompt for `messages`. Raises TemplateError, also where it takes too long or grows too large."""
        values = {
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "add_generation_prompt": add_generation_prompt,
            **self._values,
        }

        def run() -> str:
            parts, size = [], 0
            for part in self._template.generate(values):
                size += len(part)
                refuse_if_large(size)
                if part:
                    parts.append(part)
            return "".join(parts)

        return self._watched(run)

    def _watched(self, function: Callable[[], T]) -> T:
        self._sandbox.budget = Budget()
        try:
            return run_watched(function, seconds=LONGEST)
        except TemplateError:
            raise
        except TooSlowError as error:
            raise TemplateError(f"the template takes more than {LONGEST:g} seconds") from error
        except Exception as error:  # whatever a stranger's code raises
            raise TemplateError(_explain(error)) from error
        finally:
            self._sandbox.budget = Budget()  # free what the last one held


def _explain(error: BaseException) -> str:
    line = getattr(error, "lineno", None)
    text = " ".join(str(error).split())[:300] or type(error).__name__
    return f"line {line}: {text}" if line else text
