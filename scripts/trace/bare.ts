/** The bare exchange, traced; the build has turned its names in brackets into marks. */
import { mark } from './marks.ts';

mark('runtime');
await import('../measure/bareExchange.ts');
