/** Files of the API, saved by the browser. A refusal is a Problem as everywhere, not a saved file that holds one. */
import { fileNameOf } from '../state/fileNameOf.ts';
import { answerOf, type RequestOptions } from './request.ts';

/** @throws Problem for every refusal */
export async function download(path: string, query: NonNullable<RequestOptions['query']>, fallbackName: string): Promise<void> {
  const response = await answerOf(path, { query });
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileNameOf(response.headers.get('content-disposition')) ?? fallbackName;
  link.click();
  // The browser has taken the file over when the click returns; the address may go once it has begun to write.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
