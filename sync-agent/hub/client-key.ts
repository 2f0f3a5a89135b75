/** By what requests of one client are counted. A network hands a whole /64 to one phone: its addresses count as one. */
export function clientKey(ip = ""): string {
  if (!ip.includes(":") || ip.includes(".")) return ip;
  const [head = "", tail = ""] = ip.split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const gap = ip.includes("::") ? Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0") : [];
  return [...before, ...gap, ...after].slice(0, 4).join(":");
}
