// A passkey that failed is told beside the button, in the page's own words.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("passkey-failed")?.content.textContent;
  const button = document.querySelector("#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add");
  if (!words || !button) return;
  let note = document.getElementById("passkey-note");
  if (!note) {
    note = document.createElement("p");
    note.id = "passkey-note";
    note.className = "field-error";
    note.setAttribute("role", "alert");
    button.after(note);
  }
  note.textContent = words;
});
