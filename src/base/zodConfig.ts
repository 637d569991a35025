import { config } from 'zod/mini';

// Each schema is used once in a run: compiling it first, as zod does otherwise, costs more than it saves.
config({ jitless: true });
