import assert from "node:assert/strict";
import { hashPassword } from "../../../base/password.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { TechnicianLogin } from "../../../runtime/server/technician-login.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const MINUTE = 60_000;
const PINS = { lin: "111111", zhou: "222222", wu: "333333", zheng: "333333" };

describe("who is at the technician's console", () => {
  let technicians: { id: string; name: string; pinHash: string }[];
  let clock: FakeClock;
  let login: TechnicianLogin;

  before(async () => {
    technicians = await Promise.all(
      Object.entries(PINS).map(async ([id, pin]) => ({ id, name: id, pinHash: await hashPassword(pin, systemRandom) })),
    );
  });
  beforeEach(() => {
    clock = new FakeClock();
    login = new TechnicianLogin(technicians, clock, systemRandom);
  });

  const enters = async (pin: string) => must(await login.login(pin));

  it("is told by the PIN alone", async () => {
    for (const id of ["lin", "zhou"] as const) {
      const { token, technician } = await enters(PINS[id]);
      assert.equal(technician, id);
      assert.equal(login.whoHas(token), id);
    }
  });

  it("is nobody when the PIN is of two: neither gets in, nor confirms", async () => {
    const tried = await login.login(PINS.wu);
    assert.deepEqual([tried.ok, !tried.ok && tried.error.why], [false, "pin-of-two"]);
    const second = await login.second(PINS.wu, "lin");
    assert.deepEqual([second.ok, !second.ok && second.error.why], [false, "pin-of-two"]);
  });

  it("is one at a time, and nobody after ten idle minutes", async () => {
    const first = await enters(PINS.lin);
    const later = await enters(PINS.zhou);
    assert.equal(login.whoHas(first.token), null);
    await clock.advance(10 * MINUTE - 1);
    assert.equal(login.whoHas(later.token), "zhou");
    await clock.advance(10 * MINUTE);
    assert.equal(login.whoHas(later.token), null);
  });

  it("is confirmed by another, never by the same person", async () => {
    assert.deepEqual(await login.second(PINS.zhou, "lin"), { ok: true, value: "zhou" });
    assert.deepEqual(await login.second(PINS.lin, "lin"), { ok: false, error: { why: "same-person" } });
  });

  it("does not let a technician find a colleague's PIN at the login, with their own put between the guesses", async () => {
    let looked = 0;
    for (let guess = 0; guess < 20; guess++) {
      const tried = await login.login(String(guess).padStart(6, "0"));
      if (!tried.ok && tried.error.why === "wrong-pin") looked += 1;
      if (guess % 4 === 3) await login.login(PINS.lin);
    }
    assert.equal(looked, 5);
  });

  it("counts tries that come at once before it looks at them", async () => {
    const tried = await Promise.all(Array.from({ length: 12 }, () => login.second("000000", "lin")));
    assert.equal(tried.filter((one) => !one.ok && one.error.why === "wrong-pin").length, 5);
  });
});
