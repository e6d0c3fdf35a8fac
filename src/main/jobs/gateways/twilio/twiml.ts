import type { Call } from '../gateway.ts';

/** The queue that a call waits in after its callee has pressed a key; the key follows. */
export const KEY_QUEUE = 'rolecall-';

/** How long a call that was handed over may last, in seconds. */
export const HANDED_OVER_S = 14_400;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Twilio counts in whole seconds, from one on. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}

/** Waits for one key, of which `keysUrl` is told; the call ends if none comes in time. */
function gather(keysUrl: string, keyMs: number, inner: string): string {
  return (
    `<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="${wholeSeconds(keyMs)}" method="POST"` +
    ` action="${escaped(keysUrl)}">${inner}</Gather>`
  );
}

/** What Twilio does once somebody answers: plays the prompt, waits for a key if keys can be told, hangs up. */
export function answerTwiml(
  call: Call,
  at: { readonly promptUrl: string | null; readonly keysUrl: string },
): string {
  const play = at.promptUrl === null ? '' : `<Play>${escaped(at.promptUrl)}</Play>`;
  const rest =
    at.keysUrl !== ''
      ? gather(at.keysUrl, call.keyMs, play)
      : `${play}<Pause length="${wholeSeconds(call.keyMs)}"/>`;
  // The attempt's id is for whoever looks a call up in Twilio's own log.
  return `<Response><!-- attempt ${call.id} -->${rest}</Response>`;
}

/** Another key may be pressed, after one that does nothing. */
export function anotherKeyTwiml(keysUrl: string, keyMs: number): string {
  return `<Response>${gather(keysUrl, keyMs, '')}</Response>`;
}

/** Hands the call over. */
export function dialTwiml(to: string): string {
  return `<Response><Dial>${escaped(to)}</Dial></Response>`;
}
