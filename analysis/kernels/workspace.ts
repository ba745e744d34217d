/**
 * Room for numbers that the compiled kernels read and write, and the kernels bound to it. The kernels are WebAssembly
 * because it has instructions on two float64 at once, which JavaScript has not (ADR 14). Their sources stand in
 * assembly/; `npm run kernels` compiles them into compiled.ts.
 *
 * Places are given to a kernel as addresses: the `byteOffset` of an array that was taken here, plus 8 for each entry.
 */
import { COMPILED } from './compiled.ts';

/** What the compiled module exports; see assembly/ for what each does. */
export interface Kernels {
  fillPanel(model: number, numbers: number, x: number, y: number, z: number, count: number, px: number, py: number, pz: number, panel: number): void;
  factorise(matrix: number, inverse: number, panels: number): number;
  solvePanel(factor: number, inverse: number, panel: number, from: number, to: number): void;
  totals(panel: number, first: number, n: number, columns: number, count: number, into: number): void;
  inverseSquares(x: number, y: number, values: number, sites: number, tx: number, ty: number, targets: number, into: number): void;
}

const PAGE = 65536;
/** What lies below is the compiler's; address 0 stands for no array. */
const POWERS = 2048;
const PARTS = 256;
const FIRST = POWERS + 8 * PARTS;

/** 2^(t / 256) is what the kernels make: e^x is that of x times this. */
export const PER_E = PARTS / Math.LN2;

/** What a panel can be filled with. */
export const FILL = { squared: 0, sph: 1, gau: 2, exp: 3 } as const;

/** Rows that stand side by side in a panel. */
export const PANEL = 4;

/** Entries of a factor of so many panels. */
export const factorEntries = (panels: number): number => 8 * panels * (panels + 1);

/** 2^(j / 256), less the bits that adding k of the same remainder to the exponent adds for j: see `power` in assembly/kriging.ts. */
const powers = new BigInt64Array(Float64Array.from({ length: PARTS }, (_, j) => 2 ** (j / PARTS)).buffer).map((bits, j) => bits - (BigInt(j) << 44n));

let compiled: WebAssembly.Module | undefined;

export class Workspace {
  readonly kernels: Kernels;
  private readonly memory: WebAssembly.Memory;
  private next = FIRST;

  /**
   * @param entries float64 that will be taken, each array rounded up to an even number
   * @throws RangeError when there is no memory for them
   */
  constructor(entries: number) {
    const pages = Math.ceil((FIRST + 8 * entries) / PAGE);
    try {
      this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch (error) {
      throw new RangeError(`${Math.ceil((pages * PAGE) / 2 ** 20)} MB of memory were not to be had for one calculation: use fewer sites at once (nmax), or give the process more memory`, { cause: error });
    }
    new BigInt64Array(this.memory.buffer, POWERS, PARTS).set(powers);
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(COMPILED), (letter) => letter.charCodeAt(0)));
    this.kernels = new WebAssembly.Instance(compiled, { env: { memory: this.memory } }).exports as unknown as Kernels;
  }

  /** An array of zeros with an even number of entries, at least as many as asked for. */
  take(entries: number): Float64Array {
    const array = new Float64Array(this.memory.buffer, this.next, entries + (entries % 2));
    this.next += array.byteLength;
    return array;
  }
}
