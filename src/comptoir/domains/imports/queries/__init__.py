"""What others may ask of imports: how a file reads, what would become of it, what became of others."""

from comptoir.domains.imports.queries.links import links_for
from comptoir.domains.imports.queries.plans import plans_for, problem_of, row_verdicts, with_found_pictures
from comptoir.domains.imports.queries.runs import import_rows, import_run, import_runs
from comptoir.domains.imports.rules import Survey, Tally, grouped, header_of, read_product, separator_of, tidy_text

__all__ = [
    "Survey",
    "Tally",
    "grouped",
    "header_of",
    "import_rows",
    "import_run",
    "import_runs",
    "links_for",
    "plans_for",
    "problem_of",
    "read_product",
    "row_verdicts",
    "separator_of",
    "tidy_text",
    "with_found_pictures",
]
