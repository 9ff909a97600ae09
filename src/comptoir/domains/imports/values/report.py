"""What an import says of itself as a whole, to people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comptoir.domains.imports.values.runs import Verdict

REPORT = {
    "file": _("%(file)s (%(encoding)s, %(separator)s)"),
    "read": _(
        "Read: products %(products)s, variants %(variants)s, rows %(rows)s, pictures %(pictures)s, units "
        "in stock %(pieces)s"
    ),
    "terms": _(
        "Into market %(market)s: prices in %(currency)s with tax, VAT class %(tax_class)s, texts in %(language)s, "
        "stock at %(place)s"
    ),
    "ignored": _("Columns ignored: %(columns)s"),
    "line": _("line %(line)s"),
    "note": _("%(column)s: %(text)s"),
    "more_rows": _("… and %(count)s more rows kept out; --report FILE lists them all"),
    "products": _("Products"),
    "variants": _("Variants"),
    "rows": _("Rows"),
    "pictures": _("Pictures: %(shown)s fetched, %(here)s here already, %(missing)s missing"),
    "more_pictures": _("… and %(count)s more; --report FILE lists them all"),
    "placeholders": _("Products without any show a placeholder. To try again: --retry-pictures"),
    "dry": _("This was a dry run: nothing was changed, no picture was fetched."),
    "reported": _("Outcome of each row: %(path)s"),
    "nothing": _("Nothing in this file could be imported; the reasons are above."),
    "on_trial": _(
        "No shop was set up yet: one on trial is opened, with test payments. Its owner names it in the back office "
        "(%(address)s/back-office/)."
    ),
    "set_up_first": _(
        "No shop is set up yet. Run: comptoir up, open the address of the first visit that it prints "
        "(%(address)s), create your account and fill in the settings; then run this again."
    ),
    "unwritable": _("The report cannot be written to %(path)s: %(reason)s"),
    "same_file": _("The report would overwrite the file that is to be imported: %(path)s"),
}

DONE = {
    Verdict.CREATE: pgettext_lazy("import", "created"),
    Verdict.UPDATE: pgettext_lazy("import", "updated"),
    Verdict.UNCHANGED: pgettext_lazy("import", "unchanged"),
    Verdict.QUARANTINED: pgettext_lazy("import", "kept out"),
}
TO_DO = DONE | {
    Verdict.CREATE: pgettext_lazy("import", "to create"),
    Verdict.UPDATE: pgettext_lazy("import", "to update"),
}
"""The verdicts after an import, and after a dry run."""

SEPARATORS = {
    ",": pgettext_lazy("import", "commas"),
    ";": pgettext_lazy("import", "semicolons"),
    "\t": pgettext_lazy("import", "tabs"),
}

REPORT_COLUMNS = (
    pgettext_lazy("import", "line"),
    pgettext_lazy("import", "handle"),
    pgettext_lazy("import", "reference"),
    pgettext_lazy("import", "verdict"),
    pgettext_lazy("import", "column"),
    pgettext_lazy("import", "remark"),
)
