/**
 * The models and the helpers of the tests as plain JavaScript, made once per process: a child that is
 * started hundreds of times should not read TypeScript each time.
 */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { tempFolder } from './tempFolder.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['models/schemas', 'models/entities', 'models/store', 'models/migrations', 'models/errors.ts', 'test/support'];

let made: string | undefined;

/** @param file of the project, e.g. `test/support/entryChild.ts` @returns the path of its JavaScript */
export function compiled(file: string): string {
  made ??= compile();
  return join(made, file.replace(/\.ts$/, '.js'));
}

function compile(): string {
  const out = tempFolder('shuijian-compiled');
  for (const file of FOLDERS.flatMap((folder) => (folder.endsWith('.ts') ? [join(ROOT, folder)] : typescriptIn(join(ROOT, folder))))) {
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
      fileName: file,
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true, rewriteRelativeImportExtensions: true },
    });
    const target = join(out, relative(ROOT, file)).replace(/\.ts$/, '.js');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');
  symlinkSync(join(ROOT, 'node_modules'), join(out, 'node_modules'));
  return out;
}

function typescriptIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}
