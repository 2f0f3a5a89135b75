import { writeFileSync } from "node:fs";
import { FAULT_PAGE, faultPage, faultTables } from "./fault-page.ts";

writeFileSync(FAULT_PAGE, faultPage(await faultTables()));
