import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { Conversation } from './conversation.tsx';
import type { Message } from './dialog-logs-screen.tsx';

/** The whole dialog that a message belongs to. */
export function DialogDetail({ record }: { readonly record: Message }) {
  const { project, session, id } = record;
  const { data, error, refetch } = useAnswer('dialogLogs.dialog', { project, session });
  if (error !== null) return <ErrorState message={error.message} onRetry={() => void refetch()} />;
  if (data === undefined) return <Bones />;
  return <Conversation key={session} messages={data} opened={id} />;
}
