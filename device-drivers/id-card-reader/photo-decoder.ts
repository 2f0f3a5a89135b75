import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AnySchemaObject } from "ajv";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { requiredByKind } from "../host/required-by-kind.ts";
import { isCardPhoto, PHOTO_BMP_BYTES } from "./photo-formats.ts";
import { PHOTO_DECODER_MS } from "./timing.ts";

/**
 * A card's photo is in a format that only closed vendor libraries read, so the site brings its decoder:
 * - `exec`: a program that takes the 1024 bytes on standard input and gives a BMP on standard output;
 * - `lookup`: a folder with `<sha256 of the 1024 bytes>.bmp`, for the sample cards;
 * - `none`: text only.
 */
export type PhotoDecoderSettings =
  | { readonly kind: "none" }
  | { readonly kind: "exec"; readonly command: readonly [string, ...string[]] }
  | { readonly kind: "lookup"; readonly folder: string };

export const PHOTO_DECODER_SCHEMA: AnySchemaObject = {
  type: "object",
  required: ["kind"],
  properties: {
    kind: { enum: ["none", "exec", "lookup"] },
    command: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } },
    folder: { type: "string", minLength: 1 },
  },
  additionalProperties: false,
  allOf: [requiredByKind("exec", ["command"]), requiredByKind("lookup", ["folder"])],
};

export interface PhotoError {
  readonly why: "no-decoder" | "not-found" | "decoder-failed" | "decoder-timeout" | "not-a-card-photo";
  /** Exit code, size, errno: never the picture. */
  readonly facts: Readonly<Record<string, string | number>>;
}

export type PhotoDecoder = (block: Buffer) => Promise<Result<Buffer, PhotoError>>;

export function photoDecoder(settings: PhotoDecoderSettings, clock: Clock): PhotoDecoder {
  switch (settings.kind) {
    case "none":
      return () => Promise.resolve(err({ why: "no-decoder", facts: {} }));
    case "exec":
      return async (block) => checked(await run(settings.command, block, clock));
    case "lookup":
      return async (block) => checked(await lookUp(settings.folder, block));
    default:
      return unreachable(settings);
  }
}

/** The name under which `lookup` looks for a block's picture. */
export function photoFileName(block: Uint8Array): string {
  return `${createHash("sha256").update(block).digest("hex")}.bmp`;
}

async function lookUp(folder: string, block: Buffer): Promise<Result<Buffer, PhotoError>> {
  try {
    return ok(await readFile(join(folder, photoFileName(block))));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    return err({ why: code === "ENOENT" ? "not-found" : "decoder-failed", facts: { errno: code } });
  }
}

function run(command: readonly [string, ...string[]], block: Buffer, clock: Clock): Promise<Result<Buffer, PhotoError>> {
  return new Promise((resolve) => {
    const [program, ...args] = command;
    // No shell, no environment beyond what a program needs to start: it handles a person's picture.
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"], env: { PATH: "/usr/bin:/bin" } });
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Result<Buffer, PhotoError>) => {
      timer.cancel();
      child.kill("SIGKILL");
      resolve(result);
    };
    const timer = clock.after(PHOTO_DECODER_MS, () => settle(err({ why: "decoder-timeout", facts: { waitedMs: PHOTO_DECODER_MS } })));
    const failed = (cause: NodeJS.ErrnoException) => settle(err({ why: "decoder-failed", facts: { errno: cause.code ?? cause.name } }));
    child.on("error", failed);
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= PHOTO_BMP_BYTES) chunks.push(chunk);
      else settle(err({ why: "not-a-card-photo", facts: { bytesMoreThan: PHOTO_BMP_BYTES } }));
    });
    child.on("close", (code) =>
      settle(code === 0 ? ok(Buffer.concat(chunks)) : err({ why: "decoder-failed", facts: { exit: code ?? -1 } })),
    );
    // A decoder that ends without reading closes the pipe; its exit code tells the story.
    child.stdin.on("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EPIPE") failed(cause);
    });
    child.stdin.end(block);
  });
}

function checked(bmp: Result<Buffer, PhotoError>): Result<Buffer, PhotoError> {
  if (!bmp.ok || isCardPhoto(bmp.value)) return bmp;
  return err({ why: "not-a-card-photo", facts: { bytes: bmp.value.length } });
}
