"""Texts and messages the tests of the transcript share."""

from desktop.conversation.transcript import FooterView, MessageView
from models.engine import Role

EVERYTHING = r"""# Title

Some *text* with **bold** and `code`, a [link](https://x.y/z "t") and ![pic](http://a/b.png).
Second line\
third

Setext
======

Para
- a
- b

  para in b
  ```py
  x = 1
  ```
- c
  1. one
  2. two

     - deep

10. ten
11. eleven
12) other

> quote
> - list
>   more
lazy
> ```
> code

```python
def f():
    return 1

```

~~~
tilde
~~~
    indented

    code

| a | b |
|:--|--:|
| 1 | `2` |
| x \| y | **z** |

foo
| a |
|---|
| c |

***
end \( a_1*b*c \) $x_1*y*$ $5 and $6 <b>html</b> &amp; [foo] and [Bar baz] 😀

[foo]: http://foo.example "ti
tle"
[bar  baz]: <http://bar>
'unclosed
text
more'

tail [foo]
"""

CORPUS = (
    EVERYTHING,
    "para\n[a]: /u\n[a]: http://x\n\"t\nu\"\n\n[a]\n\n[b]: http://q\n'x\n'\n# h\n",
    "1. a\n\n2. b\n   c\n\n\n3. d\n- e\n\n\n- f\n-\n  g\n-\n\n  h\n* * *\n* i\n",
    "```js\nlet a = 1;\n``` \n```\nfoo\n````\n``\n```x`y\n\n````md\n```\na\n```\n````\n",
    "~~~~\n~~~\n    ~~~~\n  ~~~~\nend\n```\nopen\n\n    ```\n    ",
    "中文段落，**粗体**与`代码`。\r\n\r\n- 一\r\n- 二\r\n\r\n```\r\n码\r\n```\r\n| 甲 | 乙 |\r\n|--|--|\r\n| 1 | 2 |",
    ">>> a\n>> b\n> c\nd\n\n> > e\n\n  - x\n   - y\n    - z\n\n\tcode\n- \tfoo\n\n\tbar\n+ p\n\n\n  q\n",
    "a\n-\n- b\nc\n=\n| x |\n| - |\n| y\nz | w\n\n|a|b|\n|-|-x\nfoo\n1\n1.\n1. q\n0) z\n```\n```\n",
)

FOOTER = FooterView("Maths", "0.55", 0.46, "312 tokens · 27 tokens/s · end")
PARAGRAPH = "The quick **brown** fox jumps over the `lazy` dog while the model answers with words and numbers. " * 4


def question(number: int, text: str = "What is it?") -> MessageView:
    """Return a message of the user."""
    return MessageView(number, Role.USER, text)


def answer(number: int, text: str = "It is **this**.", *, thinking: str = "", streaming: bool = False) -> MessageView:
    """Return a message of the model; finished ones have a footer."""
    footer = None if streaming else FOOTER
    return MessageView(number, Role.ASSISTANT, text, thinking=thinking, streaming=streaming, footer=footer)


def conversation(length: int) -> list[MessageView]:
    """Return questions and answers of several paragraphs and a code block, `length` messages."""
    long = "\n\n".join([PARAGRAPH] * 3) + "\n\n```python\ndef f(x):\n    return x + 1\n```\n"
    return [answer(n, f"Answer {n}. {long}") if n % 2 else question(n, f"Question {n}") for n in range(length)]
