// While something on the page waits for a worker, the page is asked for again and shown when it has changed.
// Never while somebody types or has chosen something; the page says itself how to look again without this.

const SOON = 1500;
const LONGEST = 20000;

if (document.querySelector("[data-afresh]")) later(SOON);

function later(wait) {
  setTimeout(() => look(Math.min(2 * wait, LONGEST)), wait);
}

function busy() {
  const inField = document.activeElement?.matches("input:not([type=checkbox]), textarea, select");
  const ticked = [...document.querySelectorAll("main input[type=checkbox]")].some((box) => box.checked !== box.defaultChecked);
  return document.hidden || inField || ticked;
}

async function look(wait) {
  if (busy()) return later(wait);
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok && !answer.redirected) {
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!found.querySelector("[data-afresh]") && !busy()) return location.reload();
    }
  } catch {
    // The next round tries again.
  }
  later(wait);
}
