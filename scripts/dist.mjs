// `npm run dist`: builds installers for this platform, or for those named by --win, --mac, --linux.
import { replaceWith } from './child.mjs';
import { downloadElectron } from './electron-download.mjs';
import { commandOf, ensureBuild, ensureDependencies, Missing, node24, root, runScript } from './ensure.mjs';

await runScript(async () => {
  ensureDependencies();
  const { reason } = downloadElectron();
  if (reason !== undefined) {
    throw new Missing(
      `Installers contain Electron's own binary, which cannot be downloaded here (${reason}). Nothing was built.`,
    );
  }
  ensureBuild();
  const args = [commandOf('electron-builder'), '--publish', 'never', ...process.argv.slice(2)];
  await replaceWith(node24(), args, { cwd: root });
});
