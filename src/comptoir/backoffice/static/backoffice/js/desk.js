// The keyboard of the desk. Every page works without it.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

function moveInList(step) {
  const rows = [...document.querySelectorAll("[data-list] tr.row")];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.hasAttribute("data-at"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))];
  rows[at]?.removeAttribute("data-at");
  next.setAttribute("data-at", "");
  next.querySelector(".row-link").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const keys = {
  "/": () => (document.getElementById("list-search") ?? document.getElementById("top-search"))?.focus(),
  j: () => moveInList(1),
  k: () => moveInList(-1),
  x: () => document.querySelector("[data-list] tr.row[data-at] [data-tick]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") {
    document.querySelectorAll("details.filter[open]").forEach((filter) => filter.removeAttribute("open"));
    if (typing(event.target)) event.target.blur();
    return;
  }
  if (typing(event.target)) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// A filter closes when the attention goes elsewhere.
document.addEventListener("click", (event) => {
  for (const filter of document.querySelectorAll("details.filter[open]")) {
    if (!filter.contains(event.target)) filter.removeAttribute("open");
  }
});

// On a small screen a row of views scrolls; the one that is open is in sight.
for (const row of document.querySelectorAll(".tabs, .settings-menu")) {
  const open = row.querySelector("[aria-current]");
  if (open) row.scrollLeft = open.offsetLeft + open.offsetWidth / 2 - row.clientWidth / 2;
}

// An error is read first, wherever the form was left.
document.getElementById("error-summary")?.focus();
