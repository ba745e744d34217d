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
  squaredTo(x: number, y: number, z: number, count: number, tx: number, ty: number, tz: number, into: number): void;
  squaredToFour(x: number, y: number, z: number, count: number, places: number, into: number): void;
  spherical(at: number, count: number, nugget: number, psill: number, range: number): void;
  exponential(at: number, count: number, nugget: number, psill: number, range: number): void;
  gaussian(at: number, count: number, nugget: number, psill: number, range: number): void;
  factorise(a: number, stride: number, n: number, riders: number, inverse: number): number;
  substitute(l: number, stride: number, n: number, inverse: number, c: number, first: number): void;
  totals(c: number, first: number, n: number, columns: number, count: number, into: number): void;
  inverseSquares(x: number, y: number, values: number, sites: number, tx: number, ty: number, targets: number, into: number): void;
}

const PAGE = 65536;
/** The first page is left to the compiler's own constants; no array starts at address 0, which stands for none. */
const FIRST = 1024;

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
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
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
