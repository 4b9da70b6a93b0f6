// Brings the list of errors into view and into focus when a form comes back with some.

document.querySelector("[data-error-summary]")?.focus();
