"""What is written into every field: texts that run, break out or are taken for something else wherever an output
forgets what context it writes into. Each calls ``ran``, loads from the canary or opens a dialogue when it gets out."""

CANARY = "canary.invalid"

MARKUP = (
    "<script>ran(1)</script>",
    "</script><script>ran(2)</script>",
    "<img src=x onerror=ran(3)>",
    "<svg onload=ran(4)>",
    "<svg><script>ran(5)</script></svg>",
    "<iframe srcdoc='<script>parent.ran(6)</script>'></iframe>",
    f"<iframe src=https://{CANARY}/7></iframe>",
    "<details open ontoggle=ran(8)>",
    "<body onload=ran(9)>",
    "<a href=javascript:ran(10)>x</a>",
    "<a href='jav&#x09;ascript:ran(11)'>x</a>",
    "<math><mtext><style><img src=x onerror=ran(12)></style>",
    "<noscript><p title='</noscript><img src=x onerror=ran(13)>'>",
    f"<link rel=stylesheet href=https://{CANARY}/14.css>",
    f"<img src=https://{CANARY}/15.png>",
    f"<style>@import 'https://{CANARY}/16.css';</style>",
    "<form action=javascript:ran(17)><button autofocus>x</button></form>",
    f"<base href=https://{CANARY}/18/>",
    f"<meta http-equiv=refresh content='0;url=https://{CANARY}/19'>",
    "<object data='data:text/html,<script>ran(20)</script>'></object>",
    "<template><script>ran(21)</script></template>",
    "<!--><script>ran(22)</script-->",
    "<div hx-get='/fr/' hx-trigger=load hx-on:click=ran(23)>x</div>",
    "<input autofocus onfocus=ran(24)>",
)
BREAKING_OUT = (
    '"><script>ran(31)</script>',
    "' onmouseover='ran(32)' x='",
    '" autofocus onfocus="ran(33)',
    "`-ran(34)-`",
    "</title><script>ran(35)</script>",
    "</textarea><script>ran(36)</script>",
    "</style><script>ran(37)</script>",
    "--><script>ran(38)</script><!--",
    "\\u003cscript\\u003eran(39)\\u003c/script\\u003e",
    "&lt;script&gt;ran(40)&lt;/script&gt;",
    "<!--slot:main--><!--fragment:cart-badge--><script>ran(41)</script><!--/fragment-->",
    "{{ ''.__class__ }}{% load static %}{{ 13370001|add:26740002 }}",
    "%(x)s %s %d {0} {x}",
    "${13370001*3}#{13370001*3}<%= 13370001*3 %>",
    "javascript:ran(42)",
    "data:text/html,<script>ran(43)</script>",
    f"//{CANARY}/44",
    "\u2028\u2029</script><script>ran(45)</script>",
    "\u202etxt.exe\u202c <b>46</b>",
)
FORMULAS = (
    '=HYPERLINK("https://canary.invalid/51","x")',
    "+33 6 <b>52</b>",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
)
TYPESETTING = ("\\input{/etc/passwd}\\write18{id}", '#eval("1+1") #read("/etc/passwd") $x$', "%PDF-1.4 /JS (ran(61))")

ALL = (*MARKUP, *BREAKING_OUT, *FORMULAS, *TYPESETTING)


def fitting(limit: int, turn: int) -> str:
    """As many of them as there is room for, beginning at another one each turn; cut if none fits."""
    chosen = ALL[turn % len(ALL) :] + ALL[: turn % len(ALL)]
    text = ""
    for one in chosen:
        longer = f"{text} {one}" if text else one
        if len(longer) > limit:
            break
        text = longer
    return text or chosen[0][:limit]
