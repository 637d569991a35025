/** How far a call has come, for whoever must say so when it is cut short. */
import type { CallProgress } from '../api/client.ts';

/**
 * `idle`: nothing was done. `sent`: nobody knows. `answered`: it was done, and `body` is what has been read of the
 * answer, the only place where a new private key exists.
 */
export class Journal implements CallProgress {
  state: 'idle' | 'sent' | 'answered' = 'idle';
  body = '';
  /** Whether the answer's owner has it: printed, stored where it was to go, or handed over. */
  delivered = false;
  /** Where the answer's secret was stored before the output, as words. */
  readonly places: string[] = [];

  sent(): void {
    this.state = 'sent';
  }
  refused(): void {
    this.state = 'idle';
  }
  answered(body: string): void {
    this.state = 'answered';
    this.body = body;
  }
  stored(place: string): void {
    this.delivered = true;
    this.places.push(place);
  }
}
