"""The tool that collects the interface's sentences, on an app made for the purpose."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from tools import messages

TEMPLATE = """{% load i18n %}
  <p>{% translate "It's here" %}</p>
    {% blocktranslate count n=n trimmed %}
      {{ n }} parcel
    {% plural %}
      {{ n }} parcels
    {% endblocktranslate %}
  {% translate "May" context "month" %}{# translators are not fooled by {% translate "this" %} #}
"""
SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, gettext
A = _("Name")
B = ngettext("%(n)s day", "%(n)s days", 3)
C = gettext(A)
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source = tmp_path / "src" / "comptoir"
    folder = source / "room"
    (folder / "templates").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "apps.py").write_text("")
    (folder / "words.py").write_text(SOURCE)
    (folder / "templates" / "page.html").write_text(TEMPLATE)
    (folder / "tests" / "test_it.py").write_text('_("not a sentence of the interface")')
    monkeypatch.setattr(messages, "SOURCE", source)
    return folder


def _translate(folder: Path, **sentences: str) -> None:
    path = messages.catalogue_path(folder, "fr")
    text = path.read_text()
    for english, french in sentences.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{french}"')
    path.write_text(text)


def test_sentences_are_found_in_python_and_templates(app: Path):
    found = {(message.id, message.context) for message in messages.collected(app, {app}) if message.id}
    assert found == {
        ("Name", None),
        (("%(n)s day", "%(n)s days"), None),
        ("It's here", None),
        (("%(n)s parcel", "%(n)s parcels"), None),
        ("May", "month"),
    }


def test_what_is_translated_stays_translated_and_is_compiled(app: Path):
    assert messages.write(app, {app}, prune=False) == 5
    _translate(app, Name="Nom")
    assert messages.write(app, {app}, prune=False) == 4
    with messages.catalogue_path(app, "fr").with_suffix(".mo").open("rb") as file:
        assert [message.string for message in read_mo(file) if message.id == "Name"] == ["Nom"]
    before = messages.catalogue_path(app, "fr").read_bytes()
    messages.write(app, {app}, prune=False)
    assert messages.catalogue_path(app, "fr").read_bytes() == before


def test_the_check_names_what_is_wrong(app: Path):
    assert any("missing: 'Name'" in line for line in messages.problems(app, {app}))
    messages.write(app, {app}, prune=False)
    assert any("not translated, or marked as uncertain: 'Name'" in line for line in messages.problems(app, {app}))
    _translate(app, Name="Nom %(who)s")
    assert any("values differ in 'Nom %(who)s'" in line for line in messages.problems(app, {app}))
    (app / "words.py").write_text("")
    assert any("no longer used: 'Name'" in line for line in messages.problems(app, {app}))


def test_an_unused_translation_waits_until_it_is_pruned(app: Path):
    messages.write(app, {app}, prune=False)
    _translate(app, Name="Nom")
    (app / "words.py").write_text("")
    messages.write(app, {app}, prune=False)
    assert '#~ msgstr "Nom"' in messages.catalogue_path(app, "fr").read_text()
    messages.write(app, {app}, prune=True)
    assert "Nom" not in messages.catalogue_path(app, "fr").read_text()


def test_two_apps_agree_on_a_sentence(app: Path):
    other = app.parent / "other"
    (other / "templates").mkdir(parents=True)
    (other / "apps.py").write_text("")
    (other / "words.py").write_text('_("Name")')
    for folder, french in ((app, "Nom"), (other, "Prénom")):
        messages.write(folder, {app, other}, prune=False)
        _translate(folder, Name=french)
    assert [line.split(":")[0] for line in messages.quarrels([app, other])] == [
        "'Name' is 'Nom' in room and 'Prénom' in other"
    ]


def test_a_sentence_outside_every_app_is_told(app: Path):
    (app.parent / "loose.py").write_text('_("Nobody finds me")')
    assert list(messages.strays({app})) == [
        "comptoir/loose.py: 'Nobody finds me' is outside every app, so no catalogue can hold it"
    ]
