import { join } from "node:path";
import type { Clock } from "../../../base/clock.ts";
import type { Log } from "../../../base/log.ts";
import { CaseCentre } from "./case-centre/case-centre.ts";
import { type RunningDepartment, serveDepartment } from "./department-service.ts";
import { MarketRegistration } from "./market-registration/market-registration.ts";
import { ProvidentFund } from "./provident-fund/provident-fund.ts";
import { SocialInsurance } from "./social-insurance/social-insurance.ts";

export const DEPARTMENT_IDS = ["provident-fund", "case-centre", "market-registration", "social-insurance"] as const;
export type DepartmentId = (typeof DEPARTMENT_IDS)[number];

export interface DepartmentsParts {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly ports: Readonly<Record<DepartmentId, number>>;
  /** Folder of `<department>.db`. */
  readonly data: string;
  readonly verifyBase: string;
  readonly licencesPerPerson: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the sandbox departments, each an HTTP service with a database of its own. */
export async function startDepartments(parts: DepartmentsParts): Promise<Record<DepartmentId, RunningDepartment>> {
  const { host, ports, data, verifyBase, licencesPerPerson, clock, log } = parts;
  const file = (id: DepartmentId) => join(data, `${id}.db`);
  const centre = new CaseCentre(file("case-centre"), clock);
  const registration = new MarketRegistration({
    path: file("market-registration"),
    verifyBase,
    licencesPerPerson,
    clock,
    onDecided: (caseId, approved) =>
      approved
        ? centre.report(caseId, "done", "办结", "准予登记，可领取营业执照（样张）")
        : centre.report(caseId, "rejected", "办结", "登记申请未通过"),
  });
  const insurance = new SocialInsurance(file("social-insurance"), verifyBase, clock);
  const fund = new ProvidentFund(file("provident-fund"), verifyBase, clock);
  return {
    "social-insurance": await serveDepartment(insurance, { host, port: ports["social-insurance"] }, log),
    "case-centre": await serveDepartment(centre, { host, port: ports["case-centre"] }, log),
    "market-registration": await serveDepartment(registration, { host, port: ports["market-registration"] }, log),
    "provident-fund": await serveDepartment(fund, { host, port: ports["provident-fund"] }, log),
  };
}
