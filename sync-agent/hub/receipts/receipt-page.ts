import { escaped, publicPage } from "../public-page.ts";

/** What the page shows of each way it may end; its script (receipt-page.js) makes one of them visible. */
const STATES: readonly { readonly id: string; readonly zh: string; readonly en: string; readonly again?: true }[] = [
  { id: "looking", zh: "正在取回凭条……", en: "Fetching your receipt…" },
  {
    id: "not-yet",
    zh: "凭条还没有传到。自助机可能暂时断网，恢复后会自动传来，传到后至少保留一天。请尽早、最迟在七天内再打开这个地址。",
    en: "Your receipt has not arrived yet. The kiosk may be off the network; it will follow by itself and is then kept for at least a day. Open this address again soon, within seven days at the latest.",
    again: true,
  },
  {
    id: "expired",
    zh: "凭条的保留时间已过，现已删除。如需凭证，请到窗口补打。",
    en: "The time for which this receipt was kept is over; it was deleted. A service window can print it again.",
  },
  {
    id: "no-key",
    zh: "地址不完整。请重新扫描屏幕上的二维码，或使用完整的地址。",
    en: "The address is incomplete. Scan the code on the screen again, or use the whole address.",
  },
  {
    id: "broken",
    zh: "凭条打不开：地址有误，或内容已损坏。请到窗口补打。",
    en: "This receipt cannot be opened: the address is wrong, or the content is damaged. A service window can print it again.",
  },
  {
    id: "insecure",
    zh: "当前浏览器或连接不能解密凭条：需要 https 地址和较新的浏览器。",
    en: "This browser or connection cannot decrypt the receipt: it needs an https address and a recent browser.",
  },
  { id: "busy", zh: "查询次数过多，请一分钟后再试。", en: "Too many requests. Please try again in a minute.", again: true },
  {
    id: "away",
    zh: "暂时连不上，请检查网络后再试。",
    en: "No connection at the moment. Please check your network and try again.",
    again: true,
  },
];

/** The same page for every receipt: which one it is, and its key, only the browser knows. */
export function receiptPage(city: string): ReturnType<typeof publicPage> {
  const states = STATES.map(
    ({ id, zh, en, again }) =>
      `<section class="card" id="${id}" hidden><p>${zh}<span lang="en">${en}</span></p>${
        again ? '<p class="actions"><button type="button" class="again">再看一次 · Look again</button></p>' : ""
      }</section>`,
  );
  return publicPage(
    "电子凭条",
    `<header><h1>电子凭条<span lang="en">Receipt</span></h1></header><main role="status">${states.join("\n")}
<section id="shown" hidden><div class="slip" id="slip"></div>
<div class="card noprint"><p>凭条保留到 <time id="until"></time>，请截屏或打印保存。内容只在您的手机上解开，服务器看不到。<span lang="en">Kept until then: take a screenshot or print it. It was decrypted on your phone alone; the server cannot read it.</span></p>
<p class="actions"><button type="button" id="print">打印 · Print</button></p></div></section>
<noscript><section class="card"><p>需要打开浏览器的脚本功能才能解开凭条。<span lang="en">Your browser must allow scripts to decrypt the receipt.</span></p></section></noscript></main>
<footer><p>${escaped(city)}</p></footer><script src="receipt-page.js" defer></script>`,
    "script",
  );
}
