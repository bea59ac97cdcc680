"""An ear at a page: every tone that its audio really starts is noted, and sounds all the same."""

from typing import Any

from playwright.sync_api import Page

NOTES_EVERY_TONE = """() => {
  globalThis.heard = [];
  const { start } = AudioScheduledSourceNode.prototype;
  AudioScheduledSourceNode.prototype.start = function (...when) {
    heard.push({ shape: this.type, hz: Math.round(this.frequency.value), at: when[0] });
    return start.apply(this, when);
  };
}"""
COUNTS = "([shape, times]) => heard.filter((tone) => tone.shape === shape).length >= times"


class Ear:
    """Listens from the moment it is made."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(NOTES_EVERY_TONE)

    def heard(self) -> list[dict[str, Any]]:
        """Every tone so far: its shape, its pitch, when it began by the clock of the audio."""
        heard: list[dict[str, Any]] = self._page.evaluate("heard")
        return heard

    def hears(self, shape: str, *, times: int = 1) -> None:
        """Tones of this shape sound, in so many rounds; a round has six at most."""
        self._page.wait_for_function(COUNTS, arg=[shape, 1 if times == 1 else 6 * times])

    def melodies(self) -> list[tuple[str, ...]]:
        """What was heard, as melodies: the tones of one shape that follow each other."""
        melodies: dict[str, tuple[str, ...]] = {}
        for tone in self.heard():
            melodies[tone["shape"]] = (*melodies.get(tone["shape"], ()), str(tone["hz"]))
        return list(melodies.values())
