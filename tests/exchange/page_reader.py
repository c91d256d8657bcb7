"""Reading an exported page strictly: every element is closed, and what it would load, link to or run is collected."""

from html.parser import HTMLParser

_EMPTY = {"meta", "br", "hr", "input"}
_LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "manifest", "ping", "style"}


class Page(HTMLParser):
    """What is in a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.classes: set[str] = set()
        self.links: list[str] = []
        self.harmful: list[str] = []
        self.policy = ""
        self.style = ""
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in _EMPTY:
            self._open.append(tag)
        values = {name: value or "" for name, value in attrs}
        self.harmful += [f"{tag} {name}" for name in values if name in _LOADING or name.startswith("on")]
        if tag in {"script", "link", "base", "iframe", "img", "object", "embed", "form", "svg", "video", "audio"}:
            self.harmful.append(tag)
        self.classes.update(values.get("class", "").split())
        if "href" in values:
            self.links.append(values["href"])
        if "id" in values:
            self.ids.append(values["id"])
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of MathML that is empty."""
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, tag
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["style"]:
            self.style += data
        else:
            self.text += data
