// What a visitor has viewed is remembered by their own browser, and only once they have asked for it: until then nothing
// is written, and what was written is gone when they say so. The shop is asked for the cards and keeps nothing.
const KEY = "comptoir.seen";
const MOST = 8;

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : null;
  } catch {
    return null;
  }
}

function keep(products) {
  try {
    localStorage.setItem(KEY, JSON.stringify(products.slice(0, MOST)));
  } catch {
    // A browser that keeps nothing for anybody: then there is nothing to show either.
  }
}

async function show(section) {
  // Not its address, which is another in each language, and may be another tomorrow.
  const own = section.dataset.seenAs;
  const known = remembered();
  section.querySelector("[data-seen-off]").hidden = known !== null;
  section.querySelector("[data-seen-on]").hidden = known === null;
  if (known === null) return;
  const others = known.filter((one) => one !== own);
  keep([own, ...others]);
  section.querySelector("[data-seen-none]").hidden = others.length > 0;
  const place = section.querySelector("[data-seen-cards]");
  place.replaceChildren();
  if (!others.length) return;
  const query = new URLSearchParams(others.slice(0, 4).map((one) => ["p", one]));
  const answer = await fetch(`${section.dataset.seen}?${query}`, { credentials: "omit" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const cards = page.querySelector("#seen-cards .cards");
  if (cards) place.replaceChildren(document.adoptNode(cards));
}

document.addEventListener("click", (event) => {
  const section = event.target.closest("[data-seen]");
  if (!section) return;
  if (event.target.closest("[data-seen-keep]")) keep([]);
  else if (event.target.closest("[data-seen-forget]")) localStorage.removeItem(KEY);
  else return;
  show(section);
});
document.querySelectorAll("[data-seen]").forEach(show);
