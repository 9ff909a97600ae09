// The preview beside a design follows what is saved in passing. It is drawn anew in the frame it has: it stays on the
// page somebody looks at, and where they scrolled to.

const revision = () => document.querySelector("#design-state [name=based_on]")?.value;
let shown = revision();

function drawAnew(frame) {
  const { scrollY } = frame.contentWindow;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo({ top: scrollY, behavior: "instant" }), { once: true });
  frame.contentWindow.location.reload();
}

document.getElementById("design-form")?.addEventListener("htmx:after:swap", () => {
  if (revision() === shown) return;
  shown = revision();
  const frame = document.querySelector("#design-preview iframe");
  if (frame) drawAnew(frame);
});
