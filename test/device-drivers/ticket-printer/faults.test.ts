import { describeFaults } from "../../support/fault-table.ts";
import { faultRig } from "../escpos/printer-rig.ts";
import { faults } from "./faults.ts";

describeFaults(faults, () => faultRig("ticket-printer", "snbc"));
