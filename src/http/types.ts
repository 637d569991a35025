/** A request and its response, the same for both runtimes. */

export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** The status line and the header fields of a response. */
export interface ResponseHead {
  readonly status: number;
  /** The reason phrase that the host sent, or ''. */
  readonly statusText: string;
  /** By name in any case; several fields of one name are joined by commas. */
  readonly headers: { get(name: string): string | null };
}

/** A response whose head has arrived. */
export interface HttpResponse extends ResponseHead {
  /** The bytes as they arrived, not decoded. When reading fails, all bytes that arrived come before the error. */
  readonly body: AsyncIterable<Uint8Array> | null;
  /** The bytes after the end of the body, once the body is read: a wrong length may have cut the body short. */
  surplus?(): Uint8Array;
}

/**
 * Sends a request to one host and resolves when the head of the response has arrived.
 * @param target of the request line: path and query, or the whole address for a forwarding proxy
 */
export type Send = (target: string, request: HttpRequest) => Promise<HttpResponse>;
