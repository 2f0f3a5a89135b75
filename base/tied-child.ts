import { existsSync } from "node:fs";

const SETPRIV = "/usr/bin/setpriv";

/**
 * The command line under which a child is ended by the kernel when we die, however we die, so that a killed parent
 * leaves no orphan holding a port or a device. Where util-linux has no `setpriv`, the command as it is.
 */
export function tiedToUs(command: readonly string[]): { readonly program: string; readonly args: string[] } {
  const [program = "", ...args] = existsSync(SETPRIV) ? [SETPRIV, "--pdeathsig", "SIGKILL", ...command] : command;
  return { program, args };
}
