"""Stand-ins for product pictures: a jar or a loaf on a tinted ground, as small SVG files."""

GROUNDS = ["#e9d9b8", "#d8dfc6", "#ecd0bd", "#d5dbdc", "#e8dcc8", "#dccfd6", "#e3d3a8", "#cfdccf"]
FORMS = {
    "jar": (
        '<rect x="190" y="200" width="220" height="270" rx="36" fill="{a}"/><rect x="205" y="150" '
        'width="190" height="58" rx="10" fill="{b}"/><rect x="190" y="285" width="220" height="110" '
        'fill="#fbf6e9"/>'
    ),
    "bottle": (
        '<path d="M265 90h70v110c40 30 55 70 55 120v170a30 30 0 0 1-30 30H240a30 30 0 0 1-30-30V320c0-50 '
        '15-90 55-120z" fill="{a}"/><rect x="260" y="70" width="80" height="44" rx="6" fill="{b}"/><rect '
        'x="210" y="340" width="180" height="110" fill="#fbf6e9"/>'
    ),
    "wheel": (
        '<ellipse cx="300" cy="360" rx="200" ry="96" fill="{b}"/><rect x="100" y="290" width="400" '
        'height="70" fill="{b}"/><ellipse cx="300" cy="290" rx="200" ry="96" fill="{a}"/>'
    ),
    "loaf": (
        '<path d="M90 360c0-110 95-190 210-190s210 80 210 190c0 50-40 80-90 80H180c-50 0-90-30-90-80z" '
        'fill="{a}"/><path d="M190 250l60 90M270 225l60 100M350 230l55 90" stroke="{b}" '
        'stroke-width="16" stroke-linecap="round"/>'
    ),
    "soap": (
        '<rect x="140" y="230" width="320" height="190" rx="34" fill="{a}"/><rect x="190" y="275" '
        'width="220" height="100" rx="16" fill="none" stroke="{b}" stroke-width="9"/>'
    ),
    "bowl": (
        '<path d="M100 260h400c0 130-80 210-200 210s-200-80-200-210z" fill="{a}"/><ellipse cx="300" '
        'cy="260" rx="200" ry="42" fill="{b}"/>'
    ),
}
PAINTS = [
    ("#c8862a", "#7d4a1c"),
    ("#6f7f3a", "#3d4a22"),
    ("#a8452f", "#6d2519"),
    ("#3f6d72", "#27484c"),
    ("#e0b75a", "#a87a24"),
    ("#8d5a7a", "#57324a"),
    ("#b9622f", "#77390f"),
    ("#59855f", "#2f5638"),
]


def svg(number: int) -> str:
    """The picture of that number; the same number is always the same picture."""
    form = list(FORMS.values())[number % len(FORMS)]
    a, b = PAINTS[(number * 5) % len(PAINTS)]
    ground = GROUNDS[(number * 3) % len(GROUNDS)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">'
        f'<rect width="600" height="600" fill="{ground}"/><ellipse cx="310" cy="492" rx="190" ry="26" opacity=".13"/>'
        f"{form.format(a=a, b=b)}</svg>"
    )


def address(number: int) -> str:
    return f"/pictures/{number}.svg"
