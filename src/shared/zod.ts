import { z } from 'zod';

// The renderer's content security policy forbids `new Function`, which zod otherwise compiles parsers with.
z.config({ jitless: true });

export { z };
