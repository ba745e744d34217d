/** The spec reporter, closing with one plain line that any script can read: `N passed, N failed, N skipped`. */
import Mocha from 'mocha';

export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once('end', () => {
      // after Spec's own epilogue, which listens to the same event
      setImmediate(() => {
        const { passes, failures, pending } = this.stats;
        process.stdout.write(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}\n`);
      });
    });
  }
}
