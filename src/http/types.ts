/** A request and its response, the same for both runtimes. */

export interface HttpRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** One exchange; rejects when there is no whole response head. */
export type Fetch = (url: string, request: HttpRequest) => Promise<HttpResponse>;

export interface HttpResponse {
  readonly status: number;
  /** The host's own reason phrase; '' where it sent none. */
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  /** The bytes as they came: no runtime undoes a Content-Encoding. */
  readonly body: AsyncIterable<Uint8Array> | null;
}
