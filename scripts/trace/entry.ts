/** The entry of the traced program: the runtime is ready, and the program is not loaded yet. */
import { mark } from './marks.ts';

mark('runtime');
// A static import would be evaluated before the mark.
await import('./program.ts');
