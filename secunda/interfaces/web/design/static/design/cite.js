// Cites what is on screen in the statement that was written last: a page and region, a row, an image.
// The open record sends the place; the image viewer is read from here. Escape leaves a field, so that keys act;
// w goes back to the statement. Nothing is cited anywhere before a statement was chosen.

const form = document.querySelector("[data-opinion]");
const state = document.querySelector("[data-cite-state]");
const frame = document.querySelector("iframe[name=viewer]");
const measured = document.querySelector("[data-measured]");
const words = state?.dataset ?? {};
const channels = new BroadcastChannel(`secunda-cite ${location.pathname.split("/")[2]}`);

let last = null;

// The list of citations nearest to a field: of its row, else of its section.
function listFor(field) {
  for (let around = field.parentElement; around && around !== form; around = around.parentElement) {
    const list = [...around.querySelectorAll("[data-cites]")].find((each) => !inOtherRow(each, field));
    if (list) return list;
  }
  return null;
}

function inOtherRow(list, field) {
  const row = list.closest(".repeat__item");
  return row !== null && !row.contains(field);
}

function nameOf(list) {
  const row = list.closest(".repeat__item, .side-by-side") ?? list.closest("[data-part]");
  const named = row.querySelector("legend, h4, h3")?.textContent.trim() ?? "";
  const text = [...row.querySelectorAll("input[type=text], textarea")].find((each) => each.value.trim())?.value.trim() ?? "";
  return [named, text.slice(0, 60)].filter(Boolean).join(": ");
}

function say(text) {
  if (state) state.textContent = text;
}

function add(cite, title) {
  const list = last ? listFor(last) : null;
  if (!list) {
    say(words.nowhere);
    return words.nowhere;
  }
  const label = [cite.label, measured?.value.trim()].filter(Boolean).join(", ");
  const kept = { ...cite, ...(label ? { label } : {}), field: last.name.split("-").at(-1) };
  if (measured) measured.value = "";
  const text = describe(kept, title);
  const line = document.createElement("li");
  const box = Object.assign(document.createElement("input"), {
    type: "checkbox",
    name: list.dataset.cites,
    value: JSON.stringify(kept),
    checked: true,
  });
  box.setAttribute("aria-label", text);
  const link = Object.assign(document.createElement("a"), { href: address(kept), target: "viewer", textContent: text });
  line.append(box, " ", link);
  const lines = list.querySelector("ul");
  lines.append(line);
  for (const each of [lines, list.querySelector("p")]) each.hidden = false;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const told = `${text} → ${nameOf(list)}`;
  say(words.cited.replace("{place}", told));
  return told;
}

function describe(cite, title) {
  const page = cite.page && !cite.span ? words.page.replace("{number}", cite.page) : "";
  const place = [title, page, interval(cite), cite.label].filter(Boolean).join(", ");
  return cite.quote ? `${place}: “${cite.quote}”` : place;
}

function interval({ leads, span }) {
  if (!span) return "";
  const seconds = span.map((each) => (each / 1000).toFixed(2)).join("–");
  const named = leads?.length ? words.lead.replace("{names}", leads.join(" ")) : "";
  return [named, `${seconds} s (${words.lasts.replace("{number}", span[1] - span[0])})`].filter(Boolean).join(", ");
}

function address(cite) {
  const where = cite.study
    ? { series: cite.series ?? "", instance: cite.instance ?? "", ...(cite.page ? { page: cite.page } : {}) }
    : { page: cite.page ?? 1 };
  for (const each of ["box", "leads", "span"]) {
    if (cite[each]?.length) where[each] = cite[each].join(",");
  }
  return `${cite.study ? `studies/${cite.study}` : `records/${cite.record}`}?${new URLSearchParams(where)}`;
}

// What the image viewer has on screen: study, series and image, and what was measured on it.
function inViewer() {
  const view = frame.contentWindow;
  const study = new URLSearchParams(view.location.search).get("secundaStudy");
  if (!study) return null;
  const services = view.services ?? {};
  const grid = services.viewportGridService;
  const viewport = services.cornerstoneViewportService?.getCornerstoneViewport?.(grid?.getActiveViewportId?.());
  const image = viewport?.getCurrentImageId?.() ?? "";
  const instance = /\/instances\/([\d.]+)/.exec(image)?.[1] ?? "";
  const count = viewport?.getImageIds?.().length ?? 0;
  const at = (viewport?.getCurrentImageIdIndex?.() ?? -1) + 1;
  const shown = grid?.getDisplaySetsUIDsForViewport?.(grid.getActiveViewportId())?.[0];
  const set = shown ? services.displaySetService?.getDisplaySetByUID?.(shown) : null;
  const drawn = (services.measurementService?.getMeasurements?.() ?? []).filter((each) => each.SOPInstanceUID === instance).at(-1);
  const series = /\/series\/([\d.]+)/.exec(image)?.[1] ?? set?.SeriesInstanceUID ?? "";
  const label = [
    set?.SeriesNumber ? words.series.replace("{number}", set.SeriesNumber) : "",
    count ? words.image.replace("{number}", at).replace("{count}", count) : "",
    ...[drawn?.displayText?.primary ?? []].flat(),
  ];
  return { study, series, instance, label: label.filter(Boolean).join(", ") };
}

function titleInList(id) {
  return document.querySelector(`.record-list a[href*="${CSS.escape(id)}"]`)?.textContent.trim() ?? words.images;
}

function citeNow() {
  if (!frame) return;
  const view = frame.contentWindow;
  if (view.location.pathname.startsWith("/viewer/")) {
    const place = inViewer();
    if (place) add(place, titleInList(place.study));
  } else {
    view.postMessage("secunda-cite-now", location.origin);
  }
}

function heard(data, answer) {
  if (!data?.secundaCite) return;
  answer({ secundaCited: add(data.secundaCite, data.title) });
}

form?.addEventListener("focusin", (event) => {
  if (event.target.matches("input:not([type=hidden]), textarea, select")) last = event.target;
});
form?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("input, textarea, select")) event.target.blur();
});
addEventListener("message", (event) => {
  if (event.origin === location.origin) heard(event.data, (told) => event.source.postMessage(told, location.origin));
});
channels.addEventListener("message", (event) => {
  heard(event.data, (told) => channels.postMessage(told));
  if (event.data?.secundaOpen === location.pathname) {
    channels.postMessage({ secundaAlso: location.pathname });
    alone();
  }
  if (event.data?.secundaAlso === location.pathname) alone();
});
document.querySelector("[data-cite-now]")?.addEventListener("click", citeNow);
measured?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") citeNow();
  if (event.key === "Escape" || event.key === "Enter") measured.blur();
});
document.querySelector("[data-write]")?.addEventListener("click", () => {
  last?.focus();
  last?.scrollIntoView({ block: "center" });
});
// What opens in the frame is brought on screen, wherever its link stands.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[target=viewer]")) frame?.scrollIntoView({ block: "nearest" });
});
frame?.addEventListener("load", () => {
  const view = frame.contentWindow;
  if (!view.location.pathname.startsWith("/viewer/")) return;
  // Before the viewer's own keys: there, c would start its cine loop.
  view.addEventListener("keydown", (event) => {
    if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.("input, textarea, select")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    citeNow();
  }, { capture: true });
});

// Two tabs with the same opinion: both say so at once.
function alone() {
  if (!form || document.querySelector("[data-also]")) return;
  const note = document.createElement("p");
  note.className = "notice notice--warn";
  note.setAttribute("role", "alert");
  note.dataset.also = "";
  note.textContent = form.dataset.alone;
  form.prepend(note);
}
if (form) channels.postMessage({ secundaOpen: location.pathname });
