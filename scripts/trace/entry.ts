/** The traced program begins here: the runtime is ready, and nothing of the program is loaded. */
import { mark } from './marks.ts';

mark('runtime');
// A static import would be evaluated before the mark.
await import('./program.ts');
