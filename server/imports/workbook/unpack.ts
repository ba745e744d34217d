/**
 * The parts of a workbook (a ZIP), each unpacked as a stream within bounds: a few kilobytes that
 * swell to gigabytes are stopped while they swell, whatever sizes the file announces.
 */
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { Fault } from '../../../models/errors.ts';

const MEGABYTE = 1024 * 1024;
/** A sheet of 20,000 rows × 20 columns unpacks to about 30 MB. */
const MAX_UNPACKED_BYTES = 64 * MEGABYTE;
const MAX_PARTS = 2000;

export interface Unpacked {
  has: (name: string) => boolean;
  /** Text of a part in pieces, decoded from UTF-8; empty where there is no such part. */
  read: (name: string) => AsyncGenerator<string>;
  close: () => void;
}

export const broken = (said: string, cause?: unknown): Fault =>
  new Fault('unsupported-format', `the workbook cannot be read: ${said}. Was it cut off?`, { details: [{ message: 'import.workbook', parameters: { said } }], ...(cause === undefined ? {} : { cause }) });

export const tooMuch = (what: string, limit: number): Fault =>
  new Fault('too-large', `the workbook holds more than ${String(limit)} ${what}; save the one sheet that is wanted in a file of its own`, { details: [{ message: 'import.workbook-size', parameters: { limit, what } }] });

const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, file) => {
      if (error === null) resolve(file);
      else reject(broken(error.message, error));
    });
  });

const entriesOf = (file: ZipFile): Promise<Map<string, Entry>> =>
  new Promise((resolve, reject) => {
    const found = new Map<string, Entry>();
    file.on('entry', (entry: Entry) => {
      if (found.size >= MAX_PARTS) return void reject(tooMuch('parts', MAX_PARTS));
      if ((entry.generalPurposeBitFlag & 1) === 1) return void reject(broken('it is protected by a password'));
      found.set(entry.fileName, entry);
      file.readEntry();
    });
    file.once('end', () => { resolve(found); });
    file.once('error', (error: Error) => { reject(broken(error.message, error)); });
    file.readEntry();
  });

const streamOf = (file: ZipFile, entry: Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream);
      else reject(broken(error.message, error));
    });
  });

/** @throws Fault `unsupported-format` for what is no ZIP or is protected; reading throws `too-large` above the bound */
export async function unpack(bytes: Buffer): Promise<Unpacked> {
  const file = await open(bytes);
  const entries = await entriesOf(file);
  let unpacked = 0;
  async function* read(name: string): AsyncGenerator<string> {
    const entry = entries.get(name);
    if (entry === undefined) return;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const stream = await streamOf(file, entry);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        if (unpacked > MAX_UNPACKED_BYTES) throw tooMuch('bytes', MAX_UNPACKED_BYTES);
        yield decoder.decode(chunk, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw broken(error instanceof Error ? error.message : String(error), error);
    } finally {
      stream.destroy();
    }
  }
  return { has: (name) => entries.has(name), read, close: () => { file.close(); } };
}
