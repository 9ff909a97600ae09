// Stripe's card fields: its script draws them in frames of its own, so that we never see a card number.
const form = document.querySelector("#card-form");
const complaint = document.querySelector("#card-error");

function complain(words) {
  const place = complaint.querySelector("[data-words]");
  place.textContent = words || place.dataset.words;
  complaint.hidden = false;
  form.removeAttribute("aria-busy");
}

function pay(stripe, card) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    complaint.hidden = true;
    const { error } = await stripe.confirmCardPayment(form.dataset.clientSecret, { payment_method: { card } });
    if (error && error.type === "validation_error") complain(error.message);
    else location.assign(form.dataset.back);
  });
}

const script = document.createElement("script");
script.src = `${form.dataset.jsBase}/v3/`;
script.addEventListener("error", () => complain(""));
script.addEventListener("load", () => {
  const stripe = window.Stripe(form.dataset.publishableKey);
  const card = stripe.elements({ locale: document.documentElement.lang }).create("card");
  card.mount("#card-fields");
  pay(stripe, card);
});
document.head.append(script);
