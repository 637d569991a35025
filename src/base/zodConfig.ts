import { config } from 'zod/mini';

// zod compiles schemas by default. A run uses each schema once, so compiling costs more than it saves.
config({ jitless: true });
