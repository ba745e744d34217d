/**
 * What of the sources is reached from where the program begins. Every top-level declaration is a unit; the names that it
 * mentions, resolved by the compiler through re-exports, lead to other units. Re-exporting is no use: a barrel reaches nothing.
 * Only our own files are read (no libraries, no types of packages), which keeps it to seconds; scopes are the compiler's.
 */
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

export interface Unit {
  readonly file: string;
  readonly name: string;
  readonly exported: boolean;
  /** A value stands in the running program; a type is gone by then. */
  readonly value: boolean;
  /** Units of other files or of its own that it mentions. */
  readonly uses: Set<Unit>;
}

export interface Sources {
  readonly units: readonly Unit[];
  /** What a file does when it is loaded: its statements outside declarations. */
  readonly loading: ReadonlyMap<string, Unit>;
}

const isTypeDeclaration = (node: ts.Node): boolean => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

function program(files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.ReactJSX, noLib: true, types: [], allowImportingTsExtensions: true, noEmit: true };
  const host = ts.createCompilerHost(options, true);
  const ours = new Set(files.map((file) => resolve(file)));
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const path = resolve(dirname(from), text);
      return { resolvedModule: text.startsWith('.') && ours.has(path) ? { resolvedFileName: path, extension: path.endsWith('x') ? ts.Extension.Tsx : ts.Extension.Ts } : undefined };
    });
  return ts.createProgram(files.map((file) => resolve(file)), options, host);
}

/** Each name that a pattern binds: `a`, or `b` and `c` of `{ b, c: [c] }`. */
const namesOf = (name: ts.BindingName): ts.Identifier[] =>
  ts.isIdentifier(name) ? [name] : name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));

const isExported = (node: ts.Statement): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

export function readSources(files: readonly string[]): Sources {
  const compiled = program(files);
  const checker = compiled.getTypeChecker();
  const byDeclaration = new Map<ts.Node, Unit>();
  const loading = new Map<string, Unit>();
  const units: Unit[] = [];
  const bodies: [Unit, ts.Node][] = [];
  const sources = compiled.getSourceFiles().filter((source) => !source.isDeclarationFile);
  const fileOf = (source: ts.SourceFile): string => relative('.', source.fileName);

  for (const source of sources) {
    const file = fileOf(source);
    const load: Unit = { file, name: '(loading)', exported: false, value: true, uses: new Set() };
    loading.set(file, load);
    const add = (name: string, node: ts.Node, statement: ts.Statement): void => {
      const unit: Unit = { file, name, exported: isExported(statement), value: !isTypeDeclaration(node), uses: new Set([load]) };
      units.push(unit);
      byDeclaration.set(node, unit);
      bodies.push([unit, ts.isBindingElement(node) ? statement : node]);
    };
    for (const statement of source.statements) {
      if (ts.isVariableStatement(statement))
        for (const { name } of statement.declarationList.declarations) for (const one of namesOf(name)) add(one.text, one.parent, statement);
      else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || isTypeDeclaration(statement))
        add((statement as ts.FunctionDeclaration).name?.text ?? 'default', statement, statement);
      else if (!ts.isExportDeclaration(statement)) bodies.push([load, statement]);
    }
  }

  const exportsOf = (module: ts.Symbol): ts.Symbol[] => checker.getExportsOfModule(module);
  const plain = (symbol: ts.Symbol | undefined): ts.Symbol | undefined => (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const isModule = (symbol: ts.Symbol): boolean => (symbol.declarations ?? []).some((declaration) => ts.isSourceFile(declaration));

  function use(unit: Unit, symbol: ts.Symbol | undefined, member?: string): void {
    const target = plain(symbol);
    if (target === undefined) return;
    if (isModule(target)) {
      // `schemas.ROLES` uses ROLES; `Object.values(schemas)` and `import('./room.ts')` use all, and what loading does.
      const source = target.declarations?.[0];
      const load = source && ts.isSourceFile(source) ? loading.get(fileOf(source)) : undefined;
      if (load && load !== unit) unit.uses.add(load);
      for (const one of exportsOf(target)) if (member === undefined || one.name === member) use(unit, one);
      return;
    }
    for (const declaration of target.declarations ?? []) {
      const found = byDeclaration.get(declaration);
      if (found && found !== unit) unit.uses.add(found);
    }
  }

  function walk(unit: Unit, node: ts.Node): void {
    if (ts.isImportDeclaration(node)) {
      // Loading a module loads what it imports; what is mentioned is found where it is mentioned.
      const module = checker.getSymbolAtLocation(node.moduleSpecifier);
      const source = module?.declarations?.[0];
      if (source && ts.isSourceFile(source) && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword) {
        const target = loading.get(fileOf(source));
        if (target) unit.uses.add(target);
      }
      return;
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0]) use(unit, checker.getSymbolAtLocation(node.arguments[0]));
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      if (ts.isShorthandPropertyAssignment(parent)) use(unit, checker.getShorthandAssignmentValueSymbol(parent));
      else if ((ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isQualifiedName(parent) && parent.right === node)) return;
      else if (ts.isPropertyAssignment(parent) && parent.name === node) return;
      else if (ts.isPropertyAccessExpression(parent)) use(unit, checker.getSymbolAtLocation(node), parent.name.text);
      else if (ts.isQualifiedName(parent)) use(unit, checker.getSymbolAtLocation(node), parent.right.text);
      else use(unit, checker.getSymbolAtLocation(node));
      return;
    }
    ts.forEachChild(node, (child) => walk(unit, child));
  }
  for (const [unit, node] of bodies) walk(unit, node);
  return { units, loading };
}

export function reachedFrom(beginnings: readonly Unit[]): ReadonlySet<Unit> {
  const reached = new Set<Unit>(beginnings);
  for (const unit of reached) for (const next of unit.uses) reached.add(next);
  return reached;
}
