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
