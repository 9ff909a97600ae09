"""Labels: paper shapes with a motif, the product's name, a rule and a line of small capitals."""

from comptoir.operations.demo.pictures.ink import Sheet
from comptoir.operations.demo.pictures.lettering import face, fitting_size
from comptoir.operations.demo.pictures.motifs.registry import MOTIFS
from comptoir.operations.demo.pictures.outlines import box
from comptoir.operations.demo.pictures.palette import colour, darker, lighter, luminance
from comptoir.operations.demo.pictures.spec import PictureSpec

_LEADING = 1.0


def label(sheet: Sheet, spec: PictureSpec, cx: float, cy: float, w: float, h: float, *, accent: str = "tomato") -> None:
    """Draw the label of a spec around a centre, in its own style; nothing for the style ``none``."""
    if spec.label == "none":
        return
    paper, strong = colour(spec.paper), colour(spec.accent or accent)
    x, y = cx - w / 2, cy - h / 2
    if spec.label == "round":
        _round(sheet, spec, cx, cy, min(w, h) / 2, paper, strong)
    elif spec.label == "bold":
        sheet.rect(x, y, w, h, strong, r=7)
        sheet.rect(x + 8, y + 8, w - 16, h - 16, "none", r=4, stroke=paper, width=2)
        words(sheet, spec, cx, y + 16, w - 34, h - 32, paper, paper)
    elif spec.label == "split":
        _split(sheet, spec, x, y, w, h, paper, strong)
    elif spec.label == "band":
        sheet.rect(x, y, w, h, paper)
        for edge, thick in ((y + 7, 3), (y + 13, 1.4), (y + h - 7, 3), (y + h - 13, 1.4)):
            sheet.line((x, edge), (x + w, edge), strong, thick)
        words(sheet, spec, cx, y + 21, w * 0.8, h - 42, _ink(paper), strong)
    elif spec.label == "arch":
        radius = w / 2
        sheet.path(box(x, y, w, h, top=radius * 0.98, bottom=7), paper)
        sheet.path(
            box(x + 8, y + 8, w - 16, h - 16, top=(radius - 8) * 0.98, bottom=4), "none", stroke=strong, width=2.4
        )
        words(sheet, spec, cx, y + 22, w - 40, h - 38, _ink(paper), strong)
    elif spec.label == "plain":
        words(sheet, spec, cx, y, w, h, paper, strong)
    else:
        sheet.rect(x, y, w, h, paper, r=6)
        sheet.rect(x + 7, y + 7, w - 14, h - 14, "none", r=3, stroke=strong, width=2.4)
        words(sheet, spec, cx, y + 17, w - 30, h - 33, _ink(paper), strong)


def words(sheet: Sheet, spec: PictureSpec, cx: float, top: float, w: float, h: float, ink: str, strong: str) -> None:
    """Motif, name, rule and small capitals, one under the other, or the motif at the left of a low wide label."""
    lines = spec.lines()
    if spec.motif and lines and w > 1.5 * h:
        side = min(h * 0.94, w * 0.34)
        small_motif(sheet, spec.motif, cx - w / 2 + side * 0.52, top + h / 2, side)
        bare = PictureSpec(shape="", title=spec.title, note=spec.note)
        words(sheet, bare, cx + side * 0.56, top + h * 0.04, w - side * 1.16, h * 0.92, ink, strong)
        return
    note = h * (0.072 if spec.motif else 0.10) if spec.note else 0
    picture = h * ((0.38 if len(lines) < 3 else 0.30) if lines else 1) if spec.motif else 0
    if spec.motif:
        small_motif(sheet, spec.motif, cx, top + picture / 2, picture)
    if not lines:
        return
    gap = h * 0.045 if spec.motif else 0
    foot = note * 2.5
    room = h - picture - gap - foot
    size = fitting_size(
        lines, "fraunces-display", width=w, height=room * 0.94, most=h * (0.30 if spec.motif else 0.5), leading=_LEADING
    )
    letters = face("fraunces-display")
    cap = letters.cap_height / 1000 * size
    block = cap + size * _LEADING * (len(lines) - 1)
    hanging = size * 0.20 if set(lines[-1]) & set("gjpqyçÇ") and note else 0
    baseline = top + picture + gap + max(room - block - hanging, 0) / 2 + cap
    for index, line in enumerate(lines):
        sheet.raw(letters.set(line, cx, baseline + index * size * _LEADING, size, ink))
    if spec.note:
        _note(sheet, spec.note, cx, top + h, w, note, ink, strong)


def _note(sheet: Sheet, text: str, cx: float, bottom: float, w: float, cap: float, ink: str, strong: str) -> None:
    letters = face("inter-tight")
    text = text.upper()
    size = min(cap / letters.cap_height * 1000, w / max(letters.width(text, 1000, tracking=110) / 1000, 0.001))
    sheet.raw(letters.set(text, cx, bottom, size, ink, tracking=110))
    rule = bottom - size * letters.cap_height / 1000 - size * 0.5
    sheet.line((cx - w * 0.14, rule), (cx + w * 0.14, rule), strong, 2)


def small_motif(sheet: Sheet, name: str, cx: float, cy: float, size: float) -> None:
    with sheet.placed(cx, cy, scale=size / 104):
        MOTIFS[name](sheet)


def _round(sheet: Sheet, spec: PictureSpec, cx: float, cy: float, r: float, paper: str, strong: str) -> None:
    sheet.circle(cx, cy, r, paper)
    sheet.circle(cx, cy, r * 0.93, "none", stroke=strong, width=2.6)
    sheet.circle(cx, cy, r * 0.88, "none", stroke=strong, width=1)
    words(sheet, spec, cx, cy - r * 0.74, r * 1.42, r * 1.40, _ink(paper), strong)


def _split(sheet: Sheet, spec: PictureSpec, x: float, y: float, w: float, h: float, paper: str, strong: str) -> None:
    upper = h * 0.46
    sheet.path(box(x, y, w, h, top=7, bottom=7), paper)
    sheet.path(box(x, y, w, upper, top=7), lighter(strong, 0.12) if luminance(strong) < 0.6 else strong)
    if spec.motif:
        disc = upper * 0.46
        sheet.circle(x + w / 2, y + upper / 2, disc, paper)
        small_motif(sheet, spec.motif, x + w / 2, y + upper / 2, disc * 1.34)
    bare = PictureSpec(shape=spec.shape, title=spec.title, note=spec.note)
    words(sheet, bare, x + w / 2, y + upper + h * 0.05, w - 26, h - upper - h * 0.11, _ink(paper), strong)


def _ink(paper: str) -> str:
    return colour("ink") if luminance(paper) > 0.45 else colour("cream")


def tag(sheet: Sheet, spec: PictureSpec, x: float, y: float, w: float, h: float, *, turn: float = 0) -> None:
    """A swing tag on a string, its eyelet at (x, y), for goods that carry no label of their own."""
    w, h = w * 1.22, h * 1.22
    paper, strong = colour(spec.paper), colour(spec.accent or "tomato")
    with sheet.placed(x, y, turn=turn):
        sheet.path(f"M-6 {h + 4}L6 {h + 10}L{w / 2 + 6} {h + 8}L{w / 2 + 4} 30Z", darker(paper, 0.6), opacity=0.18)
        sheet.path(f"M-18 -12L18 -12L{w / 2} 22L{w / 2} {h}L{-w / 2} {h}L{-w / 2} 22Z", paper)
        sheet.circle(0, 6, 6, darker(paper, 0.35))
        sheet.path(
            f"M{-w / 2 + 6} 26L{w / 2 - 6} 26L{w / 2 - 6} {h - 6}L{-w / 2 + 6} {h - 6}Z",
            "none",
            stroke=strong,
            width=1.6,
        )
        words(sheet, spec, 0, 33, w - 22, h - 46, _ink(paper), strong)
