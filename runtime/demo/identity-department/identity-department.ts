import express, { type Router } from "express";
import { type Check, checker } from "../../../base/checked.ts";
import type { Clock } from "../../../base/clock.ts";
import type { Log } from "../../../base/log.ts";
import { wipe } from "../../../base/personal.ts";
import { MAX_REMOTE_PICTURE_CHARS, type RemoteFaceRefusal } from "../../../config/identity/remote-face.ts";
import { type Department, no, onPost, type Reply, yes } from "../../../sync-agent/departments/sandbox/department-service.ts";
import { WindowLimit } from "../../../sync-agent/hub/window-limit.ts";
import type { Citizen } from "./citizens.ts";
import type { Comparison, FaceComparer } from "./compare-faces.ts";
import { PictureOpener } from "./open-picture.ts";
import { REFUSAL_WORDS } from "./words.ts";

export interface IdentityDepartmentParts {
  readonly citizens: ReadonlyMap<string, Citizen>;
  readonly privateKey: string;
  /** Called at the first question: the networks take 100 MB that a hall without remote faces need not give. */
  readonly openComparer: () => Promise<FaceComparer>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Question {
  readonly name: string;
  readonly number: string;
  readonly picture: string;
  readonly attempt: string;
  readonly kiosk: string;
  readonly item: string;
}

/** Somebody who tries takes half a minute: more than this from one kiosk are not people. */
const PER_KIOSK = 30;
const WINDOW_MS = 10 * 60_000;

const ID = { type: "string", minLength: 1, maxLength: 80 } as const;
const checkQuestion: Check<Question> = checker({
  type: "object",
  required: ["name", "number", "picture", "attempt", "kiosk", "item"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 200 },
    number: { type: "string", minLength: 1, maxLength: 40 },
    picture: { type: "string", minLength: 1, maxLength: MAX_REMOTE_PICTURE_CHARS, pattern: "^[A-Za-z0-9+/]+={0,2}$" },
    attempt: ID,
    kiosk: ID,
    item: ID,
  },
});

type Refused = Exclude<RemoteFaceRefusal, "not-live">;

/** The city's identity service in the sandbox: is the person in the picture the holder of this number? Keeps a count and nothing else. */
export class IdentityDepartment implements Department {
  readonly id = "identity";
  readonly maxBodyBytes = MAX_REMOTE_PICTURE_CHARS + 4 * 1024;
  readonly #parts: IdentityDepartmentParts;
  readonly #opener: PictureOpener;
  readonly #perKiosk: WindowLimit;
  #comparer: Promise<FaceComparer> | undefined;
  #asked = 0;

  constructor(parts: IdentityDepartmentParts) {
    this.#parts = parts;
    this.#opener = new PictureOpener(parts.privateKey, parts.clock);
    this.#perKiosk = new WindowLimit(PER_KIOSK, WINDOW_MS, parts.clock);
  }

  routes(): Router {
    const router = express.Router();
    onPost(router, "/faces/verify", checkQuestion, (question) => this.#verify(question));
    return router;
  }

  close(): void {}

  async #verify(question: Question): Promise<Reply> {
    if (this.#perKiosk.hit(question.kiosk) > 0) return this.#refuse(question, "too-many", "too-many");
    const picture = this.#opener.open(question);
    if (!picture.ok) return this.#refuse(question, "bad-picture", picture.error);
    try {
      const holder = this.#parts.citizens.get(question.number.trim().toUpperCase());
      const citizen = holder?.name === question.name.trim().normalize("NFC") ? holder : null;
      this.#comparer ??= this.#parts.openComparer();
      return this.#answer(question, citizen, await (await this.#comparer).compare(picture.value, citizen?.photo ?? null));
    } finally {
      wipe(picture.value);
    }
  }

  // Of the picture before the number: what cannot be compared must not show whether there was anybody to compare it with.
  #answer(question: Question, citizen: Citizen | null, comparison: Comparison): Reply {
    if (comparison === "undecodable") return this.#refuse(question, "bad-picture", comparison);
    if (comparison === "no-face") return this.#refuse(question, comparison, comparison);
    if (citizen === null) return this.#refuse(question, "unknown-person", "unknown-person");
    if (comparison === "no-match") return this.#refuse(question, comparison, comparison);
    this.#audit(question, "match");
    const { name, number, sex, birth } = citizen;
    return yes({ name, number, sex, birth });
  }

  #refuse(question: Question, reason: Refused, why: string): Reply {
    this.#audit(question, why);
    return no(reason === "too-many" ? 429 : 403, reason, REFUSAL_WORDS[reason]);
  }

  // Who asked and what came of it. Neither whose number it was nor how alike the faces are.
  #audit({ kiosk, item, attempt }: Question, outcome: string): void {
    this.#asked += 1;
    this.#parts.log.info("identity.face-asked", { kiosk, item, attempt, outcome, asked: this.#asked });
  }
}
