// The sub-menus open on hover and focus by style sheet alone. Escape closes them (WCAG 2.2, 1.4.13), until one leaves.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const item of document.querySelectorAll(".nav-item:hover, .nav-item:focus-within")) {
    item.classList.add("closed");
    const reopen = () => item.classList.remove("closed");
    item.addEventListener("mouseleave", reopen, { once: true });
    item.addEventListener("focusout", reopen, { once: true });
  }
});
// Suggestions: arrows walk through them, Escape closes them until something else is typed.
const suggestions = document.querySelector("#suggestions");
suggestions?.closest("form").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !suggestions.classList.contains("closed") && suggestions.childElementCount) {
    event.preventDefault();
    suggestions.classList.add("closed");
    document.querySelector("#q").focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [document.querySelector("#q"), ...suggestions.querySelectorAll("a")];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (suggestions.classList.contains("closed") || !stops[next]) return;
  event.preventDefault();
  stops[next].focus();
});
document.querySelector("#q")?.addEventListener("input", () => suggestions.classList.remove("closed"));
