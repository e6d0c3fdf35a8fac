import { GatewayError, type Needs } from '../gateway.ts';

/** How long the prompt's place on the web may take to answer, in ms. */
const PATIENCE_MS = 5_000;

/** Where a prompt is published: under the SHA-256 of its sound, so that a changed prompt is another file. */
export function promptUrlOf(base: string, sha256: string): string {
  return `${base.replace(/\/+$/, '')}/${sha256}.wav`;
}

/** Some places answer no HEAD; the body of a GET is left unread then. */
async function ask(url: string): Promise<Response> {
  const how = { signal: AbortSignal.timeout(PATIENCE_MS) };
  const answer = await fetch(url, { ...how, method: 'HEAD' });
  if (answer.status !== 405 && answer.status !== 501) return answer;
  const whole = await fetch(url, how);
  await whole.body?.cancel();
  return whole;
}

/** What Twilio would find there; null: sound. */
async function faultAt(url: string): Promise<string | null> {
  try {
    const answer = await ask(url);
    if (!answer.ok) return `${url} answers ${answer.status}.`;
    const type = answer.headers.get('content-type') ?? '';
    return type.startsWith('audio/') ? null : `${url} is served as “${type}”; Twilio plays only audio types.`;
  } catch {
    return `${url} can’t be reached.`;
  }
}

/** Whether Twilio can do what a broadcast needs. Throws a GatewayError, whose message says what is missing. */
export async function checkPublished(
  { prompt, keys }: Needs,
  at: { readonly promptUrl: string; readonly keysUrl: string },
): Promise<void> {
  if (keys && at.keysUrl === '') throw new GatewayError('misconfigured', NO_KEYS);
  if (prompt === null) return;
  if (at.promptUrl === '') throw new GatewayError('misconfigured', NO_PROMPTS);
  const fault = await faultAt(promptUrlOf(at.promptUrl, prompt.sha256));
  if (fault !== null) {
    throw new GatewayError(
      'misconfigured',
      `Twilio can’t play the prompt: ${fault} Publish its WAV file there.`,
    );
  }
}

/** Of a gateway that names no address for prompts. */
export const NO_PROMPTS =
  'Twilio fetches prompts from the web, and this gateway names no address for them: callees would hear nothing.';
/** Of a gateway that names no TwiML Bin for keys. */
export const NO_KEYS =
  'Keys can’t be heard over this gateway, as it names no TwiML Bin for them: who asks not to be called would go on being called.';
