"""A service for tests of this and other domains."""

from comptoir.domains.visitors.values import Purpose, Service

COUNTER = Service(
    code="counter",
    name="Compteur",
    provider="Mesures SARL",
    purpose=Purpose.AUDIENCE,
    descriptions={"fr": "Compte les visites de chaque page.", "en": "Counts the visits of each page."},
    policy_url="https://counter.example/privacy",
    script_url="https://counter.example/count.js",
    origins=("https://in.counter.example",),
)
ADVERTS = Service(
    code="adverts",
    name="Réclame",
    provider="Réclame SA",
    purpose=Purpose.MARKETING,
    descriptions={"fr": "Mesure l’effet de nos publicités.", "en": "Measures what our advertisements do."},
    policy_url="https://adverts.example/privacy",
    script_url="https://adverts.example/pixel.js",
    keeps_months=6,
)
