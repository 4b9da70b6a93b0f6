// Saves forms marked data-autosave a second after typing stops; the Save button works without it.
// The server is sent the whole form and the header X-Autosave: 1, and answers 204 when it has kept it.
// data-autosave may name another address than the form's own. Files are never sent.

const PAUSE = 1000;
const LONGEST_WAIT = 30000;

for (const form of document.querySelectorAll("form[data-autosave]")) start(form);

function start(form) {
  const state = form.querySelector("[data-save-state]") ?? form.appendChild(document.createElement("p"));
  const words = state.dataset;
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

  function entries() {
    const all = new FormData(form);
    for (const [name, value] of [...all]) if (value instanceof File) all.delete(name);
    return all;
  }

  async function save() {
    if (sending || !unsaved() || leaving) return;
    sending = true;
    const version = typed;
    say("saving", words.saving);
    try {
      const answer = await fetch(form.dataset.autosave || form.action, {
        method: "POST",
        body: entries(),
        headers: { "X-Autosave": "1" },
        redirect: "error",
      });
      if (answer.ok) keep(version);
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
    const time = new Date().toLocaleTimeString(document.documentElement.lang || undefined, {
      hour: "2-digit",
      minute: "2-digit",
    });
    say("saved", (words.saved ?? "").replace("{time}", time));
  }

  function lost() {
    say("lost", words.lost);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    later(wait);
  }

  function refused() {
    say("lost", words.refused);
  }

  function changed() {
    typed += 1;
    later(PAUSE);
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("online", () => unsaved() && later(0));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved() && !leaving) event.preventDefault();
  });
}
