// The forms below the button follow the variant that is chosen: the one for the wish list, and the one for a letter when
// an article is back. Without this script the first takes the variant that the page was opened with, and the second
// stands there whenever something is sold out, and asks which.
function follow(choice) {
  const wish = document.querySelector("#wish");
  if (wish) {
    wish.querySelector("[name=sku]").value = choice.value;
    wish.querySelector("#wish-said").replaceChildren();
  }
  const form = document.querySelector("#awaiting");
  if (!form) return;
  const sku = form.querySelector("[name=sku]");
  const offered = sku.tagName === "SELECT" ? [...sku.options].map((one) => one.value) : [sku.value];
  const known = offered.includes(choice.value);
  form.hidden = !known;
  if (known) sku.value = choice.value;
  form.querySelector("#awaiting-said").replaceChildren();
}

function start() {
  const choice = document.querySelector('.variant input[name="sku"]:checked');
  if (choice) follow(choice);
}

document.addEventListener("change", (event) => {
  if (event.target.matches('.variant input[name="sku"]')) follow(event.target);
});
start();
window.addEventListener("pageshow", start);
// Another colour brings the whole part of the page anew; what is said below the button does not.
document.addEventListener("htmx:after:swap", () => {
  const said = document.querySelector("#wish-said > *, #awaiting-said > *");
  if (!said) start();
});
