// The preview beside a design follows what is saved in passing. It is drawn anew in the frame it has: it stays on the
// page somebody looks at, and where they scrolled to.

const revision = () => document.querySelector("#design-state [name=based_on]")?.value;
let shown = revision();

let left = null;

function drawAnew(frame) {
  // Still being drawn: what is asked for once more begins where the first one would have.
  if (left === null) {
    left = frame.contentWindow.scrollY;
    const back = () => {
      frame.contentWindow.scrollTo({ top: left, behavior: "instant" });
      left = null;
    };
    frame.addEventListener("load", back, { once: true });
  }
  frame.contentWindow.location.reload();
}

document.getElementById("design-form")?.addEventListener("htmx:after:swap", () => {
  if (revision() === shown) return;
  shown = revision();
  const frame = document.querySelector("#design-preview iframe");
  if (frame) drawAnew(frame);
});
