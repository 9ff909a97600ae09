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

// A picture that went along is drawn as it is kept: it is not sent again, and is seen where it was chosen. Where a part
// before it was emptied the numbers of those behind it move, so it waits there until the whole page is saved.
const emptied = (part) => [...part.querySelectorAll("input[type=text], textarea")].every((field) => !field.value.trim());

function moves(part) {
  const before = [...(part?.parentElement.querySelectorAll(".part") ?? [])];
  return before.slice(0, before.indexOf(part)).some(emptied);
}

function picturesSent(form) {
  const changed = (picture) =>
    picture.querySelector("input[type=file]").files.length || picture.querySelector("input[type=checkbox]:checked");
  return [...form.querySelectorAll(".picture-edit")].filter(
    (picture) => changed(picture) && !moves(picture.closest(".part")),
  );
}

const form = document.getElementById("design-form");
form?.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  ctx.selectOOB = [ctx.selectOOB, ...picturesSent(form).map((picture) => `#${picture.id}`)].join(",");
});

form?.addEventListener("htmx:after:swap", () => {
  if (revision() === shown) return;
  shown = revision();
  const frame = document.querySelector("#design-preview iframe");
  if (frame) drawAnew(frame);
});
