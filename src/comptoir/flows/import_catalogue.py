from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.db import transaction

from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.actions import end_import, start_import
from comptoir.domains.imports.errors import HeaderOnly, NoPlace, RunSuperseded, UnknownLanguage
from comptoir.domains.imports.permissions import IMPORTS_RUN
from comptoir.domains.imports.queries import (
    Survey,
    Tally,
    grouped,
    plans_for,
    problem_of,
    read_product,
    row_verdicts,
    with_found_pictures,
)
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
from comptoir.domains.network.queries import place, selling_places
from comptoir.domains.pricing.permissions import PRICING_EDIT
from comptoir.flows.steps.gather_pictures import Gains, PictureHunt, gather_pictures
from comptoir.flows.steps.open_export import Export, open_export
from comptoir.flows.steps.write_imported_products import Batch, write_imported_products
from comptoir.kernel import clock
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import BusinessError

AT_A_TIME = 50
"""Products in one transaction: few enough that locks are short, many enough that statements are shared."""


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
    if dry_run:
        return Imported(run_id=None, opened=ready, counts=_would_be(ready, tell))
    run = _Run(id=_start(ready, actor, now), ready=ready, tell=tell, actor=actor, now=now)
    try:
        _take_over(run, request)
    except RunSuperseded:
        raise
    except BaseException:
        with transaction.atomic(durable=True):
            end_import(run_id=run.id, interrupted=True, actor=actor, now=clock.now())
        raise
    with transaction.atomic(durable=True):
        end_import(run_id=run.id, actor=actor, now=clock.now())
    return Imported(run_id=run.id, opened=ready, counts=run.tally.counts)


def _terms(request: ImportRequest) -> ImportTerms:
    here = market(request.market) if request.market else default_market()
    language = request.language or here.default_language
    if language not in here.languages:
        raise UnknownLanguage(market=here.code, language=language, known=", ".join(here.languages))
    selling = selling_places()
    if not request.place_code and not selling:
        raise NoPlace
    return ImportTerms(
        source=request.source,
        market=here.code,
        currency=here.currency,
        place_code=place(request.place_code).code if request.place_code else selling[0].code,
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


def _would_be(ready: Opened, tell: Callable[[RowVerdict], None]) -> Counts:
    tally = Tally()
    for plans in _plans(ready):
        rows = [row for plan in plans for row in row_verdicts(plan)]
        tally = tally.with_these(plans, rows, found=())
        for row in rows:
            tell(row)
    return tally.counts


def _start(ready: Opened, actor: Actor, now: datetime) -> RunId:
    export = ready.export
    draft = RunDraft(file_name=export.path.name, file_bytes=export.bytes, file_sha256=export.sha256, terms=ready.terms)
    with transaction.atomic(durable=True):
        return start_import(draft=draft, actor=actor, now=now)


@dataclass(slots=True, kw_only=True)
class _Run:
    """A run while it takes over."""

    id: RunId
    ready: Opened
    tell: Callable[[RowVerdict], None]
    actor: Actor
    now: datetime
    tally: Tally = field(default_factory=Tally)


def _take_over(run: _Run, request: ImportRequest) -> None:
    patience = Patience(request.picture_seconds) if request.picture_seconds > 0 else None
    hunt = PictureHunt(patience=patience, retry=request.retry_pictures)
    for plans in _plans(run.ready):
        gains = gather_pictures(plans=plans, hunt=hunt, actor=run.actor, now=run.now)
        try:
            _write(run, plans, gains)
        except RunSuperseded:
            raise
        except BusinessError:
            # Somebody was faster with one of them. Each is looked at anew, so that it alone is kept out.
            for plan in plans:
                _write_alone(run, plan, gains)


def _write_alone(run: _Run, plan: Plan, gains: Gains) -> None:
    (again,) = plans_for([plan.product], terms=run.ready.terms)
    try:
        _write(run, [again], gains)
    except RunSuperseded:
        raise
    except BusinessError as error:
        problems = (*again.problems, problem_of(error, product=again.product))
        _write(run, [replace(again, verdict=Verdict.QUARANTINED, problems=problems)], gains)


def _write(run: _Run, planned: Sequence[Plan], gains: Gains) -> None:
    plans = [with_found_pictures(plan, found=gains.pictures) for plan in planned]
    rows = [row for plan in plans for row in _rows(plan, gains)]
    tally = run.tally.with_these(plans, rows, found=gains.pictures)
    batch = Batch(run_id=run.id, file_name=run.ready.export.path.name, plans=plans, rows=rows, counts=tally.counts)
    write_imported_products(batch=batch, gains=gains, terms=run.ready.terms, actor=run.actor, now=run.now)
    run.tally = tally
    for row in rows:
        run.tell(row)


def _rows(plan: Plan, gains: Gains) -> list[RowVerdict]:
    reasons = {address: missed.reason for address, missed in gains.missed.items()}
    return row_verdicts(
        plan, found=gains.pictures, missed=reasons, replaced=plan.product.source_id in gains.placeholders
    )
