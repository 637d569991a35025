/** How far the run has come, for whoever must say so when it is cut short. */
import type { CallProgress } from '../api/client.ts';

/** Notes what happens to the call that changes something, and to its response. */
export class Journal implements CallProgress {
  /**
   * `idle`: nothing was changed. `sent`: the outcome is unknown. `answered`: a success status arrived. `proven`: the
   * response proves that the change was made.
   */
  state: 'idle' | 'sent' | 'answered' | 'proven' = 'idle';
  /** Whether the response's owner has it: it was printed, stored where it was to go, or recovered. */
  isDelivered = false;
  /** Where the new key was stored before the output, as words. */
  readonly destinations: string[] = [];
  private read: () => Uint8Array = () => new Uint8Array();

  /** What has come of the response's body, byte for byte. For a new key, it is the only place where the private half exists. */
  get body(): Uint8Array {
    return this.read();
  }

  sent(): void {
    this.state = 'sent';
  }
  refused(): void {
    this.state = 'idle';
  }
  answered(soFar: () => Uint8Array): void {
    this.state = 'answered';
    this.read = soFar;
  }
  /** The response was judged, and proves the change. For a call that changes nothing, that does not matter. */
  proven(): void {
    if (this.state === 'answered') this.state = 'proven';
  }
  stored(destination: string): void {
    this.isDelivered = true;
    this.destinations.push(destination);
  }
}
