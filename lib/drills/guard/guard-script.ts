import 'server-only'
import { lookFunctions } from '@/lib/sources/hosts/host-scripts'

/**
 * The guard: a process on the target's host that undoes the fault at its deadline, whatever became of the console, ssh and the network.
 * It sends no signal but SIGCONT, and only to the process that it was told, compared by boot, start time and command line. Linux only,
 * because so is the proof of a process.
 */

/** Below /tmp, which every host has; the folder is this user's own (mode 700), or nothing is done. */
const folders = `
base=/tmp/understudy-guards-$(id -u)
is_private() {
  [ -d "$1" ] && [ ! -L "$1" ] || return 1
  set -- $(ls -ldn "$1")
  case $1 in drwx------*) ;; *) return 1 ;; esac
  [ "$3" = "$(id -u)" ]
}
case $1 in ''|*[!0-9a-f-]*) echo understudy denied; exit ;; esac
f=$base/$1
`

/** Arguments: folder, seconds, \`continue\` or \`start\`, pid, start, boot, sum; for \`start\` the conf folder, the port and the command. */
const guardBody = `
trap '' HUP INT TERM
f=$1 limit=$2 mode=$3 its_pid=$4 its_start=$5 its_boot=$6 its_sum=$7
shift 7
tick() { IFS=' .' read -r now rest < /proc/uptime; }
tell() { printf '%s %s\\n' "$1" "$(date +%s)" > "$f/state.new" && mv -f "$f/state.new" "$f/state"; }
runs() {
  wanted=$(printf '%04X' "$2")
  if cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qi "^ *[0-9]*: [0-9A-F]*:$wanted [0-9A-F:]* 0A"; then return 0; fi
  for c in $(grep -lsF -e ClusterEntrypoint -e ClusterEntryPoint /proc/[0-9]*/cmdline); do
    tr '\\0' '\\n' < "$c" 2>/dev/null | {
      before= conf= port=
      while IFS= read -r word; do
        case $before in --configDir|-c) conf=$word ;; --webui-port) port=$word ;; esac
        before=$word
      done
      [ "$conf" = "$1" ] && [ "$port" = "$2" ]
    } && return 0
  done
  return 1
}
look "$$" && printf '%s\\n%s\\n' "$$" "$start" > "$f/process"
tick
end=$((now + limit))
tell waiting
while [ ! -e "$f/done" ]; do
  tick
  [ "$now" -lt "$end" ] || break
  sleep 1
done
if [ -e "$f/done" ]; then tell ended; exit; fi
case $mode in
  continue)
    if [ "$(boot)" = "$its_boot" ] && is_there "$its_pid" "$its_start" && [ "$(sum "$its_pid")" = "$its_sum" ]; then
      case $state in
        T) if kill -s CONT "$its_pid"; then tell acted; else tell failed; fi ;;
        *) tell found-nothing ;;
      esac
    else
      tell found-nothing
    fi ;;
  start)
    conf=$1 port=$2
    shift 2
    if runs "$conf" "$port"; then tell found-nothing; exit; fi
    FLINK_CONF_DIR=$conf "$@"
    left=60
    while [ "$left" -gt 0 ]; do
      if runs "$conf" "$port"; then tell acted; exit; fi
      sleep 1
      left=$((left - 1))
    done
    tell failed ;;
esac
`

/**
 * \`$1\` id, then the guard's arguments without the folder. Answers \`installed\` once the guard itself has written that it waits.
 * \`unsafe\`: its folder is not this user's alone.
 */
export const installScript = `${lookFunctions}${folders}
[ -r /proc/uptime ] && [ -r /proc/self/stat ] || { echo understudy denied; exit; }
mkdir -m 700 "$base" 2>/dev/null
is_private "$base" || { echo understudy unsafe; exit; }
mkdir -m 700 "$f" 2>/dev/null || { echo understudy taken; exit; }
shift
cat > "$f/guard" <<'UNDERSTUDY_GUARD'
${lookFunctions}
${guardBody}
UNDERSTUDY_GUARD
if command -v setsid >/dev/null 2>&1; then way=setsid; else way=nohup; fi
$way sh "$f/guard" "$f" "$@" </dev/null >/dev/null 2>&1 &
left=50
while [ ! -e "$f/state" ] && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
if [ -e "$f/state" ] && { read -r word rest; } < "$f/state" && [ "$word" = waiting ]; then echo understudy installed; else echo understudy silent; fi
`

/** \`report\` prints what the guard wrote last, since when (epoch s), and whether it runs. */
const report = `
report() {
  word=none since=0 alive=no
  if is_private "$base" && is_private "$f"; then
    word=silent
    { read -r word since; } 2>/dev/null < "$f/state"
    p= s=
    { IFS= read -r p; IFS= read -r s; } 2>/dev/null < "$f/process"
    case $p in ''|*[!0-9]*) ;; *) is_there "$p" "$s" && alive=yes ;; esac
  fi
}
`

/** \`$1\` id. */
export const askScript = `${lookFunctions}${folders}${report}
report
echo "understudy guard $word $since $alive"
`

/** \`$1\` id. Asks the guard to end, waits for that, removes its files, and prints what it wrote last. */
export const endScript = `${lookFunctions}${folders}${report}
report
if [ "$word" != none ]; then
  : > "$f/done"
  left=100
  while [ "$alive" = yes ] && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); report; done
fi
last="$word $since $alive"
if [ "$word" != none ] && [ "$alive" = no ]; then
  rm -f "$f/guard" "$f/state" "$f/state.new" "$f/process" "$f/done"
  rmdir "$f"
  rmdir "$base" 2>/dev/null
fi
echo "understudy guard $last"
`

/** Whether a guard could be installed here, and this user may send the process a signal. \`$1\` pid. Writes nothing. */
export const canGuardScript = `${lookFunctions}
base=/tmp/understudy-guards-$(id -u)
[ -r /proc/uptime ] && [ -r /proc/self/stat ] || { echo understudy denied; exit; }
[ -w /tmp ] && [ -x /tmp ] || { echo understudy unsafe; exit; }
if [ -e "$base" ]; then
  [ -d "$base" ] && [ ! -L "$base" ] || { echo understudy unsafe; exit; }
  set -- "$1" $(ls -ldn "$base")
  case $2 in drwx------*) ;; *) echo understudy unsafe; exit ;; esac
  [ "$4" = "$(id -u)" ] || { echo understudy unsafe; exit; }
fi
kill -0 "$1" 2>/dev/null || { echo understudy foreign; exit; }
echo understudy able
`
