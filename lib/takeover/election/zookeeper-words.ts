import 'server-only'
import { ZooKeeperError } from '@/lib/sources/zookeeper/errors'
import { OperationError } from '@/lib/operations/run/verb'
import { isUnanswered } from './unanswered'

/** Turns an error of ZooKeeper into a refusal with a sentence: it is no bug of this program. @throws OperationError */
export async function orRefuseWithoutZooKeeper<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!ZooKeeperError.is(error)) throw error
    const whatToDo =
      error.code === 'no-auth' ? 'Give zookeeper.auth the right to read below the cluster’s root.' : 'Wait until it does, then plan anew.'
    throw new OperationError('refused', `ZooKeeper does not tell this console about the election now (${error.message}). ${whatToDo}`, {
      cause: error,
    })
  }
}

/** In the midst of writing an error is no refusal any more: something may have been done. @throws OperationError */
export async function orFailWithoutZooKeeper<T>(work: Promise<T>, whatToDo: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!ZooKeeperError.is(error)) throw error
    const what = isUnanswered(error) ? 'It is not known whether ZooKeeper did the last of it: no answer came' : 'ZooKeeper did not do it'
    throw new OperationError('command-failed', `${what} (${error.message}). What was done until then stays. ${whatToDo}`, { cause: error })
  }
}
