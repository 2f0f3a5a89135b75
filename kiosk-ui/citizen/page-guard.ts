/**
 * The page's own layer of the lockdown. Measured on Chromium in kiosk mode: a capturing keydown listener that prevents the default stops
 * every browser shortcut, among them those a normal window reserves (new tab, new window, developer tools). The window manager's keys
 * never reach the page; they are another layer's business.
 */
const ALLOWED = new Set(["Tab", "Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown"]);

/** Moving the focus and pressing what has it, without any modifier but Shift for going back. */
export function isKeyAllowed(key: Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">): boolean {
  if (key.ctrlKey || key.altKey || key.metaKey) return false;
  if (key.shiftKey && key.key !== "Tab") return false;
  return ALLOWED.has(key.key);
}

const FORBIDDEN = [
  "contextmenu",
  "dragstart",
  "dragover",
  "drop",
  "auxclick",
  "copy",
  "cut",
  "paste",
  "selectstart",
  "gesturestart",
  "gesturechange",
] as const;

/** Guards a window until `signal` aborts. */
export function guardPage(page: Window, signal: AbortSignal): void {
  const refuse = (event: Event) => event.preventDefault();
  const options = { capture: true, passive: false, signal } as const;
  page.addEventListener("keydown", (event) => !isKeyAllowed(event) && event.preventDefault(), options);
  page.addEventListener("keyup", (event) => !isKeyAllowed(event) && event.preventDefault(), options);
  for (const kind of FORBIDDEN) page.addEventListener(kind, refuse, options);
  // Pinch on a touch pad comes as a wheel with Ctrl; on a screen as more than one finger.
  page.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), options);
  page.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), options);
  page.addEventListener("click", (event) => isLink(event) && event.preventDefault(), options);
  page.addEventListener("submit", refuse, options);
  page.addEventListener("beforeprint", refuse, options);
  page.open = () => null;
  page.print = () => undefined;
  page.alert = () => undefined;
  // There is no page to go back to, and none to come forward.
  page.history.replaceState(null, "");
}

function isLink(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof HTMLAnchorElement);
}
