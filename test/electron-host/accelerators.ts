/** A key with modifiers: c(ontrol), m(eta), a(lt), s(hift), in this order, and the key's name in lower case. */
export interface KeyStroke {
  readonly mods: string;
  readonly key: string;
}

const named: Record<string, string> = {
  plus: '+',
  space: ' ',
  esc: 'escape',
  return: 'enter',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
  del: 'delete',
};

/** Reads Electron's notation ("CmdOrCtrl+Shift+K"); undefined when it names no key. */
export function parseAccelerator(
  text: string,
  platform: NodeJS.Platform = process.platform,
): KeyStroke | undefined {
  const mods = new Set<string>();
  let key: string | undefined;
  for (const part of text.replace(/\+\+$/, '+Plus').split('+')) {
    const name = part.trim().toLowerCase();
    if (/^(?:cmdorctrl|commandorcontrol)$/.test(name)) mods.add(platform === 'darwin' ? 'm' : 'c');
    else if (/^(?:ctrl|control)$/.test(name)) mods.add('c');
    else if (/^(?:cmd|command|meta|super)$/.test(name)) mods.add('m');
    else if (/^(?:alt|option|altgr)$/.test(name)) mods.add('a');
    else if (name === 'shift') mods.add('s');
    else if (name !== '') key = named[name] ?? name;
  }
  return key === undefined
    ? undefined
    : { mods: ['c', 'm', 'a', 's'].filter((mod) => mods.has(mod)).join(''), key };
}
