/** One part of a workbook as a sequence of tags and texts. No document type, no entities of its own, no endless nesting. */
import sax from 'sax';
import { Fault } from '../../../models/errors.ts';
import { broken } from './unpack.ts';

const MAX_DEPTH = 64;

export interface XmlHandlers {
  /** @param name without its prefix */
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** @throws Fault `unsupported-format` for what is no well-formed XML */
export async function readXml(pieces: AsyncGenerator<string>, handlers: XmlHandlers): Promise<void> {
  const parser = sax.parser(true, { position: false });
  let depth = 0;
  const stop = (said: string): never => {
    throw broken(said);
  };
  parser.onerror = (error) => stop(error.message.split('\n')[0] ?? 'no XML');
  parser.ondoctype = () => stop('it declares a document type');
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    if (depth > MAX_DEPTH) stop('it is nested too deeply');
    handlers.open?.(localName(name), attributes as Record<string, string>);
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    handlers.close?.(localName(name));
  };
  parser.ontext = (text) => handlers.text?.(text);
  parser.oncdata = (text) => handlers.text?.(text);
  try {
    for await (const piece of pieces) parser.write(piece);
    parser.close();
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw broken(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), error);
  }
}
