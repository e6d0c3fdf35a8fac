import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Marks the place of the fuses in Electron's binary (@electron/fuses looks for it). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const VERSION_1 = 1;
/** Electron's own defaults: 1 on, 0 off. One digit for each fuse that Electron 45 has. */
const FUSES = '101100010';

/** Makes a folder that electron-builder takes for Electron's Linux binary: enough of it to pack and to set fuses. */
export function makeStandIn(folder: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  for (const locale of ['en-US', 'de']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '');
  const head = Buffer.from([VERSION_1, FUSES.length]);
  const binary = [Buffer.from(`before ${SENTINEL}`), head, Buffer.from(`${FUSES} after`)];
  writeFileSync(join(folder, 'electron'), Buffer.concat(binary), { mode: 0o755 });
}
