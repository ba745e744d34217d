/** Reads the barcodes of a picture or of a frame of the camera, in the browser: Data Matrix, QR and the linear codes of labels. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

// the library would fetch this file from a server of strangers
void prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path) } });

/** @returns the text of the first code; null where none can be read */
export async function readBarcode(picture: Blob | ImageData): Promise<string | null> {
  const codes = await readBarcodes(picture, { formats: ['DataMatrix', 'QRCode', 'Code128', 'Code39'], tryHarder: true, maxNumberOfSymbols: 1 });
  const text = codes[0]?.text.trim() ?? '';
  return text === '' ? null : text;
}
