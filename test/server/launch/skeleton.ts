/** A project of three files with the real launcher, to be built, changed and broken. */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runNode, type Finished } from '../../support/run.ts';

export interface Skeleton {
  root: string;
  launch: (...args: string[]) => Promise<Finished>;
}

/** @param how `natives: false` leaves out what npm installs as optional packages */
export async function skeleton(root: string, { natives = true } = {}): Promise<Skeleton> {
  await mkdir(join(root, 'server', 'cli'), { recursive: true });
  for (const room of ['models', 'analysis', 'sampling-plans']) await mkdir(join(root, room));
  await cp('server/launch.cjs', join(root, 'server/launch.cjs'));
  await cp('server/launch', join(root, 'server/launch'), { recursive: true });
  await cp('tsconfig.json', join(root, 'tsconfig.json'));
  await writeFile(join(root, 'package.json'), '{ "name": "skeleton", "version": "1.2.3", "type": "module" }\n');
  await writeFile(join(root, 'server/cli.ts'), program('ran'));
  await writeFile(join(root, 'server/cli/writeSummaries.ts'), '// the real one lists the verbs\n');
  const packages = join(root, 'node_modules');
  await mkdir(packages);
  if (natives) await mkdir(join(packages, '@node-rs', `argon2-${process.platform}-${process.arch}-gnu`), { recursive: true });
  for (const name of ['typescript', 'tsx', 'esbuild', '@esbuild', 'get-tsconfig', 'resolve-pkg-maps']) {
    await symlink(resolve('node_modules', name), join(packages, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  return { root, launch: (...args) => runNode([join(root, 'server/launch.cjs'), ...args]) };
}

/** Says a word, and whether it is the compiled one. Types stand in it so that plain Node would not do. */
export const program = (word: string): string =>
  `const word: string = ${JSON.stringify(word)};\nprocess.stdout.write(\`\${word} the \${import.meta.filename.endsWith('.ts') ? 'sources' : 'build'}\\n\`);\n`;
