// An OpenID Connect provider for one test: node provider.mjs CONFIGURATION.json
// The configuration names the port, the TLS key and certificate, our client, and the people by their login.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { webcrypto } from "node:crypto";

// Debian 12 has Node 18, which lacks these two.
globalThis.crypto ??= webcrypto;
URL.parse ??= (text, base) => {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
const { Provider } = await import("oidc-provider");

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
const provider = new Provider(`https://127.0.0.1:${told.port}`, {
  clients: [
    {
      client_id: told.client_id,
      client_secret: told.client_secret,
      redirect_uris: [told.redirect_uri],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: [told.client_secret] },
  findAccount: (_context, login) => {
    const person = told.people[login];
    return person && { accountId: login, claims: () => ({ sub: login, ...person }) };
  },
});

createServer({ key: readFileSync(told.key), cert: readFileSync(told.certificate) }, provider.callback()).listen(
  told.port,
  "127.0.0.1",
  () => process.stdout.write("listening\n"),
);
