/**
 * Every test runs in one time zone and locale, and a process warning fails the run:
 * a deprecation or a leaked listener is somebody's next bug.
 */
process.env['TZ'] = 'Asia/Shanghai';
process.env['LC_ALL'] = 'C.UTF-8';

const warnings: string[] = [];
process.on('warning', (warning) => {
  if (warning.name === 'ExperimentalWarning') return;
  warnings.push(`${warning.name}: ${warning.message}`);
});

export const mochaHooks = {
  afterAll(): void {
    if (warnings.length > 0) throw new Error(`the run printed warnings:\n${warnings.join('\n')}`);
  },
};
