import type { InferenceSession, TensorConstructor } from "onnxruntime-node";
import { err, ok, type Result } from "../../base/result.ts";
import type { StartFailure } from "./models.ts";

/** A network with one input and one output, both float32. */
export interface Network {
  /** `input` may be used again once this resolves; the numbers that come out are the caller's to wipe. */
  run(input: Float32Array, shape: readonly number[]): Promise<Float32Array>;
}

/** What runs the networks. */
export interface OrtRuntime {
  readonly name: OrtName;
  /** Why it is not the faster one. */
  readonly insteadOf: string | null;
  open(model: Buffer): Promise<Network>;
}

export type OrtName = "onnxruntime-node" | "onnxruntime-web";

interface Ort {
  readonly InferenceSession: { create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  readonly Tensor: TensorConstructor;
}

/** One thread: a second gains a third of a frame's time and takes it from the screen. */
const OPTIONS: InferenceSession.SessionOptions = {
  executionMode: "sequential",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: "all",
};

/** Loads the package of that name. */
export type LoadOrt = (name: OrtName) => Promise<Ort>;

/**
 * The native ONNX Runtime, or where its library will not load (LoongArch, musl, a glibc older than 2.28) the same release as
 * WebAssembly, which takes three to four times as long a frame.
 */
export async function chooseOrt(load: LoadOrt = loadOrt): Promise<Result<OrtRuntime, StartFailure>> {
  const native = await openOrt("onnxruntime-node", null, load);
  if (native.ok) return native;
  const web = await openOrt("onnxruntime-web", native.error, load);
  if (web.ok) return web;
  const detail = `onnxruntime-node: ${native.error}; onnxruntime-web: ${web.error}`;
  return err({ code: "face.backend-unsuitable", detail, advice: "reinstall the release; the processor must have SSE4.1, NEON or LSX" });
}

/** That one, or what its loading complained of. */
export async function openOrt(name: OrtName, insteadOf: string | null, load: LoadOrt = loadOrt): Promise<Result<OrtRuntime, string>> {
  let ort: Ort;
  try {
    ort = await load(name);
  } catch (cause) {
    return err(String(cause));
  }
  return ok({ name, insteadOf, open: (model) => openNetwork(ort, model) });
}

async function openNetwork({ InferenceSession, Tensor }: Ort, model: Buffer): Promise<Network> {
  const session = await InferenceSession.create(model, OPTIONS);
  const [input = "", output = ""] = [session.inputNames[0], session.outputNames[0]];
  return {
    async run(values, shape) {
      const outputs = await session.run({ [input]: new Tensor("float32", values, shape) });
      return outputs[output]?.data as Float32Array;
    },
  };
}

async function loadOrt(name: OrtName): Promise<Ort> {
  if (name === "onnxruntime-node") return (await import("onnxruntime-node")) as Ort;
  const web = await import("onnxruntime-web/wasm");
  web.env.wasm.numThreads = 1;
  return web as unknown as Ort;
}
