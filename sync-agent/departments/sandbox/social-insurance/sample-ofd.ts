import { zip } from "./zip.ts";

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const FONT = 3;
const PAGE = [210, 297] as const;

/**
 * One page of lines as an OFD (GB/T 33190-2016): a container and the four files that §7 asks for. A stand-in for what a real department's
 * own system makes, so that there is something to pass through. Nothing in this house reads OFD, and no independent reader has proved this one.
 */
export function sampleOfd(title: string, lines: readonly string[]): Buffer {
  const entry = (name: string, xml: string) => ({ name, bytes: Buffer.from(HEAD + xml, "utf8") });
  return zip([
    entry(
      "OFD.xml",
      `<ofd:OFD ${NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>00000000000000000000000000000001</ofd:DocID>` +
        `<ofd:Title>${xml(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    ),
    entry(
      "Doc_0/Document.xml",
      `<ofd:Document ${NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>${FONT + 1 + lines.length}</ofd:MaxUnitID>` +
        `<ofd:PageArea><ofd:PhysicalBox>0 0 ${PAGE.join(" ")}</ofd:PhysicalBox></ofd:PageArea>` +
        `<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>` +
        `<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
    ),
    entry(
      "Doc_0/PublicRes.xml",
      `<ofd:Res ${NAMESPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="${FONT}" FontName="宋体" FamilyName="SimSun"/></ofd:Fonts></ofd:Res>`,
    ),
    entry(
      "Doc_0/Pages/Page_0/Content.xml",
      `<ofd:Page ${NAMESPACE}><ofd:Content><ofd:Layer ID="2">${lines.map(textObject).join("")}</ofd:Layer></ofd:Content></ofd:Page>`,
    ),
  ]);
}

const LINE_MM = 12;
const LEFT_MM = 25;
const SIZE_MM = 5;

function textObject(line: string, n: number): string {
  const boundary = `${LEFT_MM} ${30 + n * LINE_MM} ${PAGE[0] - 2 * LEFT_MM} ${LINE_MM}`;
  const advances = [...line].slice(1).length;
  const deltas = advances > 0 ? ` DeltaX="g ${advances} ${SIZE_MM}"` : "";
  return (
    `<ofd:TextObject ID="${FONT + 1 + n}" Boundary="${boundary}" Font="${FONT}" Size="${SIZE_MM}">` +
    `<ofd:TextCode X="0" Y="${SIZE_MM}"${deltas}>${xml(line)}</ofd:TextCode></ofd:TextObject>`
  );
}

function xml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
