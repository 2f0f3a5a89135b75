import type { Weights } from "./onnx-writer.ts";

/** The constants of a ModelProto that `encodeOnnx` wrote, in its order; only those of float32. */
export function readOnnxWeights(onnx: Buffer): Weights<Float32Array>[] {
  const graph = fields(onnx).find(({ field }) => field === 7)?.bytes ?? Buffer.alloc(0);
  return fields(graph)
    .filter(({ field }) => field === 5)
    .map(({ bytes }) => tensor(bytes))
    .filter((one) => one !== undefined);
}

interface Field {
  readonly field: number;
  readonly value: number;
  readonly bytes: Buffer;
}

function tensor(bytes: Buffer): Weights<Float32Array> | undefined {
  const parts = fields(bytes);
  const one = (field: number) => parts.find((part) => part.field === field);
  const raw = one(9)?.bytes;
  if (one(2)?.value !== 1 || !raw) return undefined;
  const values = Float32Array.from({ length: raw.length / 4 }, (_, at) => raw.readFloatLE(at * 4));
  const shape = parts.filter((part) => part.field === 1).map((part) => part.value);
  return { name: one(8)?.bytes.toString("utf8") ?? "", shape, values };
}

/** The fields of one message: varints and what has a length. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = () => {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  while (at < message.length) {
    const key = varint();
    const value = varint();
    const hasLength = key % 8 === 2;
    if (!hasLength && key % 8 !== 0) throw new Error(`field type ${key % 8} was not expected there`);
    found.push({ field: Math.floor(key / 8), value, bytes: hasLength ? message.subarray(at, at + value) : Buffer.alloc(0) });
    if (hasLength) at += value;
  }
  return found;
}
