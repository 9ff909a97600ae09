"""Just enough JavaScript to measure its functions."""

import re
from collections.abc import Iterator

_NOT_CODE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"""
    r"""|(?<=[=(,:!&|?{};\[\n])[ \t]*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*""",
    re.DOTALL,
)
_FAR = 2000  # no list of parameters is longer
_STATEMENTS = frozenset({"if", "for", "while", "switch", "catch", "with"})


def functions(text: str) -> Iterator[tuple[int, int]]:
    """Each function's first line and its number of lines, inner ones too."""
    code = _NOT_CODE.sub(_blank, text)
    opened: list[tuple[int, bool]] = []
    line = 1
    for position, character in enumerate(code):
        if character == "\n":
            line += 1
        elif character == "{":
            opened.append((line, _opens_function(code[max(0, position - _FAR) : position].rstrip())))
        elif character == "}" and opened:
            start, is_function = opened.pop()
            if is_function:
                yield start, line - start + 1


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group(0))


def _opens_function(before: str) -> bool:
    if before.endswith("=>"):
        return True
    if not before.endswith(")"):
        return False
    depth = 0
    for position in range(len(before) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(before[position], 0)
        if depth == 0:
            word = re.search(r"(\w+)\s*$", before[:position])
            return word is None or word.group(1) not in _STATEMENTS
    return False
