// Passkeys (Web Authentication Level 2 §5.1). A form with data-passkey asks the browser for a key and sends
// what the key says; "add" and "use" bring their options along, "sign-in" fetches them.

const BYTES = ["challenge", "id"];

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    prove(form);
  });
}

async function prove(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  if (!window.PublicKeyCredential) return say(problem, problem.dataset.unknown);
  try {
    const options = await optionsOf(form);
    const credential =
      form.dataset.passkey === "add"
        ? await navigator.credentials.create(strictWhenAlone(options, form))
        : await navigator.credentials.get(options);
    form.elements.credential.value = JSON.stringify(written(credential));
  } catch {
    return say(problem, problem.dataset.stopped);
  }
  form.requestSubmit();
}

async function optionsOf(form) {
  if (form.dataset.options) return read(JSON.parse(form.dataset.options));
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return read((await answer.json()).request_options);
}

// A passkey that signs in alone must be kept on the device and must check its owner.
function strictWhenAlone(options, form) {
  const alone = form.elements.passwordless.checked;
  const selection = options.publicKey.authenticatorSelection;
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return options;
}

function read(value, name = "") {
  if (typeof value === "string") return BYTES.includes(name) ? bytes(value) : value;
  if (Array.isArray(value)) return value.map((each) => read(each));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, name === "rp" ? each : read(each, key)]),
  );
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function written(credential) {
  const said = credential.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = text(said[name]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function say(problem, words) {
  problem.textContent = words;
  problem.hidden = false;
}
