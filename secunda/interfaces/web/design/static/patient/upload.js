// Sends what is dropped or chosen, and keeps the list fresh while files are read. Small files go many to a
// request; a large one goes by tus in pieces and goes on where it stopped. Without this script the form
// sends its files by itself.

const SMALL = 4 * 1024 * 1024;
const BATCH_BYTES = 8 * 1024 * 1024;
const BATCH_FILES = 100;
// Each piece waits once for its answer; some proxies let no more than 100 MB pass in one request.
const PIECE = 90 * 1024 * 1024;
const AFRESH = 2000;
const LONGEST_WAIT = 30000;

const list = document.querySelector("[data-list]");
const form = document.querySelector("form[data-upload]");

if (form) start(form);
if (list) setInterval(() => unread() && refresh(), AFRESH);

function unread() {
  return Number(list.querySelector("[data-unread]")?.dataset.unread ?? 0) > 0;
}

async function refresh() {
  if (document.hidden || list.querySelector("details[open]")) return;
  try {
    const answer = await fetch(list.dataset.list);
    if (!answer.ok || answer.redirected) return;
    // Whoever goes through the list by keyboard stays where they are.
    const at = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
    list.innerHTML = await answer.text();
    if (at) list.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
  } catch {
    // The next round tries again.
  }
}

function start(form) {
  const words = form.dataset;
  const zone = form.querySelector("[data-zone]");
  const state = form.querySelector("[data-state]");
  const bar = form.querySelector("[data-bar]");
  const failed = form.querySelector("[data-failed]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const waiting = [];
  let all = 0;
  let done = 0;
  let again = 0;
  let busy = false;

  form.querySelector("[data-plain]").hidden = true;
  form.querySelector("[data-call]").hidden = false;
  form.querySelector("[data-folder]").hidden = false;
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      add([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => over(event, true));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, (event) => over(event, false));
  zone.addEventListener("drop", async (event) => add(await dropped(event.dataTransfer)));
  window.addEventListener("beforeunload", (event) => busy && event.preventDefault());

  function over(event, on) {
    event.preventDefault();
    zone.toggleAttribute("data-over", on);
  }

  function say(text) {
    state.hidden = false;
    state.querySelector("[data-words]").textContent = text;
  }

  function add(found) {
    waiting.push(...found);
    all += found.length;
    if (!busy && waiting.length) send();
    // On a phone it stands below what can be seen.
    state.scrollIntoView({ block: "nearest" });
  }

  async function send() {
    busy = true;
    while (waiting.length) {
      show();
      if (waiting[0].file.size > SMALL) await large(waiting.shift());
      else await many(take());
      refresh();
    }
    busy = false;
    bar.value = 100;
    say(words.sent + (again ? " " + words.again.replace("{n}", again) : ""));
    all = done = again = 0;
  }

  function show() {
    say(words.sending.replace("{done}", done).replace("{all}", all));
    bar.value = all ? (100 * done) / all : 0;
  }

  function take() {
    const batch = [];
    let size = 0;
    while (waiting.length && batch.length < BATCH_FILES) {
      const next = waiting.findIndex((one) => one.file.size <= SMALL);
      if (next < 0 || size + waiting[next].file.size > BATCH_BYTES) break;
      size += waiting[next].file.size;
      batch.push(...waiting.splice(next, 1));
    }
    return batch;
  }

  async function many(batch) {
    const answer = await untilConnected(() => {
      const body = new FormData();
      for (const { file, path } of batch) {
        body.append("files", file);
        body.append("path", path);
      }
      return fetch(words.batch, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
    });
    if (answer.ok) again += (await answer.json()).files.filter((file) => file.again).length;
    else await refuse(answer, batch);
    done += batch.length;
  }

  async function refuse(answer, batch) {
    let says = answer.statusText;
    if (answer.headers.get("Content-Type")?.includes("json")) says = (await answer.json()).says;
    tell(batch.length === 1 ? batch[0].path : "", says);
  }

  function large({ file, path }) {
    return new Promise((finish) => {
      const end = (says) => {
        if (says) tell(path, says);
        done += 1;
        finish();
      };
      const upload = new window.tus.Upload(file, {
        endpoint: words.tus,
        chunkSize: PIECE,
        uploadDataDuringCreation: false,
        retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
        removeFingerprintOnSuccess: true,
        metadata: { filename: file.name, relativePath: path },
        headers: { "X-CSRFToken": token },
        onProgress: (sent, size) => (bar.value = (100 * (done + sent / size)) / all),
        onSuccess: () => end(""),
        onShouldRetry: (fault) => {
          const status = fault.originalResponse?.getStatus() ?? 0;
          if (!status) say(words.lost);
          return status === 0 || status === 409 || status >= 500;
        },
        onError: (fault) => end(reason(fault)),
      });
      upload.findPreviousUploads().then((before) => {
        if (before.length) upload.resumeFromPreviousUpload(before[0]);
        upload.start();
      });
    });
  }

  function reason(fault) {
    try {
      return JSON.parse(fault.originalResponse.getBody()).says;
    } catch {
      return words.lost;
    }
  }

  async function untilConnected(attempt) {
    for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        return await attempt();
      } catch {
        say(words.lost);
        await new Promise((next) => setTimeout(next, wait));
      }
    }
  }

  function tell(path, says) {
    const line = document.createElement("li");
    line.textContent = path ? `${path}: ${says}` : says;
    failed.append(line);
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((good, bad) => entry.file(good, bad));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((good, bad) => reader.readEntries(good, bad));
    if (!some.length) return;
    for (const inner of some) await walk(inner, found);
  }
}
