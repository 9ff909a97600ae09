// Rows of a table that is edited in place: added from a template, struck out when they are to go.

for (const section of document.querySelectorAll("[data-rows]")) {
  const total = section.querySelector(`[name="${section.dataset.rows}-TOTAL_FORMS"]`);
  const body = section.querySelector("tbody");
  const template = section.querySelector("[data-row-template]");

  section.querySelector("[data-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Number(total.value);
    const copy = template.content.cloneNode(true);
    for (const element of copy.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value?.includes("__prefix__")) element.setAttribute(name, value.replace("__prefix__", number));
      }
    }
    const row = copy.querySelector("tr");
    body.append(copy);
    total.value = number + 1;
    row.querySelector("input:not([type=hidden])")?.focus();
    section.closest("form")?.dispatchEvent(new Event("rows-changed"));
  });

  const strike = (box) => box.closest("tr").toggleAttribute("data-removed", box.checked);
  section.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-DELETE")) strike(event.target);
  });
  section.querySelectorAll('[name$="-DELETE"]').forEach(strike);
}
