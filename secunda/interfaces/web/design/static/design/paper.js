// A record page by page: drawn by pdf.js where it is a PDF, with its words to be selected. Citing sends the
// selected words, the marked part, or the page on screen to the form that this page stands beside.

const paper = document.querySelector("[data-paper]");
const holder = paper.querySelector("[data-pages]");
const state = paper.querySelector("[data-cite-state]");
const words = paper.dataset;
const channel = new BroadcastChannel(`secunda-cite ${words.case}`);
const inFrame = window.parent !== window;
const pages = () => [...holder.querySelectorAll(".paper__page")];

const grid = words.grid ? JSON.parse(words.grid) : null;
const fields = paper.querySelector("[data-interval]");

let marked = null;
let answered = false;

function share(value) {
  return Math.round(Math.min(Math.max(value, 0), 1) * 10000) / 10000;
}

function onScreen() {
  const middle = innerHeight / 2;
  return pages().find((each) => each.getBoundingClientRect().bottom > middle) ?? pages().at(-1) ?? null;
}

function boxOf(page, rects) {
  const edge = page.getBoundingClientRect();
  const inside = rects.filter((one) => one.width > 0 && one.bottom > edge.top && one.top < edge.bottom);
  if (!inside.length) return [];
  return [
    share((Math.min(...inside.map((one) => one.left)) - edge.left) / edge.width),
    share((Math.min(...inside.map((one) => one.top)) - edge.top) / edge.height),
    share((Math.max(...inside.map((one) => one.right)) - edge.left) / edge.width),
    share((Math.max(...inside.map((one) => one.bottom)) - edge.top) / edge.height),
  ];
}

function selected() {
  const chosen = getSelection();
  const quote = chosen?.toString().trim();
  if (!quote || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const start = range.startContainer.nodeType === Node.ELEMENT_NODE ? range.startContainer : range.startContainer.parentElement;
  const page = start.closest(".paper__page");
  if (!page) return null;
  return { page: Number(page.dataset.number), quote, box: boxOf(page, [...range.getClientRects()]) };
}

function here() {
  const page = onScreen();
  return page ? { page: Number(page.dataset.number) } : {};
}

// What is cited of a tracing is leads and milliseconds, of a slide a part of the whole.
function meant(place) {
  if (grid) {
    const found = interval();
    return found ?? place;
  }
  if (!words.slide) return place;
  const label = place.box?.length === 4 ? `${words.slide}, ${partOf(place.box)}` : words.slide;
  return { ...place, label };
}

function partOf([left, top, right, bottom]) {
  const named = { left, top, right, bottom };
  return words.part.replace(/\{(\w+)\}/g, (_, name) => Math.round(named[name] * 100));
}

// The interval that is written in the fields; null where they are empty or make no sense.
function interval() {
  const [leads, from, to] = [...fields.querySelectorAll("input")].map((each) => each.value.trim().replace(",", "."));
  const said = fields.querySelector("[data-lasts]");
  said.textContent = "";
  if (!leads && !from && !to) return null;
  const all = grid.leads.map((each) => each.toLowerCase());
  const chosen = leads.split(/[\s.]+/).filter(Boolean).map((each) => grid.leads[all.indexOf(each.toLowerCase())]);
  const span = [from, to].map((each) => Math.round(Number(each) * 1000));
  const sound = from && to && chosen.every(Boolean) && span[0] >= 0 && span[1] > span[0] && span[1] <= grid.length * 1000 + 1;
  said.textContent = sound ? said.dataset.words.replace("{number}", span[1] - span[0]) : said.dataset.wrong;
  return sound ? { leads: chosen, span } : null;
}

// Fills the fields from a box that was marked on a page of the tracing.
function measure({ page, box }) {
  if (!grid || box.length !== 4) return;
  const [left, top, right, bottom] = box;
  const before = (page - 1) * grid.page;
  const at = (edge) => Math.min(Math.max((edge - grid.left) / grid.second, 0) + before, grid.length).toFixed(2);
  const within = grid.leads.filter((_, row) => {
    const middle = grid.top + (row + 0.5) * grid.row;
    return middle >= top && middle <= bottom;
  });
  const nearest = Math.floor(((top + bottom) / 2 - grid.top) / grid.row);
  const chosen = within.length ? within : [grid.leads[Math.min(Math.max(nearest, 0), grid.leads.length - 1)]];
  const [leads, from, to] = fields.querySelectorAll("input");
  [leads.value, from.value, to.value] = [chosen.join(" "), at(left), at(right)];
  interval();
}

// Shows on the page what the fields say.
function showInterval() {
  const found = interval();
  if (!found) {
    mark(null, []);
    return;
  }
  const rows = found.leads.map((each) => grid.leads.indexOf(each));
  const [first, last] = rows.length ? [Math.min(...rows), Math.max(...rows)] : [0, grid.leads.length - 1];
  const number = Math.min(Math.floor(found.span[0] / 1000 / grid.page), pages().length - 1);
  const [start, end] = found.span.map((each) => grid.left + Math.min(each / 1000 - number * grid.page, grid.page) * grid.second);
  mark(pages()[number], [start, grid.top + first * grid.row, end, grid.top + (last + 1) * grid.row]);
}

function cite(place) {
  const open = words.study ? { study: words.study, series: words.series, instance: words.instance } : { record: words.paper };
  const sent = { secundaCite: { ...place, ...open }, title: words.title };
  answered = false;
  if (inFrame) window.parent.postMessage(sent, location.origin);
  else channel.postMessage(sent);
  setTimeout(() => {
    if (!answered) state.textContent = words.nobody;
  }, 800);
}

function heard(data) {
  if (!data || typeof data.secundaCited !== "string") return;
  answered = true;
  state.textContent = words.cited.replace("{place}", data.secundaCited);
}

function turn(step) {
  const all = pages();
  const at = all.indexOf(onScreen());
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.scrollIntoView();
}

function mark(page, box) {
  holder.querySelector(".paper__mark")?.remove();
  if (!page || box.length !== 4) return null;
  const shade = document.createElement("div");
  shade.className = "paper__mark";
  const [left, top, right, bottom] = box;
  Object.assign(shade.style, {
    left: `${left * 100}%`,
    top: `${top * 100}%`,
    width: `${(right - left) * 100}%`,
    height: `${(bottom - top) * 100}%`,
  });
  page.append(shade);
  return shade;
}

// A part is marked by dragging, or by key: a frame in the middle of what is on screen, moved by arrows.
function startMarking() {
  if (!paper.classList.toggle("paper--marking")) return;
  const page = onScreen();
  if (!page) return;
  const edge = page.getBoundingClientRect();
  const top = share((Math.max(edge.top, 0) + innerHeight / 3 - edge.top) / edge.height);
  marked = { page: Number(page.dataset.number), box: [0.3, Math.min(top, 0.9), 0.5, Math.min(top + 0.1, 1)].map(share) };
  showMarked();
}

function showMarked() {
  const shade = mark(holder.querySelector(`#page-${marked.page}`), marked.box);
  measure(marked);
  shade.tabIndex = 0;
  shade.setAttribute("role", "group");
  shade.setAttribute("aria-label", words.marked);
  shade.focus({ preventScroll: true });
}

function nudge(event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!way || !marked || !event.target.matches(".paper__mark")) return;
  event.preventDefault();
  const [across, down] = way.map((each) => each * 0.01);
  const [left, top, right, bottom] = marked.box;
  const moved = event.shiftKey ? [left, top, right + across, bottom + down] : [left + across, top + down, right + across, bottom + down];
  if (moved.some((each) => each < 0 || each > 1) || moved[2] <= moved[0] || moved[3] <= moved[1]) return;
  marked = { ...marked, box: moved.map(share) };
  showMarked();
}

function drag(event) {
  const page = event.target.closest(".paper__page");
  if (!page || !paper.classList.contains("paper--marking")) return;
  event.preventDefault();
  const [x, y] = [event.clientX, event.clientY];
  const move = (now) => {
    const rect = new DOMRect(Math.min(x, now.clientX), Math.min(y, now.clientY), Math.abs(now.clientX - x), Math.abs(now.clientY - y));
    marked = { page: Number(page.dataset.number), box: boxOf(page, [rect]) };
    mark(page, marked.box);
    measure(marked);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", () => {
    removeEventListener("pointermove", move);
    paper.classList.remove("paper--marking");
  }, { once: true });
}

function goToPlace() {
  const page = holder.querySelector(`#page-${CSS.escape(words.page)}`);
  const box = words.box ? words.box.split(",").map(Number) : [];
  if (!page) return;
  mark(page, box);
  const shade = page.querySelector(".paper__mark");
  if (shade) shade.scrollIntoView({ block: "center" });
  else if (words.page !== "1") page.scrollIntoView();
}

async function draw() {
  const pdfjs = await import(holder.dataset.pdfjs);
  pdfjs.GlobalWorkerOptions.workerSrc = holder.dataset.worker;
  const folder = new URL(".", new URL(holder.dataset.pdfjs, location.href)).href;
  const file = await pdfjs.getDocument({
    url: holder.dataset.pdf,
    cMapUrl: `${folder}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${folder}standard_fonts/`,
    wasmUrl: `${folder}wasm/`,
    iccUrl: `${folder}iccs/`,
  }).promise;
  const first = (await file.getPage(1)).getViewport({ scale: 1 });
  for (let number = 1; number <= file.numPages; number += 1) {
    const page = document.createElement("div");
    page.className = "paper__page";
    page.id = `page-${number}`;
    page.dataset.number = number;
    page.tabIndex = -1;
    page.setAttribute("aria-label", words.pageWords.replace("{number}", number));
    page.setAttribute("role", "region");
    page.style.aspectRatio = `${first.width} / ${first.height}`;
    holder.append(page);
  }
  const seen = new IntersectionObserver((entries) => {
    for (const each of entries) {
      if (!each.isIntersecting) continue;
      seen.unobserve(each.target);
      drawPage(pdfjs, file, each.target);
    }
  }, { rootMargin: "600px" });
  for (const page of pages()) seen.observe(page);
  goToPlace();
}

async function drawPage(pdfjs, file, holderOfPage) {
  const page = await file.getPage(Number(holderOfPage.dataset.number));
  const plain = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: holderOfPage.clientWidth / plain.width });
  const sharp = Math.min(devicePixelRatio || 1, 2);
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width * sharp;
  canvas.height = viewport.height * sharp;
  canvas.setAttribute("aria-hidden", "true");
  holderOfPage.style.aspectRatio = `${plain.width} / ${plain.height}`;
  // The words lie over the picture at whatever width it is shown.
  new ResizeObserver(() => {
    holderOfPage.style.setProperty("--total-scale-factor", holderOfPage.clientWidth / plain.width);
  }).observe(holderOfPage);
  const text = document.createElement("div");
  text.className = "textLayer";
  holderOfPage.prepend(canvas, text);
  const canvasContext = canvas.getContext("2d");
  await page.render({ canvas, canvasContext, viewport, transform: [sharp, 0, 0, sharp, 0, 0] }).promise;
  await new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
}

const acts = {
  c: () => cite(meant(selected() ?? marked ?? here())),
  m: startMarking,
  n: () => turn(1),
  p: () => turn(-1),
};
for (const [key, act] of Object.entries(acts)) {
  paper.querySelector(`.paper__bar [data-key="${key}"]`)?.addEventListener("click", act);
}
for (const button of paper.querySelectorAll("[data-cite]")) {
  button.addEventListener("click", () => cite(JSON.parse(button.dataset.cite)));
}
// A button takes no focus from the mouse: the selected words stay selected.
paper.querySelector(".paper__bar").addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
holder.addEventListener("pointerdown", drag);
holder.addEventListener("keydown", nudge);
fields?.addEventListener("input", showInterval);
fields?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") acts.c();
  if (event.key === "Escape") event.target.blur();
});
channel.addEventListener("message", (event) => heard(event.data));
addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  if (event.data === "secunda-cite-now") acts.c();
  else heard(event.data);
});
if (holder.dataset.pdf) draw();
else goToPlace();
