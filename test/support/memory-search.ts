import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { Needles } from "./needles.ts";

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** The program's file. */
  readonly program: string;
  /** A browser's `renderer`, `gpu-process`, `network.mojom.NetworkService`, `browser`; else the program's own name. */
  readonly type: string;
}

/** Where a needle lies: an address range's name, or a file that is held open without a place in the address space. */
export interface Find {
  readonly process: ProcessInfo;
  readonly kind: string;
  readonly region: string;
  readonly address: number;
}

export interface Search {
  readonly finds: Find[];
  /** Bytes looked at. */
  searched: number;
}

const PAGE = 4_096;
const CHUNK = 4 << 20;

/** `of` and everything below it, as the kernel lists it now. */
export function processTree(of: readonly number[]): ProcessInfo[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => describe(Number(name)));
  const wanted = new Set(of);
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size;
    for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
  }
  return all.filter(({ pid }) => wanted.has(pid));
}

function describe(pid: number): ProcessInfo[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return [];
    // A renderer writes its own title, with spaces where the arguments had ends.
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split(/[\0 ]/u);
    const word = (name: string) => words.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
    const program = basename(readlinkSync(`/proc/${pid}/exe`));
    const type = word("utility-sub-type") ?? word("type") ?? (program === "chromium" ? "browser" : program);
    return [{ pid, parent: Number(parent), program, type }];
  } catch {
    // Gone between the listing and the look.
    return [];
  }
}

/** Everything that these processes could still read of themselves: resident pages, and shared memory held by a descriptor only. */
export function searchMemory(processes: readonly ProcessInfo[], needles: Needles): Search {
  const search: Search = { finds: [], searched: 0 };
  const buffer = Buffer.alloc(CHUNK + needles.longest);
  const seen = new Set<string>();
  for (const process of processes) {
    try {
      searchRegions(process, needles, buffer, search);
      searchDescriptors(process, needles, buffer, search, seen);
    } catch (cause) {
      // A process that ends under our eyes has given its memory back.
      if (!["ENOENT", "ESRCH"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    }
  }
  buffer.fill(0);
  return search;
}

interface Region {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

function searchRegions(process: ProcessInfo, needles: Needles, buffer: Buffer, search: Search): void {
  const memory = openSync(`/proc/${process.pid}/mem`, "r");
  const pages = openSync(`/proc/${process.pid}/pagemap`, "r");
  try {
    for (const { from, to, name } of regionsOf(process.pid)) {
      for (const run of residentRuns(pages, from, to)) {
        searchFile(memory, run, needles, buffer, search, (kind, address) => search.finds.push({ process, kind, region: name, address }));
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
}

function searchFile(
  file: number,
  [from, to]: readonly [number, number],
  needles: Needles,
  buffer: Buffer,
  search: Search,
  hit: (kind: string, at: number) => void,
): void {
  for (let at = from; at < to; at += CHUNK) {
    const got = readAt(file, buffer, Math.min(buffer.length, to - at), at);
    const end = Math.min(CHUNK, got);
    needles.search(buffer.subarray(0, got), end, (kind, offset) => hit(kind, at + offset));
    search.searched += end;
  }
}

/** Regions with pages in memory. A program's own code and tables, mapped from its file and never written, hold nobody's data. */
function regionsOf(pid: number): Region[] {
  const regions: Region[] = [];
  let head: { from: number; to: number; name: string; fromFile: boolean; writable: boolean } | undefined;
  let resident = 0;
  const close = () => {
    if (head && resident > 0 && !(head.fromFile && !head.writable)) regions.push({ from: head.from, to: head.to, name: head.name });
  };
  for (const line of readFileSync(`/proc/${pid}/smaps`, "utf8").split("\n")) {
    const found = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ (\d+)\s*(.*)$/u.exec(line);
    if (found) {
      close();
      resident = 0;
      const [, from = "", to = "", rights = "", inode, path = ""] = found;
      const inMemory = path === "" || /^(\[|\/memfd:|\/dev\/shm\/|\/dev\/zero)/u.test(path) || path.endsWith("(deleted)");
      head = {
        from: Number.parseInt(from, 16),
        to: Number.parseInt(to, 16),
        name: path || `anonymous ${rights}`,
        fromFile: inode !== "0" && !inMemory,
        writable: rights.includes("w"),
      };
      // The kernel's own pages, which cannot be read this way.
      if (/^\[v(var|syscall|dso)/u.test(path)) head = undefined;
    } else if (/^(Rss|Swap):/u.test(line)) resident += Number(/\d+/u.exec(line)?.[0] ?? 0);
  }
  close();
  return regions;
}

const ENTRIES = 65_536;

/** Runs of pages that are present, by the kernel's own map: a browser reserves terabytes that hold nothing. */
function* residentRuns(pagemap: number, from: number, to: number): Generator<[number, number]> {
  const entries = Buffer.alloc(ENTRIES * 8);
  let start = -1;
  for (let at = from; at < to; at += ENTRIES * PAGE) {
    const count = Math.min(ENTRIES, (to - at) / PAGE);
    const got = readAt(pagemap, entries, count * 8, (at / PAGE) * 8) / 8;
    for (let page = 0; page < count; page++) {
      // Bit 63: in memory; bit 62: swapped out, and read back when asked for.
      const present = page < got && (entries[page * 8 + 7] as number) >= 0x40;
      const address = at + page * PAGE;
      if (present && start < 0) start = address;
      else if (!present && start >= 0) {
        yield [start, address];
        start = -1;
      }
    }
  }
  if (start >= 0) yield [start, to];
}

/** Shared memory without a mapping: it would come back with the next one. */
function searchDescriptors(process: ProcessInfo, needles: Needles, buffer: Buffer, search: Search, seen: Set<string>): void {
  for (const { path, target } of openFiles(process.pid)) {
    if (!/^\/memfd:|^\/dev\/shm\/|\(deleted\)$/u.test(target)) continue;
    const file = openIfThere(path);
    if (file === undefined) continue;
    try {
      const { dev, ino, size } = fstatSync(file);
      if (seen.has(`${dev}:${ino}`)) continue;
      seen.add(`${dev}:${ino}`);
      const region = `held open: ${target}`;
      searchFile(file, [0, size], needles, buffer, search, (kind, address) => search.finds.push({ process, kind, region, address }));
    } finally {
      closeSync(file);
    }
  }
}

/** What a process holds open: where to open it once more, and what it is. */
export function openFiles(pid: number): { path: string; target: string }[] {
  const folder = `/proc/${pid}/fd`;
  return listed(folder).flatMap((name) => {
    try {
      return [{ path: `${folder}/${name}`, target: readlinkSync(`${folder}/${name}`) }];
    } catch {
      // Closed meanwhile.
      return [];
    }
  });
}

/** Nothing, when the process has ended: what it held open is closed. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (["ENOENT", "ESRCH"].includes((cause as NodeJS.ErrnoException).code ?? "")) return [];
    throw cause;
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}

/** As much as can be read; a page that went meanwhile reads as an error, and as nothing. */
function readAt(file: number, into: Buffer, length: number, position: number): number {
  let got = 0;
  while (got < length) {
    try {
      const read = readSync(file, into, got, length - got, position + got);
      if (read === 0) break;
      got += read;
    } catch (cause) {
      if (["EIO", "EFAULT", "ENOMEM"].includes((cause as NodeJS.ErrnoException).code ?? "")) break;
      throw cause;
    }
  }
  return got;
}

/** { "renderer 1234": { "frame jpeg": 12 } } */
export function tally(finds: readonly Find[]): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const { process, kind } of finds) {
    const key = `${process.type} ${process.pid}`;
    const row = table[key] ?? {};
    table[key] = { ...row, [kind]: (row[kind] ?? 0) + 1 };
  }
  return table;
}
