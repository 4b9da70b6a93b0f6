// Puts a text block, or a term from the page beside, into the field that was written in last, at the cursor.
// Key b opens the list; letters narrow it; Enter takes the first; Escape closes it. Focus goes back to the field.

const form = document.querySelector("[data-opinion]");
const panel = document.querySelector("[data-blocks]");
const find = panel?.querySelector("input");
const state = panel?.querySelector("[data-blocks-state]");
const lines = panel ? [...panel.querySelectorAll("[data-block]")] : [];
const channel = new BroadcastChannel(`secunda-cite ${location.pathname.split("/")[2]}`);

let last = null;

function shown() {
  return lines.filter((each) => !each.closest("li").hidden);
}

function narrow() {
  const wanted = find.value.toLowerCase().split(/\s+/);
  for (const each of lines) {
    const said = each.textContent.toLowerCase();
    each.closest("li").hidden = !wanted.every((word) => said.includes(word));
  }
  state.textContent = shown().length ? "" : state.dataset.none;
}

function open() {
  if (!lines.length || !last) {
    state.textContent = lines.length ? state.dataset.nowhere : state.dataset.empty;
  } else state.textContent = "";
  find.value = "";
  for (const each of lines) each.closest("li").hidden = false;
  panel.showModal();
  find.focus();
}

function put(text) {
  if (!last) return false;
  const flat = last.matches("input") ? text.replace(/\s*\n\s*/g, " ") : text;
  last.setRangeText(flat, last.selectionStart, last.selectionEnd, "end");
  last.dispatchEvent(new Event("input", { bubbles: true }));
  last.focus();
  last.scrollIntoView({ block: "center" });
  return true;
}

// A term stands on a line of its own where the field has lines.
function putTerm(text) {
  if (!last) return false;
  if (last.matches("textarea")) last.setSelectionRange(last.value.length, last.value.length);
  const needs = last.matches("textarea") && last.value && !last.value.endsWith("\n");
  return put(needs ? `\n${text}` : text);
}

function heard(data, answer) {
  if (typeof data?.secundaInsert === "string" && putTerm(data.secundaInsert)) answer({ secundaPut: data.secundaInsert });
}

form?.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea, input[type=text]")) last = event.target;
});
document.querySelector("[data-open-blocks]")?.addEventListener("click", open);
find?.addEventListener("input", narrow);
panel?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target !== find) return;
  event.preventDefault();
  shown()[0]?.click();
});
for (const each of lines) {
  each.addEventListener("click", () => {
    if (!last) {
      state.textContent = state.dataset.nowhere;
      return;
    }
    panel.close();
    put(each.dataset.block);
  });
}
panel?.querySelector("[data-close]")?.addEventListener("click", () => panel.close());
addEventListener("message", (event) => {
  if (event.origin === location.origin) heard(event.data, (told) => event.source.postMessage(told, location.origin));
});
channel.addEventListener("message", (event) => heard(event.data, (told) => channel.postMessage(told)));
