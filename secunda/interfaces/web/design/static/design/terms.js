// A term that was found is put into the form beside which this page stands, or into the form in the other tab.

const form = document.querySelector("[data-terms]");
const box = form?.querySelector("input[name=words]");
const state = document.querySelector("[data-terms-state]");
const terms = [...document.querySelectorAll("[data-term]")];
const channel = new BroadcastChannel(`secunda-cite ${form?.dataset.terms}`);
const inFrame = window.parent !== window;

function tell(event) {
  if (!event.data?.secundaPut || !state) return;
  state.textContent = state.dataset.put.replace("{term}", event.data.secundaPut);
}

for (const term of terms) {
  term.addEventListener("click", (event) => {
    event.preventDefault();
    const said = { secundaInsert: term.dataset.term };
    if (state) state.textContent = state.dataset.nowhere;
    if (inFrame) window.parent.postMessage(said, location.origin);
    else channel.postMessage(said);
  });
}
addEventListener("message", (event) => {
  if (event.origin === location.origin) tell(event);
});
channel.addEventListener("message", tell);
// The first term found, or the box: whoever came by key goes on by key.
(terms[0] ?? box)?.focus();
