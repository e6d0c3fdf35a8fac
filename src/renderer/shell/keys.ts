/** Whether this machine's shortcuts use the command key. */
export const IS_MAC = navigator.userAgent.includes('Mac');

/** The modifier key as its keyboard shows it. */
export const MOD = IS_MAC ? '⌘' : 'Ctrl';
