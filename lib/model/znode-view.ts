/** One znode as `GET …/znodes?path=` answers it and the ZooKeeper page shows it; `decoded` by the era's layout table. */
export interface ZnodeView {
  /** Relative to the cluster's root; '' is the root. */
  path: string
  stat: Record<string, string | number> | null
  role: string | null
  decoded: unknown
  problem: string | null
  children: { name: string; role: string | null }[]
  childrenTotal: number
  sizeBytes: number
  /** The first 512 bytes as hexadecimal digits. */
  hex: string | null
}
