// Filling a long form by key: n goes to the next question without an answer, a digit picks the answer of that
// number. Optional questions are passed over. Digits act on choices only, so they are never taken from words.

const form = document.querySelector("[data-opinion]");
const WORDS = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select";

// Fields that a rule asks for, as the server saw it; once a section was written in, its rules may ask for others.
const missing = JSON.parse(form?.dataset.missing ?? "[]");
const touched = new Set();

let last = null;

function isAsked(control) {
  const part = control.closest("[data-part]")?.dataset.part;
  return touched.has(part) || missing.some((each) => control.name === each || control.name.startsWith(`${each}-`));
}

function ofOneName(control) {
  return [...form.querySelectorAll(`input[name="${CSS.escape(control.name)}"]`)];
}

// A source is given once it is marked as one's own judgement or named: its box stands for all of its fields.
function judgement(field) {
  const row = field.closest(".repeat__item");
  const boxes = row ? [...row.querySelectorAll("input[name$='-judgement_only']")] : [];
  return boxes.find((each) => each.closest(".repeat__item") === row) ?? null;
}

function isOpen(field) {
  const choice = field.querySelector("input[type=radio], input[type=checkbox]");
  if (choice) return !ofOneName(choice).some((each) => each.checked);
  const boxes = [...field.querySelectorAll(WORDS)];
  return boxes.length > 0 && boxes.every((each) => !each.value.trim());
}

function openPlaces() {
  const found = new Set();
  for (const field of form.querySelectorAll(".field")) {
    if (field.offsetParent === null || field.querySelector(".label__optional")) continue;
    const own = judgement(field);
    if (own) {
      const named = [...own.closest(".repeat__item").querySelectorAll("input[type=text]")].some((each) => each.value);
      if (!named && !ofOneName(own).some((each) => each.checked)) found.add(own);
    } else if (isOpen(field)) found.add(field.querySelector("input:not([type=hidden]), textarea, select"));
  }
  return [...found].filter((each) => each && isAsked(each));
}

function next() {
  const open = openPlaces();
  const after = (each) => last === null || last.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
  const target = open.find((each) => each !== last && after(each)) ?? open[0];
  if (!target) {
    form.querySelector(".form-foot button")?.focus();
    return;
  }
  target.focus();
  target.scrollIntoView({ block: "center" });
}

// 1 to 9 as counted; 0 is the last, however many there are.
function numbered(list, digit) {
  return digit === 0 ? list.at(-1) : list[digit - 1];
}

function pick(target, number) {
  if (target.matches("select")) {
    const option = numbered([...target.options].filter((each) => each.value), number);
    if (!option) return false;
    target.value = option.value;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }
  const choice = numbered(ofOneName(target), number);
  if (!choice) return false;
  choice.focus();
  choice.click();
  return true;
}

form?.addEventListener("focusin", (event) => {
  last = event.target;
});
form?.addEventListener("input", (event) => {
  touched.add(event.target.closest("[data-part]")?.dataset.part);
});
form?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || document.documentElement.classList.contains("keys-off")) return;
  if (!/^[0-9]$/.test(event.key) || !event.target.matches("select, input[type=radio], input[type=checkbox]")) return;
  if (pick(event.target, Number(event.key))) event.preventDefault();
});
document.querySelector("[data-next-open]")?.addEventListener("click", next);
