/** What a staff page gets of its server: the answer, that it must log in first (or wait with it), or that nobody answered. */
export type Answer<T> =
  | { readonly is: "answer"; readonly value: T }
  | { readonly is: "login"; readonly body: unknown }
  | { readonly is: "refused"; readonly words: string }
  | { readonly is: "away" };

export async function get<T>(path: string): Promise<Answer<T>> {
  return read<T>(() => fetch(path, { cache: "no-store", credentials: "same-origin" }));
}

export async function send<T>(path: string, body: unknown): Promise<Answer<T>> {
  const headers = { "content-type": "application/json" };
  return read<T>(() => fetch(path, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store", credentials: "same-origin" }));
}

async function read<T>(ask: () => Promise<Response>): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await ask();
  } catch {
    return { is: "away" };
  }
  const text = await response.text();
  if (response.status === 401 || response.status === 429) return { is: "login", body: parsedOrNull(text) };
  if (!response.ok) return { is: "refused", words: wordsOf(text) || String(response.status) };
  return { is: "answer", value: (text ? JSON.parse(text) : undefined) as T };
}

// The runtime explains a refusal as {detail}, the hub as {error: {what}}; anything else is shown as it came.
function wordsOf(text: string): string {
  try {
    const parsed = JSON.parse(text) as { detail?: unknown; error?: { what?: unknown } };
    const words = parsed.detail ?? parsed.error?.what;
    return typeof words === "string" ? words : text;
  } catch {
    return text.slice(0, 200);
  }
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
