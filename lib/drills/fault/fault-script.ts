import 'server-only'
import { lookFunctions } from '@/lib/sources/hosts/host-scripts'

/** \`clock\` prints the host's time, ns since 1970; nothing where its \`date\` has no nanoseconds. */
const clock = `
clock() { t=$(date +%s%N); case $t in *[!0-9]*) echo 0 ;; *) echo "$t" ;; esac; }
`

/** Prints the host's time once, for the offset of its clock. */
export const clockScript = `${clock}
echo "understudy clock $(clock)"
`

/**
 * \`$1\` signal, \`$2\` pid, \`$3\` start, \`$4\` boot, \`$5\` cksum of the command line, \`$6\` for how many steps of 20 ms its exit is watched.
 * Identity and signal in one command; prints the host's times right before and after the signal, and when the process is gone.
 */
export const faultScript = `${lookFunctions}${clock}
[ "$(boot)" = "$4" ] || { echo understudy gone; exit; }
is_there "$2" "$3" || { look "$2" && [ "$start" != "$3" ] && { echo understudy another; exit; }; echo understudy gone; exit; }
[ "$(sum "$2")" = "$5" ] || { echo understudy another; exit; }
before=$(clock)
kill -s "$1" "$2" || { echo understudy denied; exit; }
echo "understudy sent $before $(clock)"
left=$6
while [ "$left" -gt 0 ]; do
  before=$(clock)
  is_there "$2" "$3" || { echo "understudy ended $before $(clock)"; exit; }
  sleep 0.02
  left=$((left - 1))
done
echo understudy there
`
