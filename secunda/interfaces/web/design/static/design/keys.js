// Keys for people who work at a desk all day: j and k move along a list, Enter opens, letters press what they name.
// Never while typing, never with Ctrl, Alt or Meta, and anybody can turn them off (WCAG 2.1.4).

const STORE = "secunda-keys";
const note = document.querySelector("[data-keys]");
const words = note?.dataset ?? {};
const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];

let at = -1;
let on = read() !== "off";

function read() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(STORE, value);
  } catch {
    // A browser that forgets still obeys until the page is left.
  }
}

function turn(value) {
  on = value;
  remember(on ? "on" : "off");
  document.documentElement.classList.toggle("keys-off", !on);
}

// On a choice, letters write nothing: keys act there too.
function typing(target) {
  if (target instanceof Element && target.matches("input[type=radio], input[type=checkbox]") && !target.closest("dialog[open]")) return false;
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  if (at < 0) at = all.findIndex((each) => each.contains(document.activeElement));
  all[at]?.removeAttribute("data-at");
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  all[at].setAttribute("data-at", "");
  all[at].querySelector("a")?.focus({ preventScroll: true });
  all[at].scrollIntoView({ block: "nearest" });
}

// In a list, a letter belongs to the line where the reader is; elsewhere to the page.
function press(key) {
  const inRow = rows()[at]?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const found = inRow ?? document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled], [data-rows] *)`);
  if (!found) return false;
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
  return true;
}

function listed() {
  const keys = new Map([["?", words.help]]);
  if (rows().length) {
    keys.set("j", words.down);
    keys.set("k", words.up);
    keys.set("Enter", words.open);
  }
  for (const each of document.querySelectorAll("[data-key]")) {
    const copy = each.cloneNode(true);
    for (const hint of copy.querySelectorAll(".key-hint")) hint.remove();
    keys.set(each.dataset.key, each.getAttribute("aria-label") ?? copy.textContent.trim());
  }
  return keys;
}

function help() {
  const panel = document.createElement("dialog");
  panel.className = "keys-help";
  const title = document.createElement("h2");
  title.id = "keys-help-title";
  title.textContent = words.title;
  panel.setAttribute("aria-labelledby", title.id);
  const list = document.createElement("dl");
  for (const [key, meaning] of listed()) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    const name = document.createElement("dt");
    name.append(cap);
    const what = document.createElement("dd");
    what.textContent = meaning;
    list.append(name, what);
  }
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  buttons.append(
    button(words.close, () => panel.close()),
    button(on ? words.off : words.on, () => {
      turn(!on);
      panel.close();
    }, "button--quiet"),
  );
  panel.append(title, list, buttons);
  panel.addEventListener("close", () => panel.remove());
  document.body.append(panel);
  panel.showModal();
}

function button(text, act, look = "button--secondary") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${look}`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
  if (!on || event.defaultPrevented) return;
  const act = { j: () => move(1), k: () => move(-1), "?": help }[event.key];
  if (act) act();
  else if (event.key === "Enter" && at >= 0 && event.target === document.body) rows()[at]?.querySelector("a")?.click();
  else if (event.key.length !== 1 || !press(event.key)) return;
  event.preventDefault();
}

if (note) {
  const open = button(words.title, help, "button--quiet");
  note.replaceChildren(open);
  note.hidden = false;
}
turn(on);
document.addEventListener("keydown", pressed);
