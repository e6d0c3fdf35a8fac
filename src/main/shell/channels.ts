/** The window asks: operation and input; the answer is a Reply. */
export const INVOKE_CHANNEL = 'rolecall:invoke';
/** The window is told: a ServiceEvent. */
export const EVENT_CHANNEL = 'rolecall:event';
