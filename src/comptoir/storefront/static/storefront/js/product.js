// Choosing a variant shows its price, availability, date, places and picture at once; each radio button carries them,
// and each choice has a list of its places.
// Without this script the buyer still sees price and availability beside every choice, and the order is right.
const words = ["price", "was", "unit", "availability", "promise"];

function show(choice) {
  const page = choice.closest("#product");
  const { dataset } = choice;
  for (const name of words) {
    const place = page.querySelector(`[data-show="${name}"]`);
    place.textContent = dataset[name];
    place.hidden = !dataset[name];
  }
  page.querySelector('[data-show="price"]').classList.toggle("tag-sale", Boolean(dataset.was));
  page.querySelector('[data-show="availability"]').className = `stock stock-${dataset.band}`;
  const soldOut = dataset.band === "out";
  page.querySelector("[data-buyable]").hidden = soldOut;
  page.querySelector("[data-sold-out]").hidden = !soldOut;
  for (const list of page.querySelectorAll("[data-places]")) list.hidden = list.dataset.places !== choice.value;
  page.querySelector("#added").replaceChildren();
  // Its picture comes first; none is shown twice, and none is lost.
  const gallery = page.querySelector(".gallery");
  const picture = [...gallery.querySelectorAll("img")].find((one) => one.getAttribute("src") === dataset.picture);
  if (picture && picture !== gallery.querySelector("img")) {
    gallery.prepend(picture.closest(".gallery-item"));
    gallery.scrollLeft = 0;
  }
  const address = new URL(location.href);
  address.searchParams.set("variant", choice.value);
  history.replaceState(history.state, "", address);
}

document.addEventListener("change", (event) => {
  if (event.target.matches('.variant input[name="sku"]')) show(event.target);
});
// What is said under the button must be seen, also where the button stood at the foot of the window.
document.addEventListener("htmx:after:swap", () => {
  document.querySelector("#added > *")?.scrollIntoView({ block: "nearest" });
});
// A browser that goes back restores the choice, but not what it shows.
window.addEventListener("pageshow", () => {
  const choice = document.querySelector('.variant input[name="sku"]:checked');
  if (choice && !choice.defaultChecked) show(choice);
});
