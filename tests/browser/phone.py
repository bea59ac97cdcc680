"""A caregiver's phone, as its owner uses it."""

from playwright.sync_api import Locator, Page, Request, expect

COUNTS_APPEARANCES = """selector => {
  globalThis.appearances = 0;
  const look = () => (globalThis.appearances += document.querySelectorAll(selector).length);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


class Phone:
    """A page that shows the caregiver's view."""

    def __init__(self, page: Page, login: str, name: str) -> None:
        self.page = page
        self.login = login
        self.name = name
        self.sent: list[tuple[str, str]] = []
        self.offer = page.locator("section.offer")
        self.gone = page.locator("section.gone")
        self.visit = page.locator(".stack[data-call]")
        self.readiness = page.locator("[data-readiness]")
        self.line = page.locator("[data-line]")
        self.dialog = page.get_by_role("dialog")
        self.must_read = page.get_by_role("alertdialog")
        page.on("requestfinished", self._note)

    def taps(self, name: str) -> None:
        """Tap the button of this name."""
        self.button(name).tap()

    def button(self, name: str) -> Locator:
        """The button of exactly this name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def starts_shift(self) -> None:
        """The one tap after which offers ring here."""
        self.taps("开始班次")
        self.is_calm()

    def is_calm(self) -> None:
        """On duty, nothing in hand, and an offer would be heard."""
        expect(self.readiness).to_have_attribute("data-readiness", "on")

    def cannot_be_reached(self) -> None:
        """It says so in a bar at the top, and does not look ready."""
        expect(self.line).to_contain_text("派单到不了这部手机")
        expect(self.readiness).to_have_attribute("data-readiness", "notLive")

    def is_offered(self, call: str) -> None:
        """The offer of this call fills the screen."""
        expect(self.offer).to_have_attribute("data-call", call)

    def accepts(self) -> None:
        """Say yes to the offer on the screen."""
        self.taps("接单")

    def accepts_at(self, moment_ms: float) -> None:
        """The thumb comes down on it at this moment of the machine's clock."""
        self.button("接单").evaluate("(yes, at) => setTimeout(() => yes.click(), at - Date.now())", moment_ms)

    def declines(self, reason: str) -> None:
        """Say no to it, and why."""
        self.taps("不能去（选择原因）")
        self.dialog.get_by_label(reason).check()
        self.taps("确定不能去")

    def chooses(self, call: str) -> None:
        """Look at another of the offers."""
        self.offer.locator(f"button[data-call='{call}']").tap()

    def holds(self, call: str, state: str) -> None:
        """The call is in these hands, and the service has said so."""
        expect(self.visit).to_have_attribute("data-call", call)
        expect(self.visit).to_have_attribute("data-state", state)

    def step(self, stage: str) -> Locator:
        """A step of the walk: accepted, travelling, on_scene, resolved."""
        return self.page.locator(f"[data-step={stage}]")

    def has_done(self, *stages: str) -> None:
        """The service has confirmed these steps and no others."""
        expect(self.page.locator("[data-step][data-state=done]")).to_have_count(len(stages))
        for stage in stages:
            expect(self.step(stage)).to_have_attribute("data-state", "done")

    def waits_to_send(self, *verbs: str) -> None:
        """Exactly these deeds wait, in this order."""
        expect(self.page.locator("[data-deed]")).to_have_count(len(verbs))
        waiting = self.page.locator("[data-deed]").evaluate_all("deeds => deeds.map(deed => deed.dataset.deed)")
        assert waiting == list(verbs)

    def resolves(self, outcome: str, satisfaction: int | None = None) -> None:
        """Tell how the visit ended."""
        self.taps("办结")
        self.dialog.get_by_label(outcome).check()
        if satisfaction is not None:
            self.dialog.get_by_label(f"{satisfaction} 分").check(force=True)
        self.taps("确定办结")

    def gives_back(self, reason: str) -> None:
        """Put the call out of these hands, and say why."""
        self.taps("交回")
        self.dialog.get_by_label(reason).check()
        self.taps("确定交回")

    def has_lost_it(self, why: str, text: str) -> None:
        """The offer is off the screen, and the phone says what became of it."""
        expect(self.gone).to_have_attribute("data-why", why)
        expect(self.gone).to_contain_text(text)

    def is_told(self, text: str) -> None:
        """A message says this and stays until it is read."""
        expect(self.must_read).to_contain_text(text)

    def has_read_it(self) -> None:
        """Put the message away."""
        self.taps("知道了")
        expect(self.must_read).to_have_count(0)

    def reads(self, text: str) -> None:
        """One can read this on the screen."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def keeps_its_page(self) -> None:
        """The page lies on the phone now, and opens without a network."""
        self.page.evaluate("navigator.serviceWorker.ready")

    def loses_its_network(self) -> None:
        """No network at all, and the phone knows it."""
        self.page.context.set_offline(True)
        expect(self.page.locator("[data-live]")).to_have_attribute("data-live", "false")

    def has_its_network_again(self) -> None:
        """Whatever waits may be sent now."""
        self.page.context.set_offline(False)

    def is_live(self) -> None:
        """What it shows is of this moment."""
        expect(self.page.locator("[data-live]")).to_have_attribute("data-live", "true")

    def counts_appearances_of(self, selector: str) -> None:
        """From now on, note each time that such a thing is on the screen, however briefly."""
        self.page.evaluate(COUNTS_APPEARANCES, selector)

    def appearances(self) -> int:
        """How often it was there since."""
        return int(self.page.evaluate("appearances"))

    def _note(self, request: Request) -> None:
        """Keep what was done to a call, and when it was done by this phone's clock."""
        if request.method == "POST" and "/api/v1/calls/" in request.url:
            self.sent.append((request.url.rpartition("/")[2], str((request.post_data_json or {}).get("at"))))
