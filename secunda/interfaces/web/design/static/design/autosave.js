// Saves forms marked data-autosave a second after typing stops; the Save button works without it.
// The server is sent the form and the header X-Autosave: 1, and answers 204 when it has kept it.
// Of a form whose sections are marked data-part, only the sections that changed are sent, named as "part".
// data-autosave may name another address than the form's own. Files are never sent.
// A form marked data-keep survives a lost connection: what could not be sent stays in this tab until it can.

const PAUSE = 1000;
const LONGEST_WAIT = 30000;

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);

function start(form) {
  const state = form.querySelector("[data-save-state]") ?? form.appendChild(document.createElement("p"));
  const words = state.dataset;
  const address = form.dataset.autosave || form.action;
  const parts = [...form.querySelectorAll("[data-part]")];
  const store = `secunda-unsent ${address}`;
  const changedIn = new Map();
  let revision = form.elements.revision?.value ?? "";
  let typed = 0;
  let kept = 0;
  let sending = false;
  let leaving = false;
  let timer;
  let wait = PAUSE;

  const unsaved = () => typed !== kept;

  function say(name, text = "") {
    state.dataset.state = name;
    state.textContent = text;
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  // Everything outside the sections (who is saving, from which revision), and the sections that changed.
  function entries() {
    const all = new FormData(form);
    const still = new Set();
    if (changedIn.size) {
      for (const part of parts) {
        if (changedIn.has(part.dataset.part)) all.append("part", part.dataset.part);
        else for (const each of part.querySelectorAll("[name]")) still.add(each.name);
      }
    }
    return new URLSearchParams([...all].filter(([name, value]) => !(value instanceof File) && !still.has(name)));
  }

  async function save() {
    if (sending || !unsaved() || leaving) return;
    sending = true;
    const version = typed;
    say("saving", words.saving);
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: entries(),
        headers: { "X-Autosave": "1" },
        redirect: "error",
      });
      if (answer.ok) {
        revision = answer.headers.get("X-Revision") ?? revision;
        keep(version);
      }
      else if (answer.status >= 500) lost();
      else refused();
    } catch {
      lost();
    } finally {
      sending = false;
      if (unsaved() && state.dataset.state === "saved") later(PAUSE);
    }
  }

  function keep(version) {
    kept = version;
    wait = PAUSE;
    for (const [part, at] of changedIn) if (at <= version) changedIn.delete(part);
    put(null);
    const time = new Date().toLocaleTimeString(document.documentElement.lang || undefined, {
      hour: "2-digit",
      minute: "2-digit",
    });
    say("saved", (words.saved ?? "").replace("{time}", time));
  }

  function lost() {
    say("lost", words.lost);
    const unsent = entries();
    unsent.set("revision", revision);
    put(unsent);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    later(wait);
  }

  function refused() {
    say("lost", words.refused);
  }

  // Of this tab alone, and gone with it: others who use the machine do not find it.
  function put(unsent) {
    if (!("keep" in form.dataset)) return;
    try {
      if (unsent) sessionStorage.setItem(store, unsent.toString());
      else sessionStorage.removeItem(store);
    } catch {
      // Without storage the words stay on the page all the same.
    }
  }

  function bringBack() {
    let unsent = null;
    try {
      unsent = "keep" in form.dataset ? sessionStorage.getItem(store) : null;
    } catch {
      unsent = null;
    }
    if (!unsent) return;
    const sent = new URLSearchParams(unsent);
    if (sent.get("revision") !== revision) {
      show(sent);
      return;
    }
    for (const part of parts) {
      if (!sent.getAll("part").includes(part.dataset.part)) continue;
      for (const each of part.querySelectorAll("input[name], textarea[name], select[name]")) {
        if (each.type === "checkbox" || each.type === "radio") each.checked = sent.getAll(each.name).includes(each.value);
        else if (each.type !== "hidden" && sent.has(each.name)) each.value = sent.get(each.name);
      }
      changed({ target: part });
    }
  }

  // Somebody has saved since: what was not sent is shown to be copied, and overwrites nothing.
  function show(sent) {
    const notice = document.createElement("div");
    notice.className = "notice notice--warn";
    notice.setAttribute("role", "alert");
    const says = document.createElement("p");
    says.textContent = words.unsent ?? "";
    notice.append(says);
    for (const [name, value] of sent) {
      if (form.elements[name]?.type !== "textarea" && form.elements[name]?.type !== "text") continue;
      if (!value || form.elements[name].value === value) continue;
      const text = document.createElement("blockquote");
      text.textContent = value;
      notice.append(text);
    }
    if (notice.children.length > 1) form.prepend(notice);
    put(null);
  }

  function changed(event) {
    typed += 1;
    const part = event.target.closest?.("[data-part]")?.dataset.part;
    if (part) changedIn.set(part, typed);
    later(PAUSE);
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    put(null);
  });
  window.addEventListener("online", () => unsaved() && later(0));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved() && !leaving) event.preventDefault();
  });
  bringBack();
}
