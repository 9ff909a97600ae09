"""The books of a shop that sold, credited and was paid, as a file; and a checker that finds what is wrong with one."""

import re
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner

from comptoir.domains.ledger.values import FEC_COLUMNS
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.orders.queries import order, order_rows
from comptoir.domains.orders.values import Gesture, GestureWay, OrderFilter, OrderId
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.confirm_refund import confirm_refund
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.refund_order import refund_order
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import agree, buyer, fill_cart, open_shop, sell_card
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.operations.accounting.check import check_fec
from comptoir.operations.accounting.command import fec

YEAR = str(NOON.year)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """Of a year with two sales that left and one that was called off, written by the command."""
    shop = open_shop()
    for number in range(3):
        cart = fill_cart(shop, email=f"buyer{number}@exemple.example")
        placed = place_order(checkout=agree(cart), key=f"k{number}", actor=buyer(), now=NOON)
        id = OrderId(UUID(placed.order_id))
        record_payment(order_id=id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=NOON)
        if number == 2:
            cancel_order(order_id=id, because="x", actor=OWNER, now=NOON)
        else:
            ship_order(order_id=id, prepare=True, actor=OWNER, now=NOON)
    answer = CliRunner().invoke(fec, ["--year", YEAR, str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    (path,) = tmp_path.iterdir()
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """The lines of a file, by their columns."""
    lines = path.read_bytes().decode().split("\r\n")[1:-1]
    return [dict(zip(FEC_COLUMNS, line.split("\t"), strict=True)) for line in lines]


def changed(path: Path, before: str, after: str) -> list[str]:
    text = path.read_bytes().decode()
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode())
    return check_fec(path).wrong


@pytest.mark.django_db
def test_the_books_are_written_under_their_legal_name_and_in_order(books: Path) -> None:
    (entity,) = market_settings().legal_entities
    assert books.name == f"{entity.siren}FEC{YEAR}1231.txt"
    found = check_fec(books)
    assert found.wrong == []
    assert (found.entries, found.lines) == (5, 3 * 2 + 2 * 6)
    assert found.debit == found.credit

    rows = rows_of(books)
    customers = [row for row in rows if row["CompteNum"] == "411"]
    assert len({row["CompAuxNum"] for row in customers}) == 2
    assert {row["CompAuxLib"] for row in customers} == {"Lucie Martin"}
    assert all(row["EcritureLet"] and row["DateLet"] for row in customers), "both were paid"
    assert {row["JournalCode"]: row["JournalLib"] for row in rows} == {"VE": "Ventes", "BQ": "Banque"}


@pytest.mark.django_db
def test_an_accountant_understands_the_lines_of_the_bank(books: Path) -> None:
    sell_card(5_000)
    give_back = Gesture(id=new_id(), amount=Money(500, "EUR"), way=GestureWay.REFUND)
    order_id = order_rows(OrderFilter(), actor=OWNER).items[-1].id
    for refund in refund_order(order_id=order_id, gesture=give_back, because="x", actor=OWNER, now=NOON).operations:
        confirm_refund(operation_id=refund.id, actor=OWNER, now=NOON)
    answer = CliRunner().invoke(fec, ["--year", YEAR, str(books.parent)])
    assert answer.exit_code == 0, answer.output
    assert check_fec(books).wrong == []
    number = order(order_id).number
    told = {(row["PieceRef"], row["EcritureLib"]) for row in rows_of(books) if row["JournalCode"] == "BQ"}
    assert (number, f"Encaissement commande {number} – virement") in told
    assert (number, f"Remboursement commande {number} – virement") in told
    (card,) = {words for _, words in told if "Carte" in words}
    assert re.fullmatch(r"Carte cadeau …[0-9A-Z]{4} – émission", card)
    assert all(row["CompteLib"] != f"Compte {row['CompteNum']}" for row in rows_of(books)), "each account has its name"
    assert all(row["CompteNum"] == "411" for row in rows_of(books) if row["CompAuxNum"])
    assert {len(piece) < 40 for piece, _ in told} == {True}, "none is an id of ours"


@pytest.mark.django_db
def test_the_command_checks_a_file_that_is_there(books: Path) -> None:
    answer = CliRunner().invoke(fec, ["--check", str(books)])
    assert answer.exit_code == 0
    assert "in order" in answer.output
    changed(books, "\tVentes\t", "\t\t")
    answer = CliRunner().invoke(fec, ["--check", str(books)])
    assert answer.exit_code == 1
    assert "JournalLib is empty" in answer.output


@pytest.mark.django_db
def test_who_does_not_exist_has_no_books(books: Path) -> None:
    answer = CliRunner().invoke(fec, ["--entity", "nobody", str(books.parent)])
    assert answer.exit_code == 1
    assert "say which legal entity: --entity halle" in answer.output


ROW = ("VE", "Ventes", "1", "20260302", "411", "Clients", "C1", "Jeanne", "F1", "20260302", "F1", "12,00", "0,00", "A",
       "20260302", "20260302", "", "")  # fmt: skip
SOLD = ("VE", "Ventes", "1", "20260302", "707", "Ventes", "", "", "F1", "20260302", "F1", "0,00", "12,00", "", "",
        "20260302", "", "")  # fmt: skip
PAID = tuple({"1": "2", "12,00": "0,00", "0,00": "12,00"}.get(value, value) for value in ROW)
BANK = tuple({"1": "2", "12,00": "0,00", "0,00": "12,00", "707": "512"}.get(value, value) for value in SOLD)


def file(folder: Path, *rows: tuple[str, ...], name: str = "732829320FEC20261231.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("".join("\t".join(row) + "\r\n" for row in (FEC_COLUMNS, *rows)).encode(encoding))
    return path


def with_value(row: tuple[str, ...], column: str, value: str) -> tuple[str, ...]:
    return tuple(value if name == column else old for name, old in zip(FEC_COLUMNS, row, strict=True))


def test_a_file_that_is_in_order(tmp_path: Path) -> None:
    found = check_fec(file(tmp_path, ROW, SOLD, PAID, BANK))
    assert (found.wrong, found.entries, found.lines, found.debit) == ([], 2, 4, Decimal(24))


def test_the_other_separator_and_the_other_encoding_are_taken(tmp_path: Path) -> None:
    path = file(tmp_path, with_value(ROW, "CompAuxLib", "Épicerie"), SOLD, PAID, BANK, encoding="iso8859-15")
    assert check_fec(path).wrong == []
    path.write_bytes(path.read_bytes().replace(b"\t", b"|"))
    assert check_fec(path).wrong == []


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("EcritureDate", "20270302", "line 2: EcritureDate 20270302 is not in 2026"),
        ("EcritureDate", "20260230", "line 2: EcritureDate is not a day: 20260230"),
        ("PieceDate", "02/03/2026", "line 2: PieceDate is not a day: 02/03/2026"),
        ("Debit", "12.00", "line 2: Debit is not an amount: 12.00"),
        ("Debit", "13,00", "entry 1: debits and credits differ by 1.00"),
        ("Debit", "0,00", "line 2: one of Debit and Credit must be zero, and only one"),
        ("Credit", "3,00", "line 2: one of Debit and Credit must be zero, and only one"),
        ("CompteNum", "CLIENT", "line 2: CompteNum CLIENT is not an account of the plan comptable général"),
        ("CompAuxLib", "", "line 2: CompAuxNum and CompAuxLib go together"),
        ("DateLet", "", "line 2: EcritureLet and DateLet go together"),
        ("EcritureLet", "B", "account 411 C1: what is paired under A leaves -12.00"),
        ("Idevise", "CHF", "line 2: Montantdevise and Idevise go together"),
        ("PieceRef", "", "line 2: PieceRef is empty"),
        ("EcritureNum", "2", "line 2: entry 2 follows entry 0"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, column: str, value: str, said: str) -> None:
    assert said in check_fec(file(tmp_path, with_value(ROW, column, value), SOLD, PAID, BANK)).wrong


def test_a_gap_a_wrong_head_a_wrong_name_and_an_empty_file(tmp_path: Path) -> None:
    later = [with_value(row, "EcritureNum", "3") for row in (PAID, BANK)]
    assert check_fec(file(tmp_path, ROW, SOLD, *later)).wrong == ["line 4: entry 3 follows entry 1"]
    assert check_fec(file(tmp_path, ROW, SOLD, ("VE", "Ventes"))).wrong[0] == "line 4: 2 columns"
    wrong_name = file(tmp_path, ROW, SOLD, PAID, BANK, name="books.txt")
    assert check_fec(wrong_name).wrong == ["the name books.txt is not SIRENFECAAAAMMJJ.txt"]
    assert check_fec(file(tmp_path)).wrong == ["there are no entries"]
    path = file(tmp_path, ROW, SOLD)
    path.write_bytes(path.read_bytes().replace(b"JournalCode", b"Journal"))
    assert "line 1: the columns are not the eighteen of article A47 A-1, in their order" in check_fec(path).wrong
