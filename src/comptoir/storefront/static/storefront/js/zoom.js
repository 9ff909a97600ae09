// A picture of the gallery, as large as the window: arrows go to the next one, Escape or a click closes it.
// Without this script the picture opens by itself, in its full size.
const dialog = document.createElement("dialog");
dialog.className = "zoom";
const shown = document.createElement("img");
dialog.append(shown);
let links = [];
let at = 0;

function show(number) {
  at = (number + links.length) % links.length;
  const thumbnail = links[at].querySelector("img");
  shown.src = links[at].href;
  shown.alt = thumbnail.alt;
  shown.width = thumbnail.width;
  shown.height = thumbnail.height;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  links = [...document.querySelectorAll("[data-zoom]")];
  if (!dialog.isConnected) document.body.append(dialog);
  dialog.setAttribute("aria-label", link.textContent.trim());
  show(links.indexOf(link));
  dialog.showModal();
});
dialog.addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => links[at]?.focus());
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(at + 1);
  else if (event.key === "ArrowLeft") show(at - 1);
});
