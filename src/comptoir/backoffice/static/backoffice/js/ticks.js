// Ticking lines of a list, to do one thing with all of them. Without this, each is ticked by itself.

const ticks = () => [...document.querySelectorAll("[data-tick]")];

function tell() {
  const all = document.querySelector("[data-tick-all]");
  if (!all) return;
  const ticked = ticks().filter((box) => box.checked).length;
  const box = all.querySelector("input");
  all.hidden = false;
  box.checked = ticked > 0 && ticked === ticks().length;
  box.indeterminate = ticked > 0 && !box.checked;
  const count = document.querySelector("[data-tick-count]");
  count.hidden = ticked === 0;
  count.querySelector("output").textContent = ticked;
}

document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) for (const box of ticks()) box.checked = event.target.checked;
  if (all || event.target.matches("[data-tick]")) tell();
});

document.addEventListener("htmx:afterSettle", tell);
tell();
