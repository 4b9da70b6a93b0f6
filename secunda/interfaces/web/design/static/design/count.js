// Shows how many characters are left in a text box that has a limit. Without it the limit is still written there.

const counted = (value) => value.replaceAll("\r\n", "\n").length;

for (const box of document.querySelectorAll("textarea[data-count]")) {
  const note = document.getElementById(`${box.id}-count`);
  if (!note) continue;
  let waiting;
  const show = () => {
    const left = Number(box.dataset.count) - counted(box.value);
    note.textContent = (left < 0 ? note.dataset.over : note.dataset.left).replace("{n}", Math.abs(left));
    note.classList.toggle("count--over", left < 0);
    // A screen reader hears the count when typing pauses, not at every letter.
    clearTimeout(waiting);
    note.removeAttribute("aria-live");
    waiting = setTimeout(() => note.setAttribute("aria-live", "polite"), 1000);
  };
  box.addEventListener("input", show);
  if (box.value) show();
}
