import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Act } from "./write-record.ts";

/**
 * What becomes of what was written and not synced when the power goes: all of it is lost, all of it is there, or chance decides for each
 * sector, as with a disk that writes in an order of its own and is stopped in the middle.
 */
export const FATES = ["lost", "kept", "torn"] as const;
export type Fate = (typeof FATES)[number];

/** Uniform in [0, 1). */
export type Chance = () => number;

/** A disk writes a sector whole or not at all; SQLite relies on no more (powersafe overwrite). */
const SECTOR_BYTES = 512;
const CREATED = 1;
const TRUNCATED = 2;

type Change = { readonly kind: "write"; readonly at: number; readonly data: Buffer } | { readonly kind: "length"; readonly length: number };

interface File {
  content: Buffer;
  unsynced: Change[];
}

type Entry = File | "folder";
/** `entry` null: the name is gone. */
interface NameChange {
  readonly path: string;
  readonly entry: Entry | null;
}

/**
 * A disk that keeps only what was synced. Stricter than ext4: a name is there, gone or moved for good only after its folder was synced, not
 * already with the file (ext4 commits both together); changes of names never overtake each other, as in every journalling file system.
 */
export class Disk {
  readonly #root: string;
  readonly #names = new Map<string, Entry>();
  readonly #durable = new Map<string, Entry>();
  readonly #handles = new Map<string, { readonly path: string; readonly entry: Entry }>();
  #renamed: NameChange[] = [];

  /** `root`: the folder that was recorded; it is there from the start. */
  constructor(root: string) {
    this.#root = root;
  }

  apply({ op, handle, at, data }: Act): void {
    const file = () => this.#file(handle, op);
    switch (op) {
      case "open":
        this.#open(handle, data.toString(), at);
        return;
      case "write":
        change(file(), { kind: "write", at, data });
        return;
      case "truncate":
        change(file(), { kind: "length", length: at });
        return;
      case "sync":
        this.#sync(handle);
        return;
      case "unlink":
        this.#name(data.toString(), null);
        return;
      case "rename": {
        const [from = "", to = ""] = data.toString().split("\0");
        this.#name(to, this.#names.get(from) ?? null);
        this.#name(from, null);
        return;
      }
      case "mkdir":
        this.#name(data.toString(), "folder");
        return;
      case "close":
        this.#handles.delete(handle);
        return;
      case "told":
        return;
      default:
        throw new Error(`the process did what the record cannot say: ${op} ${data}`);
    }
  }

  /** Writes below `target` what the machine finds when it has power again. */
  leave(target: string, fate: Fate, chance: Chance): void {
    const kept = fate === "lost" ? 0 : fate === "kept" ? this.#renamed.length : Math.floor(chance() * (this.#renamed.length + 1));
    const names = new Map(this.#durable);
    for (const change of this.#renamed.slice(0, kept)) put(names, change);
    mkdirSync(target, { recursive: true });
    const placed = [...names].sort(([a], [b]) => a.length - b.length);
    for (const [path, entry] of placed) {
      // What lies in a folder whose own name was lost is lost with it.
      if (dirname(path) !== this.#root && !names.has(dirname(path))) continue;
      const there = join(target, path.slice(this.#root.length));
      if (entry === "folder") mkdirSync(there, { mode: 0o700 });
      else writeFileSync(there, fate === "torn" ? torn(entry, chance) : settled(entry, fate === "kept"), { mode: 0o600 });
    }
  }

  #open(handle: string, path: string, how: number): void {
    const isFolder = path === this.#root || this.#names.get(path) === "folder";
    if (how & CREATED) this.#name(path, { content: Buffer.alloc(0), unsynced: [] });
    const entry = isFolder ? "folder" : this.#names.get(path);
    if (!entry) throw new Error(`${path} is opened, and nobody made it`);
    this.#handles.set(handle, { path, entry });
    if (how & TRUNCATED && !(how & CREATED)) change(this.#file(handle, "open"), { kind: "length", length: 0 });
  }

  #sync(handle: string): void {
    const opened = this.#handles.get(handle);
    if (!opened) throw new Error(`${handle} is synced, and was never opened`);
    if (opened.entry !== "folder") {
      opened.entry.content = settled(opened.entry, true);
      opened.entry.unsynced = [];
      return;
    }
    // Names do not overtake each other: with this folder's newest, all that came before it are there.
    const newest = this.#renamed.findLastIndex(({ path }) => dirname(path) === opened.path);
    for (const change of this.#renamed.splice(0, newest + 1)) put(this.#durable, change);
  }

  #name(path: string, entry: Entry | null): void {
    put(this.#names, { path, entry });
    this.#renamed.push({ path, entry });
  }

  #file(handle: string, op: string): File {
    const entry = this.#handles.get(handle)?.entry;
    if (!entry || entry === "folder") throw new Error(`${op} on ${handle}, which is no open file`);
    return entry;
  }
}

function put(names: Map<string, Entry>, { path, entry }: NameChange): void {
  if (entry) names.set(path, entry);
  else names.delete(path);
}

function change(file: File, made: Change): void {
  file.unsynced.push(made);
}

function settled({ content, unsynced }: File, isKept: boolean): Buffer {
  return isKept ? unsynced.reduce((bytes, made) => applied(bytes, made), content) : content;
}

function applied(bytes: Buffer, made: Change): Buffer {
  if (made.kind === "length") return resized(bytes, made.length);
  const end = made.at + made.data.length;
  const grown = end > bytes.length ? resized(bytes, end) : Buffer.from(bytes);
  made.data.copy(grown, made.at);
  return grown;
}

function resized(bytes: Buffer, length: number): Buffer {
  const other = Buffer.alloc(length);
  bytes.copy(other, 0, 0, Math.min(length, bytes.length));
  return other;
}

/**
 * Each sector is as it was after some one of the writes to it, whichever chance picks; lengths change in order, up to some point. A later
 * write to a sector brings the earlier ones with it: they lay in the same page of memory.
 */
function torn({ content, unsynced }: File, chance: Chance): Buffer {
  const lengthsUpTo = Math.floor(chance() * (unsynced.length + 1));
  const newest = new Map<number, number>();
  for (const sector of new Set(unsynced.flatMap(sectorsOf))) {
    const writes = unsynced.flatMap((made, index) => (sectorsOf(made).includes(sector) ? [index] : []));
    newest.set(sector, writes[Math.floor(chance() * (writes.length + 1)) - 1] ?? -1);
  }
  let bytes = content;
  for (const [index, made] of unsynced.entries()) {
    if (made.kind === "length") {
      if (index < lengthsUpTo) bytes = resized(bytes, made.length);
      continue;
    }
    for (const sector of sectorsOf(made)) {
      if (index > (newest.get(sector) ?? -1)) continue;
      const from = Math.max(made.at, sector * SECTOR_BYTES);
      const to = Math.min(made.at + made.data.length, (sector + 1) * SECTOR_BYTES);
      bytes = applied(bytes, { kind: "write", at: from, data: made.data.subarray(from - made.at, to - made.at) });
    }
  }
  return bytes;
}

function sectorsOf(made: Change): number[] {
  if (made.kind === "length" || made.data.length === 0) return [];
  const first = Math.floor(made.at / SECTOR_BYTES);
  const last = Math.floor((made.at + made.data.length - 1) / SECTOR_BYTES);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
