"""Templates as pieces: what comes out is what Django would write, and what is not understood is refused."""

from dataclasses import dataclass

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe

from comptoir.storefront.pieces import Pieces

PART = "<i>{{ one }}</i>"
engine = Engine(
    loaders=[("django.template.loaders.locmem.Loader", {"part": PART})], builtins=["django.templatetags.i18n"]
)


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    number: int = 0
    inner: "Value | None" = None


VALUES = {
    "page": Value("a<b>&'\"", 3, Value("deep")),
    "rows": (Value("x", 1), Value("y", 2), Value("z", 3)),
    "safe": mark_safe("<b>"),
    "none": (),
}


def filled(source: str) -> str:
    return Pieces(engine.from_string(source)).filled(VALUES)


SOURCES = {
    "variables": "{{ page.name }} {{ page.number }} {{ page.inner.name }} {{ safe }} {{ page.name|safe }}",
    "conditions": "{% if page.number == 3 and not none %}yes{% elif rows %}no{% else %}never{% endif %}",
    "filters": "{% if none or rows|length > 2 %}many{% endif %}{% if page.inner.inner %}never{% endif %}",
    "loops": """{% for row in rows %}{{ forloop.counter }}{% if forloop.first %}({% endif %}{{ row.name }}
        {% if not forloop.last %}, {% else %}){% endif %}{% endfor %}{% for row in none %}never{% endfor %}""",
    "loops over nothing": """{% for row in none %}never{% empty %}{{ page.name }}{% endfor %}
        {% for row in rows %}{{ forloop.counter }}{{ row.name }}{% empty %}never{% endfor %}""",
    "loops backwards": "{% for row in rows reversed %}{{ forloop.counter }}{{ row.name }}{% empty %}never{% endfor %}",
    "includes": "{% for row in rows %}{% include 'part' with one=row.name only %}{% endfor %}",
    "names": "{% with row=page.inner %}{{ row.name }}{% endwith %}{% with one='q-' %}{% include 'part' %}{% endwith %}",
    "joined": "{% with one='q-'|add:page.inner.name %}{% include 'part' %}{% endwith %}",
    "sentences": '{% translate "Basket" %}{% translate "Search" context "button" as said %}{{ said }}',
    "plurals": """{% for row in rows %}
        {% blocktranslate count n=row.number trimmed %}item{% plural %}items{% endblocktranslate %}{% endfor %}""",
    "values in sentences": """{% blocktranslate with name=page.name asvar label trimmed %}Quantity of {{ name }}
        {% endblocktranslate %}{{ label }}""",
    "remarks": "{# gone #}a{% comment %}gone{% endcomment %}b",
}


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_written_is_what_django_writes(name: str):
    for language in ("fr", "en"):
        with translation.override(language):
            assert filled(SOURCES[name]) == engine.from_string(SOURCES[name]).render(Context(VALUES))


def test_what_does_not_exist_raises():
    with pytest.raises(AttributeError):
        filled("{{ page.nmae }}")
    with pytest.raises(KeyError):
        filled("{{ paeg.name }}")
    with pytest.raises(NameError, match="'one'"):
        filled("{% include 'part' only %}")


def test_what_is_not_understood_is_refused():
    with pytest.raises(NotImplementedError, match="CycleNode"):
        filled("{% cycle 'a' 'b' %}")
    with pytest.raises(NotImplementedError, match="context"):
        filled('{% blocktranslate context "button" %}Search{% endblocktranslate %}')
    for said in ("page.name", '"Basket"|upper', '"Basket" noop'):
        with pytest.raises(NotImplementedError, match="anything but words"):
            filled(f"{{% translate {said} %}}")
    with pytest.raises(TypeError, match="words and numbers"):
        filled("{{ rows }}")
