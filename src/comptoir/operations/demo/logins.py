"""The demo's accounts. Their passwords are public: production refuses to start while one of them can sign in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoLogin:
    """A member of the demo merchant's staff. `role` is one of the presets of accounts."""

    email: str
    password: str
    role: str


def demo_logins() -> tuple[DemoLogin, ...]:
    """Whoever can sign in to a demo installation, the owner first."""
    return (
        DemoLogin("camille@demo.example", "comptoir-demo", "owner"),
        DemoLogin("yanis@demo.example", "comptoir-demo", "orders"),
        DemoLogin("ines@demo.example", "comptoir-demo", "warehouse"),
    )
