/**
 * Which packages the built server needs: those that its files name, and what these need in turn, as they lie in node_modules.
 * What only the pages are made of is in the built pages already and is not among them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

interface PackageFile {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

export interface Package {
  name: string;
  version: string;
  license: string;
  /** Below the project, e.g. node_modules/express. */
  folder: string;
}

const IMPORTED = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bresolve\()['"]([^'"./][^'"]*)['"]/g;

const NAME = /^(@[a-z0-9-][a-z0-9._-]*\/)?[a-z0-9-][a-z0-9._-]*$/;

/** `@scope/name/file.js` → `@scope/name`; Node's own modules are none. */
function packageOf(specifier: string): string | undefined {
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  // sentences and SQL have the same words before a quotation mark
  return NAME.test(name) ? name : undefined;
}

/** The packages that built files name. @param folders of built files @param leave what is not looked at */
export async function importedPackages(folders: readonly string[], leave: (path: string) => boolean): Promise<Set<string>> {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !entry.name.endsWith('.js') || leave(path)) continue;
      for (const [, specifier = ''] of (await readFile(path, 'utf8')).matchAll(IMPORTED)) {
        const name = packageOf(specifier);
        if (name !== undefined) found.add(name);
      }
    }
  }
  return found;
}

const read = (folder: string): PackageFile => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile;

/** Where Node finds a package from a folder. */
function resolvePackage(root: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

/**
 * @param root folder of the project, after npm ci
 * @param names direct dependencies to begin with
 * @throws Error naming a package that is missing, or is not the one that package-lock.json says
 */
export function closure(root: string, names: Iterable<string>): Package[] {
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version?: string }> };
  const found = new Map<string, Package>();
  const take = (from: string, name: string, needed: boolean): void => {
    const path = resolvePackage(root, from, name);
    if (path === undefined) {
      if (needed) throw new Error(`the package ${name} is not installed (wanted by ${relative(root, from) || 'the program'}): run npm ci`);
      return;
    }
    const folder = relative(root, path).split(sep).join('/');
    if (found.has(folder)) return;
    const { version, license, dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = read(path);
    if (locked[folder]?.version !== version) throw new Error(`${folder} is version ${version}, package-lock.json says ${locked[folder]?.version ?? 'nothing'}: run npm ci`);
    found.set(folder, { name, version, license: license ?? 'see its text', folder });
    const optional = new Set(Object.keys(optionalDependencies ?? {}));
    for (const next of Object.keys(dependencies ?? {})) if (!optional.has(next)) take(path, next, true);
    for (const next of optional) take(path, next, false);
    for (const next of Object.keys(peerDependencies ?? {})) if (peerDependenciesMeta?.[next]?.optional !== true) take(path, next, false);
  };
  for (const name of names) take(root, name, true);
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

export const directDependencies = (root: string): string[] => Object.keys(read(root).dependencies ?? {});
