/**
 * Opens a store as an account without rights, where the tests run as root: `openAsNobody.js DATA_DIR [read]`.
 * Prints the sentence it is refused with, or `open`.
 */
import { openStore } from '../../models/store/index.ts';

const NOBODY = 65_534;
const [dataDir = '', how] = process.argv.slice(2);
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}
try {
  await (await openStore({ dataDir, readOnly: how === 'read' })).close();
  process.stdout.write('open');
} catch (error) {
  process.stdout.write(error instanceof Error ? error.message : String(error));
}
