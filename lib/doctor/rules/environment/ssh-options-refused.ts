import { parseClusterSshOptions } from '@/lib/flink/ssh-options/cluster-ssh-options'
import { isStandaloneHa } from '../../hosts'
import { placeOf } from '../../places'
import type { Rule } from '../../rule'

/** Flink's scripts accept every option; the console only those of an allow-list, because others can write the file. */
export const sshOptionsRefused: Rule = {
  id: 'environment/ssh-options-refused',
  severity: 'note',
  title: 'ssh options that the console does not use',
  why: 'ssh runs as the user of the console, so of env.ssh.opts it takes only what is known to be harmless. One other option, and it reaches no host of this cluster by ssh: its processes cannot be identified, started or ended from here.',
  source: { text: 'Understudy, docs/decisions/0035; Flink, CoreOptions.FLINK_SSH_OPTIONS', url: null },
  canBeWrong: 'sshOptions of this cluster in understudy.yaml, or FLINK_SSH_OPTS where the console runs, count instead of the file.',
  check(input) {
    const { value } = input.configuration.effective.options.sshOptions
    const { problem } = parseClusterSshOptions(value ?? '')
    if (problem === null || !isStandaloneHa(input)) return []
    return [
      {
        sentence: 'env.ssh.opts has an option that the console does not use, so it uses none of them.',
        whatToDo: problem,
        places: [placeOf(input, 'sshOptions')],
      },
    ]
  },
}
