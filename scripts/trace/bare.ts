/** The traced bare exchange. The build turns its names in brackets into marks. */
import { mark } from './marks.ts';

mark('runtime');
await import('../measure/bareExchange.ts');
