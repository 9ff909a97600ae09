// The preview beside a design follows what is saved in passing. It is drawn anew in the frame it has: it stays on the
// page somebody looks at, where they scrolled to, and does not flash.

const revision = () => document.querySelector("#design-state [name=based_on]")?.value;
let shown = revision();

document.getElementById("design-form")?.addEventListener("htmx:after:swap", () => {
  if (revision() === shown) return;
  shown = revision();
  document.querySelector("#design-preview iframe")?.contentWindow.location.reload();
});
