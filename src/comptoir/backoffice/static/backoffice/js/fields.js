// Forms: say what is not saved, do not lose it, and check a field when it is left.

const forms = [...document.querySelectorAll("form[data-guard]")];
const photograph = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));

for (const form of forms) {
  // A form that came back with errors holds work that is saved nowhere.
  let first = form.querySelector("[aria-invalid]") ? null : photograph(form);
  const look = () => form.toggleAttribute("data-changed", photograph(form) !== first);
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("rows-changed", look);
  // A form that saves itself in passing has nothing left to lose, unless it was refused.
  const saved = () => {
    if (form.querySelector("#error-summary")) return;
    first = photograph(form);
    look();
  };
  if (form.hasAttribute("hx-post")) form.addEventListener("htmx:after:swap", saved);
  form.addEventListener("submit", () => form.setAttribute("data-leaving", ""));
  look();
}

window.addEventListener("beforeunload", (event) => {
  if (forms.some((form) => form.hasAttribute("data-changed") && !form.hasAttribute("data-leaving"))) event.preventDefault();
});

// Only “needed and empty” is said here, in the page’s own words; everything else is the server’s to judge.
const needed = document.body.dataset.neededWords;
document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!needed || !field.matches?.("input[required], select[required], textarea[required]")) return;
  const holder = field.closest(".field");
  if (!holder || holder.querySelector(".field-error:not([data-here])")) return;
  const missing = field.validity.valueMissing;
  let words = holder.querySelector("[data-here]");
  if (missing && !words) {
    words = document.createElement("span");
    words.className = "field-error";
    words.dataset.here = "";
    words.id = `${field.id}_here`;
    words.textContent = needed;
    holder.append(words);
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), words.id].filter(Boolean).join(" "));
  }
  if (!missing && words) {
    field.setAttribute("aria-describedby", (field.getAttribute("aria-describedby") ?? "").replace(words.id, "").trim());
    words.remove();
  }
  if (missing) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
});
