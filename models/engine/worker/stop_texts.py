"""Finding the texts that end an answer, before they or any beginning of them are shown."""

from collections.abc import Sequence


class StopTexts:
    """Takes an answer as it comes and lets through what cannot belong to any of `texts`, until one is found."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(texts)
        self._held = ""
        self.found = False

    def feed(self, text: str) -> str:
        """Take more of the answer; return what may be shown. After a find that is nothing."""
        if self.found or not self._texts:
            return "" if self.found else text
        self._held += text
        places = [place for place in map(self._held.find, self._texts) if place >= 0]
        if places:
            self.found = True
            shown, self._held = self._held[: min(places)], ""
            return shown
        return self._release(len(self._held) - max(self._beginning(one) for one in self._texts))

    def release(self) -> str:
        """Return what was held back: nothing more comes, or it is taken back."""
        return self._release(len(self._held))

    def _release(self, count: int) -> str:
        shown, self._held = self._held[:count], self._held[count:]
        return shown

    def _beginning(self, text: str) -> int:
        """Return how many characters at the end of what is held may be the beginning of `text`."""
        for length in range(min(len(text) - 1, len(self._held)), 0, -1):
            if self._held.endswith(text[:length]):
                return length
        return 0
