// Runs on anybody's phone, as it stands here: no build, no library. What it decrypts is set as text, never as HTML.

const WAYS = ["looking", "not-yet", "expired", "no-key", "broken", "insecure", "busy", "away", "shown"];
const BY_STATUS = { 404: "not-yet", 410: "expired", 429: "busy" };
const NONCE_BYTES = 12;

const byId = (id) => document.getElementById(id);

function show(way) {
  for (const one of WAYS) byId(one).hidden = one !== way;
}

async function look() {
  show("looking");
  const [receipt] = /[0-9a-f]{32}(?=\/?$)/.exec(location.pathname) ?? [];
  const key = bytesOf(location.hash.slice(1).replace(/-/g, "+").replace(/_/g, "/"));
  if (!receipt || key?.length !== 32) return show("no-key");
  // Browsers offer WebCrypto only where nobody can have changed this page on its way: https, or this very machine.
  if (!globalThis.crypto?.subtle) return show("insecure");
  const reply = await fetch(`${receipt}/data`, { cache: "no-store" }).catch(() => null);
  if (!reply?.ok) return show(BY_STATUS[reply?.status] ?? "away");
  const answer = await reply.json().catch(() => null);
  if (!answer) return show("away");
  // What a kiosk sealed may be anything: a line that is none is told, not waited for.
  const slip = await opened(receipt, key, answer.sealed)
    .then((lines) => lines.map(drawn))
    .catch(() => null);
  if (!slip) return show("broken");
  byId("slip").replaceChildren(...slip);
  const hallTime = { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" };
  byId("until").textContent = new Date(answer.until).toLocaleString("zh-CN", hallTime);
  show("shown");
}

/** AES-256-GCM: 12 bytes nonce, ciphertext, tag; the receipt's address is under the seal. */
async function opened(receipt, key, sealed) {
  const bytes = bytesOf(sealed);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes.subarray(0, NONCE_BYTES), additionalData: new TextEncoder().encode(receipt) };
  const plain = await crypto.subtle.decrypt(how, aes, bytes.subarray(NONCE_BYTES));
  const { lines } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  if (!Array.isArray(lines)) throw new Error("no lines");
  return lines;
}

function bytesOf(base64) {
  try {
    return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  } catch {
    return null;
  }
}

function drawn(line) {
  switch (line.kind) {
    case "text":
      return made("p", [line.align, line.size, line.bold ? "bold" : ""], line.text);
    case "pair": {
      const pair = made("p", ["pair"], "");
      pair.append(made("span", [], line.left), made("span", [], line.right));
      return pair;
    }
    case "rule":
      return document.createElement("hr");
    case "qr":
      return link(line.data);
    default:
      return made("p", [], "");
  }
}

// On the phone itself a code to scan is of no use: it is what the code holds.
function link(address) {
  const paragraph = made("p", ["center"], "");
  if (!/^https?:\/\//.test(address)) paragraph.textContent = address;
  else paragraph.append(Object.assign(made("a", [], address), { href: address, rel: "noreferrer noopener" }));
  return paragraph;
}

function made(name, classes, text) {
  const element = document.createElement(name);
  element.className = classes.filter(Boolean).join(" ");
  element.textContent = text ?? "";
  return element;
}

for (const button of document.querySelectorAll(".again")) button.addEventListener("click", () => void look());
byId("print").addEventListener("click", () => print());
addEventListener("hashchange", () => void look());
void look();
