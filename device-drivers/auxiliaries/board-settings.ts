import type { AnySchemaObject } from "ajv";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { TRANSPORT_SCHEMA } from "../transport/open-transport.ts";
import { MAX_BITS } from "./modbus.ts";

/** What it means when an input is active. */
export const MEANINGS = ["proximity", "door-open", "ups-on-battery", "ups-low", "operator-call"] as const;
export type Meaning = (typeof MEANINGS)[number];

export interface InputSettings {
  readonly means: Meaning;
  /** Address on the wire, from 0: terminal X1 or DI1 is 0. */
  readonly input: number;
  /** The level at which it is active: 0 for a contact that opens. */
  readonly activeIs: 0 | 1;
  /** Name of the sensor, where there are several doors or proximity sensors. */
  readonly name?: string;
}

/** What is wired to which terminal. */
export interface BoardSettings {
  readonly transport: TransportSettings;
  /** Modbus address of the board. */
  readonly unit: number;
  readonly inputs: readonly InputSettings[];
  /** Coil by the name of the light; terminal Y1 or relay 1 is 0. */
  readonly lights: Readonly<Record<string, number>>;
}

const name: AnySchemaObject = { type: "string", pattern: "^[a-z][a-z0-9-]{0,39}$" };
const address: AnySchemaObject = { type: "integer", minimum: 0, maximum: MAX_BITS - 1 };

export const BOARD_SCHEMA: AnySchemaObject = {
  type: "object",
  required: ["transport"],
  properties: {
    transport: TRANSPORT_SCHEMA,
    unit: { type: "integer", minimum: 1, maximum: 247, default: 1 },
    inputs: {
      type: "array",
      maxItems: 32,
      default: [],
      items: {
        type: "object",
        required: ["means", "input"],
        properties: { means: { enum: MEANINGS }, input: address, activeIs: { enum: [0, 1], default: 1 }, name },
        additionalProperties: false,
      },
    },
    lights: { type: "object", maxProperties: 32, propertyNames: name, additionalProperties: address, default: {} },
  },
  additionalProperties: false,
};

/** What a schema cannot say; in words for the technician who wired the board. */
export function checkBoard({ inputs, lights }: BoardSettings): Result<void, string> {
  if (inputs.length === 0 && Object.keys(lights).length === 0) return err("neither an input nor a light is named");
  const input = twice(inputs.map((one) => one.input));
  if (input !== undefined) return err(`input ${input} has two meanings`);
  const coil = twice(Object.values(lights));
  if (coil !== undefined) return err(`coil ${coil} is two lights`);
  // Two inputs make one sensor of the UPS; each other sensor has one.
  const sensor = twice(inputs.map((one) => (sensorName(one) === UPS ? one.means : sensorName(one))));
  return sensor === undefined ? ok() : err(`two inputs are called ${sensor}`);
}

export const UPS = "ups";

export function sensorName({ means, name }: InputSettings): string {
  if (means === "ups-on-battery" || means === "ups-low") return UPS;
  return name ?? (means === "door-open" ? "door" : means);
}

function twice<T>(values: readonly T[]): T | undefined {
  return values.find((value, at) => values.indexOf(value) !== at);
}
