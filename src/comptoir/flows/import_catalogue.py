from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.db import transaction

from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.actions import end_import, start_import
from comptoir.domains.imports.errors import HeaderOnly, NoPlace, RunSuperseded, UnknownLanguage
from comptoir.domains.imports.permissions import IMPORTS_RUN
from comptoir.domains.imports.queries import Survey, grouped, plans_for, problem_of, read_product, row_verdicts
from comptoir.domains.imports.values import (
    Counts,
    ImportTerms,
    Patience,
    Plan,
    RowVerdict,
    RunDraft,
    RunId,
    SourceProduct,
    Verdict,
)
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.markets.queries import default_market, market
from comptoir.domains.network.queries import place, places
from comptoir.domains.pricing.permissions import PRICING_EDIT
from comptoir.flows.steps.gather_pictures import Gains, PictureHunt, gather_pictures
from comptoir.flows.steps.open_export import Export, open_export
from comptoir.flows.steps.tally_import import Tally, with_found_pictures
from comptoir.flows.steps.write_imported_products import Batch, write_imported_products
from comptoir.kernel import clock
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError

AT_A_TIME = 50
"""Products in one transaction: few enough that locks are short, many enough that statements are shared."""

_NO_GAINS = Gains(pictures={}, missed={}, placeholders={})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What whoever imports decides. Empty: the default market, its language, the first place.

    ``picture_seconds`` is how long fetching pictures may take in all; 0 fetches none. ``retry_pictures`` tries those
    again that could not be had the last time.
    """

    path: Path
    source: str = "shopify"
    market: str = ""
    place_code: str = ""
    language: str = ""
    tax_class: TaxClass = TaxClass.STANDARD
    untracked_quantity: int | None = None
    picture_seconds: float = 120
    retry_pictures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that has been read once, whole: how it is written and how much it holds. Nothing has been written yet."""

    export: Export
    terms: ImportTerms
    survey: Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of it. ``run_id`` is None after a dry run."""

    run_id: RunId | None
    opened: Opened
    counts: Counts


def import_catalogue(
    *,
    request: ImportRequest,
    dry_run: bool,
    opened: Callable[[Opened], None],
    tell: Callable[[RowVerdict], None],
    actor: Actor,
    now: datetime,
) -> Imported:
    """Read a product export of another shop and take its goods over: texts, variants, prices, stock, pictures.

    The file is read twice, row by row: once to see whether it is whole and where its products get in each other's way,
    once to take them over. Each product is taken whole or not at all; what is doubtful is kept out with its reason.
    What the file said already the last time is left alone, so that the same file again changes nothing, and a newer one
    only what is new in it. Stopped at any moment, it can be run again. A dry run tells the same and writes nothing.

    ``opened`` is called after the first reading, ``tell`` for each row, in the order of the file.

    :raises BadFile: when the file cannot be read as a whole; then nothing was taken.
    :raises NotSetUp: before the merchant's first set-up, ``NoPlace`` when there is nowhere to put stock.
    :raises UnknownMarket: (``UnknownPlace``, ``UnknownLanguage``) for what the request names and does not exist.
    :raises RunSuperseded: when a later import of the source takes over.
    """
    actor.must(IMPORTS_RUN)
    terms = _terms(request)
    for permission in (CATALOGUE_EDIT, INVENTORY_ADJUST):
        actor.must(permission)
    actor.must(PRICING_EDIT, market=terms.market)
    export = open_export(path=request.path)
    survey = Survey()
    for product in _products(export, terms):
        survey.add(product)
    if not survey.products:
        raise HeaderOnly(field="file")
    ready = Opened(export=export, terms=terms, survey=survey)
    opened(ready)
    tally = Tally(tell)
    if dry_run:
        for plans in _plans(ready):
            tally.take(plans, [row for plan in plans for row in row_verdicts(plan)], _NO_GAINS)
        return Imported(run_id=None, opened=ready, counts=tally.counts)
    run_id = _start(ready, actor, now)
    try:
        _Run(id=run_id, ready=ready, tally=tally, actor=actor, now=now).take_over(request)
    except RunSuperseded:
        raise
    except BaseException:
        with transaction.atomic(durable=True):
            end_import(run_id=run_id, interrupted=True, actor=actor, now=clock.now())
        raise
    with transaction.atomic(durable=True):
        end_import(run_id=run_id, actor=actor, now=clock.now())
    return Imported(run_id=run_id, opened=ready, counts=tally.counts)


def _terms(request: ImportRequest) -> ImportTerms:
    here = market(request.market) if request.market else default_market()
    language = request.language or here.default_language
    if language not in here.languages:
        raise UnknownLanguage(market=here.code, language=language, known=", ".join(here.languages))
    open_places = places()
    if not request.place_code and not open_places:
        raise NoPlace
    return ImportTerms(
        source=request.source,
        market=here.code,
        currency=here.currency,
        place_code=place(request.place_code).code if request.place_code else open_places[0].code,
        tax_class=request.tax_class,
        language=language,
        untracked_quantity=request.untracked_quantity,
    )


def _products(export: Export, terms: ImportTerms) -> Iterator[SourceProduct]:
    for handle, records in grouped(export.records()):
        yield read_product(
            handle,
            records,
            told=export.header.told,
            currency=terms.currency,
            untracked_quantity=terms.untracked_quantity,
        )


def _plans(ready: Opened) -> Iterator[list[Plan]]:
    for products in batched(_products(ready.export, ready.terms), AT_A_TIME):
        yield plans_for([ready.survey.checked(product) for product in products], terms=ready.terms)


def _start(ready: Opened, actor: Actor, now: datetime) -> RunId:
    export = ready.export
    draft = RunDraft(file_name=export.path.name, file_bytes=export.bytes, file_sha256=export.sha256, terms=ready.terms)
    with transaction.atomic(durable=True):
        return start_import(draft=draft, actor=actor, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run while it takes over."""

    id: RunId
    ready: Opened
    tally: Tally
    actor: Actor
    now: datetime

    def take_over(self, request: ImportRequest) -> None:
        patience = Patience(request.picture_seconds) if request.picture_seconds > 0 else None
        hunt = PictureHunt(patience=patience, retry=request.retry_pictures)
        for plans in _plans(self.ready):
            gains = gather_pictures(plans=plans, hunt=hunt, actor=self.actor, now=self.now)
            try:
                self._write([with_found_pictures(plan, gains) for plan in plans], gains)
            except RunSuperseded:
                raise
            except BusinessError:
                # Somebody was faster with one of them. Each is looked at anew, so that it alone is kept out.
                for plan in plans:
                    self._write_alone(plan, gains)

    def _write_alone(self, plan: Plan, gains: Gains) -> None:
        (again,) = plans_for([plan.product], terms=self.ready.terms)
        try:
            self._write([with_found_pictures(again, gains)], gains)
        except RunSuperseded:
            raise
        except BusinessError as error:
            problems = (*again.problems, problem_of(error, product=again.product))
            self._write([replace(again, verdict=Verdict.QUARANTINED, problems=problems)], gains)

    def _write(self, plans: Sequence[Plan], gains: Gains) -> None:
        counts, rows = self.tally.with_these(plans, gains)
        batch = Batch(run_id=self.id, file_name=self.ready.export.path.name, plans=plans, rows=rows, counts=counts)
        write_imported_products(batch=batch, gains=gains, terms=self.ready.terms, actor=self.actor, now=self.now)
        self.tally.take(plans, rows, gains)
