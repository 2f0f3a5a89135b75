import { ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { type DriverContext, type DriverFailure, type DriverInstance, failed, unopened } from "../host/driver.ts";
import { Scanner, type ScannerWiring } from "./scanner.ts";

/** Connects, and asks the scanner whether it is there, if it can be asked. */
export async function openScanner(
  context: DriverContext<{ readonly transport: TransportSettings }>,
  wiring: ScannerWiring,
): Promise<Result<DriverInstance<"code-scanner">, DriverFailure>> {
  const opened = await context.connect(context.options.transport);
  if (!opened.ok) return unopened(opened.error);
  const scanner = new Scanner(opened.value, context, wiring);
  const answer = await scanner.inspect();
  switch (answer) {
    case "answered":
      return ok(scanner);
    case "silent":
    case "closed":
      await scanner.close();
      return failed("device.offline", "no", "operator", { inquiry: answer });
    case "garbled":
    case "flooded":
      await scanner.close();
      return failed("device.bad-reply", "no", "maintenance", { inquiry: answer });
    default:
      return unreachable(answer);
  }
}
