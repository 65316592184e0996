import 'server-only'

/** org.apache.zookeeper.ZooDefs.OpCode: the ones this client sends. */
export const opCodes = {
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getAcl: 6,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  createContainer: 19,
  multiRead: 22,
  auth: 100,
  setWatches: 101,
  setWatches2: 105,
  addWatch: 106,
  closeSession: -11,
  error: -1,
} as const

/** Transaction ids below zero are not answers to numbered requests (org.apache.zookeeper.ClientCnxn). */
export const reservedXids = { notification: -1, ping: -2, auth: -4 } as const
