import fc from "fast-check";

/**
 * The cases that a property is tried with hang on the seed. `npm test` tries the same ones each time, so that a red test is the change's
 * own; `npm run properties` draws new ones, and what it finds red it prints with the seed that finds it again: `ZIZHU_SEED=<seed>`.
 */
const seed = process.env["ZIZHU_SEED"] ?? "1";
if (seed !== "new") fc.configureGlobal({ seed: Number(seed) });
