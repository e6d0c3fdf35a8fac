// Runs after each packing: stops before an installer is made that could not start.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** npm installs native modules for its own platform only, so others cannot be packed from here. */
export function afterPack({ electronPlatformName, arch, packager, appOutDir }) {
  const target = `${electronPlatformName}-${{ 1: 'x64', 3: 'arm64' }[arch] ?? arch}`;
  const modules = join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked', 'node_modules');
  const sqlite = join(modules, 'better-sqlite3', 'prebuilds', `${target}.node`);
  const scope = join(modules, '@node-rs');
  const argon2 = existsSync(scope)
    ? readdirSync(scope).filter((name) => name.startsWith(`argon2-${target}`))
    : [];
  if (existsSync(sqlite) && argon2.length > 0) return;
  throw new Error(
    `better-sqlite3 or @node-rs/argon2 has no binary for ${target}. Build the installer on that platform, after npm ci there.`,
  );
}
