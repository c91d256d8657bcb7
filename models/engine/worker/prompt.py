"""From messages to the tokens of a prompt: contents can never become control tokens.

The template is rendered with unique marks in place of the contents. Template text is tokenized with special tokens
on, contents apart from it and with them off.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from models.catalog import ThinkingTags
from models.engine.protocol import ChatMessage, Role
from models.engine.worker.contents import KEPT_CHARACTERS, ContentTokenizer
from models.engine.worker.template import ChatTemplate, TemplateError, TemplateMessage
from models.engine.worker.vocabulary import Vocabulary
from models.engine.worker.written import WrittenReader

_EDGE = "\x1f"
"""White space, so that a template that trims its contents takes it away; no template writes it by itself."""


@dataclass(frozen=True)
class PromptRules:
    """What a family asks of a prompt beside its template.

    `tags` are its thinking tags; `force_thinking` appends the opening one where the template does not end with it;
    `guarded` are texts (thinking and tool tags) that a content must never become a token of.
    """

    tags: ThinkingTags | None = None
    force_thinking: bool = False
    system_role: bool = True
    guarded: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuiltPrompt:
    """The tokens of a prompt, and whether it has opened the thinking already.

    The last message's content stands between `content_start` and `content_end`.
    """

    tokens: list[int]
    thinking_opened: bool
    content_start: int = 0
    content_end: int = 0


@dataclass(frozen=True)
class _Part:
    """A stretch of the rendered prompt: the template's own text, or a content."""

    text: str
    content: bool


class PromptBuilder:
    """Builds prompts for one loaded model. Raises TemplateError where the template cannot show even one question.

    `written` reads the beginning of an answer that goes on behind a prompt.
    """

    def __init__(
        self,
        template: ChatTemplate,
        vocabulary: Vocabulary,
        rules: PromptRules,
        *,
        stopped: Callable[[], bool] = lambda: False,
        kept_characters: int = KEPT_CHARACTERS,
    ) -> None:
        self._template = template
        self._vocabulary = vocabulary
        self._rules = rules
        self._render([ChatMessage(Role.USER, "probe")])
        if not (rules.system_role and self._takes_system_role()):
            self._rules = replace(rules, system_role=False)
        # Not every user-defined token: in other vocabularies they include words and runs of spaces.
        of_template = {text for text in vocabulary.user_defined if text in template.source and not text.isspace()}
        self._contents = ContentTokenizer(
            vocabulary, of_template.union(rules.guarded), stopped=stopped, kept_characters=kept_characters
        )
        self.written = WrittenReader(vocabulary, rules.tags, self._contents)

    def build(self, messages: Sequence[ChatMessage]) -> BuiltPrompt:
        """Return the prompt for `messages`.

        Raises TemplateError where the template refuses them, Interrupted where `stopped` says so meanwhile.
        """
        parts = self._render(self._arrange(messages))
        tags = self._rules.tags
        opened = tags is not None and parts[-1].text.rstrip().endswith(tags.open)
        if tags and self._rules.force_thinking and not opened:
            parts.append(_Part(f"{tags.open}\n", content=False))
            opened = True
        tokens, start, end = self._tokens(parts)
        return BuiltPrompt(tokens, opened, start, end)

    def length(self, message: ChatMessage) -> int:
        """Return how many tokens a message's content has, with its thinking. Raises Interrupted as `build`."""
        return sum(len(self._contents.tokens(text)) for text in (message.content, message.thinking) if text)

    def _takes_system_role(self) -> bool:
        """Find out by rendering: some templates refuse the role, some drop it in silence."""
        probe = (ChatMessage(Role.SYSTEM, "probe"), ChatMessage(Role.USER, "probe"))
        try:
            self._render(probe)
        except TemplateError:
            return False
        return True

    def _arrange(self, messages: Sequence[ChatMessage]) -> list[ChatMessage]:
        """Join neighbours of one role (templates insist on turns) and put instructions where the model takes them."""
        arranged: list[ChatMessage] = []
        for message in messages:
            moved = message
            if message.role is Role.SYSTEM and not self._rules.system_role:
                moved = ChatMessage(Role.USER, message.content)
            if arranged and arranged[-1].role is moved.role:
                moved = replace(moved, content=f"{arranged.pop().content}\n\n{moved.content}")
            arranged.append(moved)
        return arranged

    def _render(self, messages: Sequence[ChatMessage]) -> list[_Part]:
        """Return the rendered prompt in parts, the template's own text first and last."""
        nonce = secrets.token_hex(8)
        marks = [f"\ue000{nonce}.{index}\ue001" for index in range(len(messages))]
        rendered = self._template.render(
            [
                TemplateMessage(message.role.value, f"{_EDGE}{mark}{_EDGE}")
                for message, mark in zip(messages, marks, strict=True)
            ]
        )
        for mark in marks:
            if rendered.count(mark) != 1:
                raise TemplateError(f"the template shows a message {rendered.count(mark)} times")
        # Some templates put the instructions behind other messages: go by where the marks came to stand.
        order = sorted(range(len(marks)), key=lambda index: rendered.index(marks[index]))
        parts: list[_Part] = []
        for index in order:
            before, _, rendered = rendered.partition(marks[index])
            content = messages[index].content
            content = content if before.endswith(_EDGE) else content.lstrip()
            content = content if rendered.startswith(_EDGE) else content.rstrip()
            before, rendered = before.removesuffix(_EDGE), rendered.removeprefix(_EDGE)
            thinking = self._thinking_parts(before, messages[index].thinking)
            parts += (*(thinking or (_Part(before, content=False),)), _Part(content, content=True))
        return [*parts, _Part(rendered, content=False)]

    def _thinking_parts(self, before: str, thinking: str | None) -> tuple[_Part, ...]:
        """Return the template's text `before` a content with the thinking between them, tags and all."""
        tags = self._rules.tags
        if not thinking or tags is None:
            return ()
        return (
            _Part(f"{before}{tags.open}\n", content=False),
            _Part(thinking.strip(), content=True),
            _Part(f"\n{tags.close}\n\n", content=False),
        )

    def _tokens(self, parts: Sequence[_Part]) -> tuple[list[int], int, int]:
        """Return all tokens, and where those of the last content begin and end."""
        vocabulary = self._vocabulary
        tokens: list[int] = []
        start = end = 0
        space = ""
        for part, following in zip(parts, (*parts[1:], None), strict=True):
            if part.content:
                start = len(tokens)
                tokens.extend(self._contents.tokens(space + part.text))
                end = len(tokens)
                space = ""
                continue
            text = part.text
            if following and following.content and following.text and text.endswith(" "):
                text, space = text[:-1], " "  # tokens of words begin with the space before them
            tokens += vocabulary.tokenize(text, special=True, begins=not tokens)
        if vocabulary.adds_bos and vocabulary.bos >= 0 and (not tokens or tokens[0] != vocabulary.bos):
            tokens.insert(0, vocabulary.bos)
            start, end = start + 1, end + 1
        return tokens, start, end
