"""The prompt of one answer as it is computed: what the template shows, and what was written of the answer before."""

from dataclasses import dataclass

from models.engine.protocol import Continuation, Generate
from models.engine.worker.fit import FittingPrompt
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt import BuiltPrompt
from models.engine.worker.written import WrittenTokens
from models.errors import user_error
from models.record import Continued, Evaluation


@dataclass(frozen=True)
class BegunPrompt:
    """The tokens to compute; `written` stands at their end, None where the answer is made from its beginning.

    `continued` is what the record tells of it; `dropped` counts the oldest messages that were left out.
    """

    tokens: list[int]
    thinking_opened: bool
    dropped: int
    written: WrittenTokens | None = None
    continued: Continued | None = None

    @property
    def thinking_tokens(self) -> int:
        """How many tokens were thought before."""
        return self.written.thinking_tokens if self.written else 0


def begun_prompt(request: Generate, fitting: FittingPrompt, model: LoadedModel) -> BegunPrompt:
    """Return the prompt of `request` with what it goes on from.

    Raises UserError where an answer cannot be made again, Interrupted as `PromptBuilder.build`.
    """
    prompt, continuation = fitting.prompt, request.continuation
    begun = BegunPrompt(prompt.tokens, prompt.thinking_opened, fitting.dropped)
    if continuation is None:
        return begun
    written = _written(continuation, prompt, model, request.replay)
    if not written.tokens:
        return begun
    spelled = model.prompts.written.read(continuation, opened=prompt.thinking_opened).tokens
    continued = Continued(
        thinking=len(continuation.thinking or ""),
        written=len(continuation.content),
        thinking_ended=continuation.thinking_ended,
        tokens=() if spelled == written.tokens else tuple(written.tokens),
    )
    tokens = prompt.tokens + written.tokens
    return BegunPrompt(tokens, prompt.thinking_opened, fitting.dropped, written, continued)


def _written(
    continuation: Continuation, prompt: BuiltPrompt, model: LoadedModel, replay: Evaluation | None
) -> WrittenTokens:
    reader, opened = model.prompts.written, prompt.thinking_opened
    if replay is None:
        held, length = model.state.tokens, len(prompt.tokens)
        behind = held[length:] if held[:length] == prompt.tokens else ()
        return reader.read(continuation, opened=opened, held=behind)
    if replay.continued is None:
        raise user_error("engine.replay_differs")
    then = replay.continued.tokens
    sound = reader.is_made_of(then, continuation, opened=opened)
    return reader.read(continuation, opened=opened, held=then if sound else ())
