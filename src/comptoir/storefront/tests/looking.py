"""Windows of a browser, and what their console says."""

from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Error, Page

type Scheme = Literal["light", "dark"]
SCHEMES: dict[str, Scheme] = {"light": "light", "dark": "dark"}


def new_page(browser: Browser, *, width: int = 1440, scheme: Scheme = "light", script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    return context.new_page()


def listen(page: Page) -> list[str]:
    """The list that fills with every error and warning of the console from now on."""
    said: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    def on_error(error: Error) -> None:
        said.append(str(error))

    page.on("console", on_console)
    page.on("pageerror", on_error)
    return said
