/** Records the progress of a run, so that an error can tell what was changed. */
import type { CallProgress } from '../api/client.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';

/** Records the progress of the call that changes something, and of its response. */
export class Journal implements CallProgress {
  /**
   * `idle`: nothing was changed. `sent`: the outcome is unknown. `accepted`: a success status was received. `proven`: the
   * response proves that the change was made.
   */
  state: 'idle' | 'sent' | 'accepted' | 'proven' = 'idle';
  /** Whether the user has the response: it was printed, stored in a destination, or recovered. */
  isDelivered = false;
  /** The destinations that have the new key. */
  readonly destinations: Pick<KeyDestination, 'kind' | 'name'>[] = [];
  private readBody: () => Uint8Array = () => new Uint8Array();

  /** The bytes of the response's body so far. For a new key, they are the only copy of the private key. */
  get body(): Uint8Array {
    return this.readBody();
  }

  sent(): void {
    this.state = 'sent';
  }
  refused(): void {
    this.state = 'idle';
  }
  accepted(receivedBytes: () => Uint8Array): void {
    this.state = 'accepted';
    this.readBody = receivedBytes;
  }
  /** The response was checked and proves the change. Has no effect for a call that changes nothing. */
  proven(): void {
    if (this.state === 'accepted') this.state = 'proven';
  }
  stored(destination: Pick<KeyDestination, 'kind' | 'name'>): void {
    this.isDelivered = true;
    this.destinations.push(destination);
  }
}
