// `npm run asterisk`: a real Asterisk 22 on 127.0.0.1 for the gateways' tests, of Debian sid in a folder of its own.
// Says its ROLECALL_ASTERISK and runs until it is ended; `npm run asterisk -- COMMAND` runs that command with it and
// ends with it.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aptInstall, hasProgram } from './apt.mjs';
import { replaceWith } from './child.mjs';
import { cacheFolder, Missing, node24, root, runScript, say } from './ensure.mjs';

const templates = join(root, 'test', 'support', 'asterisk');
const modules = 'usr/lib/x86_64-linux-gnu/asterisk/modules';
/** The folder of its files, as it sees it itself. */
const home = '/rolecall';
const host = '127.0.0.1';
const user = 'dialer';
const secret = 'correct horse';
const ports = { ARI: 18_088, TCP: 18_060, TLS: 18_061, CALLEES: 18_070 };

/** The folder of a Debian with Asterisk; makes one when there is none, which takes some minutes. */
function ensureDebian() {
  const folder = process.env.ROLECALL_ASTERISK_FOLDER ?? join(cacheFolder(), 'asterisk');
  if (existsSync(join(folder, 'usr/sbin/asterisk'))) return folder;
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Missing(
      'Asterisk is installed into a folder by debootstrap and chroot, as root on Linux only.',
    );
  const why = hasProgram('debootstrap') ? null : aptInstall(['debootstrap']);
  if (why !== null) throw new Missing(`debootstrap is missing. ${why}.`);
  say(`Installing Debian sid with Asterisk into ${folder} (debootstrap, some 500 MB) ...`);
  // Absent: debootstrap's own.
  const mirror = process.env.ROLECALL_DEBIAN_MIRROR ?? '';
  const args = ['--variant=minbase', '--include=asterisk,ca-certificates', 'sid', folder];
  if (mirror !== '') args.push(mirror);
  const done = spawnSync('debootstrap', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (done.status !== 0) {
    const log = join(folder, 'debootstrap', 'debootstrap.log');
    throw new Missing(
      `debootstrap failed: see ${log}. Is Debian’s mirror within reach? ROLECALL_DEBIAN_MIRROR names another.`,
    );
  }
  return folder;
}

/** Writes Asterisk's files anew: its configuration, a certificate, empty folders. @param {string} debian */
function configure(debian) {
  const folder = join(debian, home);
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['run', 'log', 'lib', 'cache', 'spool'])
    mkdirSync(join(folder, name), { recursive: true });
  // Asterisk looks itself up; no name server has anything to say to tests that stay on this machine.
  writeFileSync(join(debian, 'etc/nsswitch.conf'), 'hosts: files\n');
  writeFileSync(join(debian, 'etc/hosts'), `${host} localhost ${hostname()} A.ROOT-SERVERS.NET\n`);
  cpSync(join(debian, 'var/lib/asterisk'), join(folder, 'lib'), { recursive: true });
  const values = { FOLDER: home, MODULES: `/${modules}`, USER: user, SECRET: secret, ...ports };
  for (const name of readdirSync(templates)) {
    const text = readFileSync(join(templates, name), 'utf8');
    const filled = text.replaceAll(/@([A-Z]+)@/g, (whole, key) =>
      String(values[/** @type {keyof typeof values} */ (key)] ?? whole),
    );
    writeFileSync(join(folder, name), filled);
  }
  const kind = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '30',
  ];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, ...names], { stdio: 'ignore' });
  return { log: join(folder, 'log', 'messages'), cert };
}

/** What the tests are told of it. @param {string} cert */
function nameOf(cert) {
  const name = new URL(`http://${host}:${ports.ARI}/`);
  name.username = user;
  name.password = secret;
  name.search = String(
    new URLSearchParams({
      callees: String(ports.CALLEES),
      tcp: String(ports.TCP),
      tls: String(ports.TLS),
      ca: cert,
    }),
  );
  return name.href;
}

/** Resolves when Asterisk has loaded what answers calls. @param {() => boolean} isGone @param {string} log */
async function answering(isGone, log) {
  const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  for (let look = 0; ; look++) {
    if (isGone()) throw new Missing(`Asterisk has ended: see ${log}.`);
    if (look > 150) throw new Missing(`Asterisk does not answer: see ${log}.`);
    const url = `http://${host}:${ports.ARI}/ari/endpoints/PJSIP/callees`;
    const answer = await fetch(url, { headers: { authorization } }).catch(() => null);
    if (answer?.ok === true) return;
    await pause(200);
  }
}

await runScript(async () => {
  const debian = ensureDebian();
  const { log, cert } = configure(debian);
  const asterisk = spawn('chroot', [debian, 'asterisk', '-f', '-C', `${home}/asterisk.conf`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let gone = false;
  const ended = new Promise((resolve) => {
    asterisk.once('exit', () => {
      gone = true;
      resolve(undefined);
    });
  });
  const end = () => asterisk.kill('SIGTERM');
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
  await answering(() => gone, log);
  const named = nameOf(cert);
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) {
    console.log(`ROLECALL_ASTERISK='${named}'`);
    await ended;
    return;
  }
  try {
    await replaceWith(program === 'node' ? node24() : program, args, {
      cwd: root,
      env: { ...process.env, ROLECALL_ASTERISK: named },
    });
  } finally {
    end();
    await ended;
  }
});
