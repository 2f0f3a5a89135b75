import type { Clock } from "../../base/clock.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import type { Driver } from "../host/driver.ts";
import { loadDriverModule, type ModuleLoader } from "../host/registry.ts";
import { Recorder } from "./recorder.ts";
import { redactionOf, shownOptions } from "./redaction.ts";
import { traceDriver } from "./trace-driver.ts";
import { type Redaction, TRACE_SCHEMA, type TraceSink } from "./trace-file.ts";

export interface RecordParts {
  readonly device: DeviceSettings;
  readonly clock: Clock;
  readonly sink: TraceSink;
  /** What would bring the driver without a recording. */
  readonly load?: ModuleLoader;
  readonly mostBytes?: number;
}

export interface Recording {
  /** For a host of this one device. */
  readonly load: ModuleLoader;
  /** Known once the driver has been loaded. */
  readonly redaction: Redaction | undefined;
  /** The file has reached its bound. */
  readonly isFull: boolean;
  close(): void;
}

/** Records a device from the first time its driver opens it. */
export function recordDevice({ device, clock, sink, load = loadDriverModule, mostBytes }: RecordParts): Recording {
  let recorder: Recorder | undefined;
  let redaction: Redaction | undefined;
  return {
    load: async (name) => {
      const module = (await load(name)) as { default?: Driver<DeviceKind> };
      // What is no driver the registry says better.
      if (typeof module.default?.open !== "function") return module;
      const { settings } = module.default;
      const rule = await redactionOf(module.default.kind, name, module);
      redaction = rule.redaction;
      const recorderFor = (options: unknown): Recorder => {
        recorder ??= new Recorder({
          header: {
            ...{ schema: TRACE_SCHEMA, device: device.id, kind: device.kind, driver: name, redaction: rule.redaction },
            options: shownOptions(settings, options),
            started: new Date(clock.now()).toISOString(),
          },
          ...{ redactor: rule.redactor, clock, sink },
          ...(mostBytes === undefined ? {} : { mostBytes }),
        });
        return recorder;
      };
      return { ...module, default: traceDriver(module.default, recorderFor) };
    },
    get redaction() {
      return redaction;
    },
    get isFull() {
      return recorder?.isFull ?? false;
    },
    close: () => (recorder ? recorder.close() : sink.close()),
  };
}
