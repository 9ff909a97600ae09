// On phones the filters are a sheet. Each choice applies at once; the button at its foot closes it.
document.addEventListener("submit", (event) => {
  if (event.target.matches("#facets:popover-open")) event.target.hidePopover();
});
