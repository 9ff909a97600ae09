"""The table and the JSON."""

import json

from comptoir.operations.bench.gate import verdicts
from comptoir.operations.bench.report import as_json, as_text
from comptoir.operations.bench.tests.samples import report, size


def test_the_table_holds_what_the_figures_need_to_be_judged() -> None:
    found = report(size(1_000), size(50_000, factor=0.5))
    text = as_text(found, verdicts(found))
    lines = text.splitlines()
    assert lines[0] == "2026-11-22 12:00 UTC   commit 0123456789ab with changes   comptoir 0.1.0, granian 2.8.7"
    assert "2 processors (Some Processor), 24105 MB" in lines[1]
    assert "seed 7; 12 s each in 3 turns with its limit; 16 connections, checkout 8; 1,000 addresses" in lines[2]
    assert lines[3] == (
        "generator wrk (used here): 34,042 requests/s against the bare server; "
        "its own ceiling 97,454 requests for each second of processor time"
    )
    heading = next(line for line in lines if "p50 ms" in line)
    assert " ".join(heading.split()) == (
        "per s p50 ms p90 p99 max errors SQL limit per s of limit CPU ms limit's by CPU"
    )
    row = next(line for line in lines if line.startswith("  product page, kept"))
    assert " ".join(row.split()) == (
        "product page, kept 6,000 1.25 12.5 125 1,250 0 5 20,000 bare server 0.3000 4.00 0.080 0.3750"
    )
    assert len({len(line) for line in lines[lines.index(heading) : lines.index(heading) + 7]}) == 1
    assert "    CPU ms: web 3.00, database 1.00; of the limit: bare server 0.050, generator 0.030" in lines
    assert "    others had 2% of the machine" in lines
    assert "    order 40 calls, p50 20.0 ms, 16 statements" in lines
    assert "  limit: one row read by key 18,400/s (16 clients)" in lines
    assert "  memory, page cache on: web 1 MB PSS (3 RSS, 2 processes)" in lines
    assert "  reached  product page, kept: 1,000 to 50,000 products costs at most 1.5: 2" not in text
    assert "  MISSED   product page, kept: 1,000 to 50,000 products costs at most 1.5: 2" in lines


def test_the_json_holds_everything() -> None:
    found = report(size(1_000), size(50_000))
    told = json.loads(as_json(found, verdicts(found)))
    assert sorted(told) == ["ceilings", "machine", "made_at", "options", "sizes", "source", "verdicts"]
    assert told["options"]["operations"] == ["checkout", "list", "product", "search"]
    assert (told["options"]["seed"], told["source"]["commit"]) == (7, "0123456789abcdef")
    first = told["sizes"][0]
    assert sorted(first) == ["limits", "made_in", "measured", "memory", "products", "started_in"]
    assert [(each["operation"], each["cache"]) for each in first["measured"]] == [
        *((name, "kept") for name in ("product", "list", "search", "checkout")),
        ("product", "off"),
        ("list", "off"),
    ]
    assert first["measured"][0] == {
        "operation": "product", "label": "product page", "cache": "kept", "warm_up": "2 s", "connections": 16,
        "rate": 6000.0, "answered": 1000, "errors": 0, "faults": {}, "seconds": 12.0, "p50": 1.25, "p90": 12.5,
        "p99": 125.0, "longest": 1250.0, "bytes_each": 6230, "statements": 5, "statements_by_step": {}, "steps": {},
        "limit": "bare server", "limit_rate": 20000.0, "ratio": 0.3, "turns": [[6000.0, 20000.0]],
        "processor_ms": {"web": 3.0, "database": 1.0, "worker": 0.001},
        "limit_processor_ms": {"bare server": 0.05, "generator": 0.03}, "processor_ratio": 0.375, "others": 0.02,
    }  # fmt: skip
    assert first["memory"]["kept"][0]["each_rss_kb"] == [1024, 2048]
    assert told["verdicts"][0] == {
        "what": "product page, kept: share of bare server, 50,000 products",
        "value": 0.3,
        "wanted": 0.3,
        "reached": True,
    }
