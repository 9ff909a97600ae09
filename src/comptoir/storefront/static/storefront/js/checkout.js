// The summary folds on phones and is always open beside the form; the style sheet shows it, this tells screen readers.
const wide = matchMedia("(min-width: 62rem)");
const unfold = () => {
  const fold = document.querySelector(".summary-fold");
  if (fold && wide.matches) fold.open = true;
};
wide.addEventListener("change", unfold);
document.addEventListener("htmx:after:swap", unfold);
unfold();

// Pressed once is enough. The order is made once in any case: this only spares the buyer the doubt.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-checkout]");
  if (!form || event.submitter?.value !== "order") return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => document.querySelector("[data-checkout]")?.removeAttribute("aria-busy"));
