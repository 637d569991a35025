import { AnswerError } from './answerError.ts';
import type { HttpResponse } from './types.ts';

const inUnits = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`;

/**
 * Joins chunks of UTF-8 as they come; the text so far is there even when the rest never arrives.
 * @param limit bytes
 * @throws {AnswerError} for a body larger than the limit; whatever the reading of the stream throws
 */
export async function readBody(
  response: Pick<HttpResponse, 'body'>,
  limit: number,
  soFar: (text: string) => void = () => {},
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    soFar(text);
    if (size > limit) throw new AnswerError(`the answer is larger than ${inUnits(limit)}`);
  }
  return text + decoder.decode();
}
