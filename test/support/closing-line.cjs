const { reporters } = require("mocha");

/** The spec report, then one line that a machine can read: `N passed, N failed`. */
module.exports = class ClosingLine extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => console.log(`\n${this.stats.passes} passed, ${this.stats.failures} failed`));
  }
};
