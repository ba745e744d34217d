/** How the command line is called where it is explained: through npm in a checkout, by its launcher in the bundle. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Compiled, the launcher of the bundle lies beside dist. */
const inBundle = existsSync(join(import.meta.dirname, '..', '..', '..', 'shuijian'));

export const commandName = inBundle ? './shuijian cli' : 'npm run -s cli --';
