"""A model as the judge of answers: it is asked by the engine that has it loaded, and must answer by a schema."""

from dataclasses import replace

from models.catalog import family
from models.engine import Channel, ChatMessage, Engine, Role, TakenBack, Token
from models.errors import user_error
from models.sampling import preset

_MODE = "grading"
"""Its low temperature gives every answer the same verdict."""
_SEED = 1
_VERDICT_TOKENS = 256
_THINKING_TOKENS = 1024


class EngineJudge:
    """Asks whatever model is loaded; a `models.lab.Ask`. Its answer is JSON that obeys `schema`."""

    def __init__(self, engine: Engine, schema: str) -> None:
        self._engine = engine
        self._schema = schema

    def __call__(self, question: str) -> str:
        """Return the answer to one question. Blocks; raises UserError where there is none."""
        loaded = self._engine.loaded
        if loaded is None:
            raise user_error("engine.no_model")
        settings = replace(
            preset(_MODE, family(loaded.model.family, thinks=loaded.thinks)).settings,
            seed=_SEED,
            schema=self._schema,
            max_tokens=_VERDICT_TOKENS,
            max_thinking_tokens=_THINKING_TOKENS,
        )
        answer = ""
        for event in self._engine.generate((ChatMessage(Role.USER, question),), settings, mode=_MODE):
            if isinstance(event, Token) and event.channel is Channel.ANSWER:
                answer += event.text
            elif isinstance(event, TakenBack):
                answer = answer[: event.written]
        return answer
