// A small editor over a text field that holds HTML. Without it, the field itself is edited; the server cleans both.

const TOOLS = ["bold", "italic", "heading", "list", "numbers"];

function act(name) {
  if (name === "heading") {
    const inside = document.queryCommandValue("formatBlock").toLowerCase() === "h3";
    document.execCommand("formatBlock", false, inside ? "p" : "h3");
  } else if (name === "list") document.execCommand("insertUnorderedList");
  else if (name === "numbers") document.execCommand("insertOrderedList");
  else document.execCommand(name);
}

function pressed(name) {
  if (name === "heading") return document.queryCommandValue("formatBlock").toLowerCase() === "h3";
  if (name === "list") return document.queryCommandState("insertUnorderedList");
  if (name === "numbers") return document.queryCommandState("insertOrderedList");
  return document.queryCommandState(name);
}

// Browsers put the first line straight into the editor; in the text that is kept, every line stands in a block.
function inParagraphs(text) {
  const kept = document.createElement("div");
  let open = null;
  for (const node of text.cloneNode(true).childNodes) {
    const copy = node.cloneNode(true);
    if (/^(P|H[1-6]|UL|OL|BLOCKQUOTE|DIV|TABLE)$/.test(node.nodeName)) {
      kept.append(copy);
      open = null;
    } else if (open || node.textContent.trim() !== "") {
      open ??= kept.appendChild(document.createElement("p"));
      open.append(copy);
    }
  }
  return kept.innerHTML;
}

function enrich(field) {
  const locked = field.matches(":disabled");
  const tools = document.getElementById("rich-tools")?.content.cloneNode(true).firstElementChild;
  const label = document.querySelector(`label[for="${field.id}"]`);
  if (!tools || !label) return;
  label.id ||= `${field.id}_label`;
  const text = document.createElement("div");
  text.className = "rich-text";
  text.contentEditable = String(!locked);
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  text.setAttribute("aria-labelledby", label.id);
  text.lang = field.lang;
  text.innerHTML = field.value;
  const box = document.createElement("div");
  box.className = "rich";
  if (locked) text.setAttribute("aria-readonly", "true");
  else box.append(tools);
  box.append(text);
  field.hidden = true;
  field.after(box);
  label.addEventListener("click", () => text.focus());

  const buttons = TOOLS.map((name) => [name, tools.querySelector(`[data-tool="${name}"]`)]);
  const show = () => buttons.forEach(([name, button]) => button.setAttribute("aria-pressed", String(pressed(name))));
  for (const [name, button] of buttons) {
    // Pressing a tool must not take the selection away.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      text.focus();
      act(name);
      keep();
      show();
    });
  }
  const keep = () => {
    field.value = text.textContent.trim() === "" ? "" : inParagraphs(text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  text.addEventListener("input", keep);
  text.addEventListener("keyup", show);
  text.addEventListener("mouseup", show);
  text.addEventListener("paste", (event) => {
    // Words only: what a word processor brings along is not wanted.
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
}

document.execCommand?.("defaultParagraphSeparator", false, "p");
document.querySelectorAll("textarea[data-rich]").forEach(enrich);
