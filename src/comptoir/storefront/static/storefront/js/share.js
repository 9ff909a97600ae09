// Copies the link of a basket or a list that is shared, where the browser lets us; the field itself can be copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
  });
}
