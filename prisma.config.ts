// What Prisma's own tools read. The product opens its database in lib/store/database.ts.
import { defineConfig } from 'prisma/config';

export default defineConfig({ schema: 'prisma/schema.prisma' });
