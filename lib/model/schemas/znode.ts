import { z } from 'zod'

/** One znode, as `GET …/znodes?path=` returns it and the ZooKeeper page shows it; `decoded` by the era's layout table. */
export const znode = z.object({
  path: z.string().meta({ description: 'Relative to the cluster\'s root; "" is the root.' }),
  stat: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  role: z.string().nullable(),
  decoded: z.unknown(),
  problem: z.string().nullable(),
  children: z.array(z.object({ name: z.string(), role: z.string().nullable() })),
  childrenTotal: z.number(),
  sizeBytes: z.number(),
  hex: z.string().nullable().meta({ description: 'The first 512 bytes.' }),
})
