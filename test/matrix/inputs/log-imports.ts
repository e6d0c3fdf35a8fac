import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { logImportOperations } from '#shared/operations/log-imports.ts';
import { fresh, type InputsOf, MISSING, type Place } from './place.ts';

function log(at: Place): string {
  const file = join(at.folder, `log-${fresh()}.jsonl`);
  writeFileSync(file, '{"id":"1","time":"2026-05-01T00:00:00Z","client":"c","session":"s","text":"t"}\n');
  return file;
}

const imported = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(MISSING) : at.make.logImport(at.node, at.realm);

export const logImportInputs: InputsOf<typeof logImportOperations> = {
  'dialogLogs.import': (at) => ({ node: at.node, file: log(at) }),
  'dialogLogs.previewImport': (at) => ({ node: at.node, file: log(at) }),
  'logImports.folders': ({ node }) => ({ node }),
  'logImports.get': async (at) => ({ id: await imported(at) }),
  'logImports.list': ({ node }) => ({ node }),
  'logImports.problems': async (at) => ({ id: await imported(at) }),
  'logImports.saveProblems': async (at) => ({
    id: await imported(at),
    file: join(at.folder, `problems-${fresh()}.csv`),
  }),
  'logImports.unwatch': ({ node }) => ({ node }),
  'logImports.watch': ({ node, folder }) => ({ node, folder }),
};
