import 'server-only'
import { seesFunction } from './hidepid'

/**
 * What is run on a host, by its `sh` (dash, bash, busybox; Linux, and `ps` elsewhere). Values come as arguments, never as text in
 * the script. Answers begin with `understudy`, because a login shell may say things of its own.
 */

/** `look PID` sets `state` and `start`, and fails when there is no such process. `is_there PID START` is false for the dead, threads and all. */
const looking = `
if [ -r /proc/self/stat ]; then
  boot() { cat /proc/sys/kernel/random/boot_id; }
  fields() {
    { IFS= read -r s < "$1"; } 2>/dev/null || return 1
    case $s in *')'*) ;; *) s=$(cat "$1" 2>/dev/null) || return 1 ;; esac
    s=\${s##*) }
    set -f; set -- $s; set +f
    state=$1; shift 19; start=$1
  }
  look() { fields "/proc/$1/stat"; }
  is_there() {
    look "$1" || return 1
    [ "$start" = "$2" ] || return 1
    case $state in Z|X|x) ;; *) return 0 ;; esac
    for t in "/proc/$1/task"/*/stat; do
      fields "$t" || continue
      case $state in Z|X|x) ;; *) return 0 ;; esac
    done
    return 1
  }
  sum() { cksum < "/proc/$1/cmdline"; }
else
  boot() { :; }
  look() {
    s=$(LC_ALL=C ps -p "$1" -o state=,lstart= 2>/dev/null) || return 1
    set -f; set -- $s; set +f
    state=$1; shift; start="$*"
    [ -n "$start" ]
  }
  is_there() { look "$1" && [ "$start" = "$2" ] && case $state in Z*) return 1 ;; *) return 0 ;; esac; }
  sum() { LC_ALL=C ps -ww -p "$1" -o command= | cksum; }
fi
`

/** `listens PID`: the ports (hexadecimal) that its own sockets listen on. */
const listening = `
listens() {
  { ls "/proc/$1/fd" >/dev/null && [ -r "/proc/$1/net/tcp" ]; } 2>/dev/null || { echo hidden; return; }
  { ls -l "/proc/$1/fd" | sed -n 's/^.*socket:\\[\\([0-9]*\\)\\]$/own \\1/p'; cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6"; } 2>/dev/null |
    awk '$1 == "own" { own[$2] = 1; next } $4 == "0A" && ($10 in own) { n = split($2, part, ":"); printf "%s ", part[n] } END { print "read" }'
}
`

/**
 * Every process of Flink's or ZooKeeper's. `$1`: the cluster's conf folder. Whether a process was started with that very folder is asked
 * in its own view of the files (`/proc/PID/root`, `/proc/PID/cwd`): a container may have another one at the same path.
 */
export const findScript = `${looking}${seesFunction}${listening}
conf=$1
code() { base64 | tr -d '\\n'; }
real() { readlink -f "$1" 2>/dev/null | code; }
same() {
  [ -d "$1" ] && [ -d "$conf" ] || { echo unknown; return; }
  [ "$1" -ef "$conf" ] 2>/dev/null
  case $? in 0) echo yes ;; 1) echo no ;; *) echo unknown ;; esac
}
echo "understudy begin $(boot)"
echo "conf $(real "$conf")"
echo "sees $(sees)"
echo "user $(id -un 2>/dev/null || id -u)"
echo "now $(date +%s)"
if [ -r /proc/self/stat ]; then
  echo "time $(sed -n 's/^btime //p' /proc/stat)"
  found=$(grep -lsF -e org.apache.flink. -e org.apache.zookeeper. /proc/[0-9]*/cmdline)
  for f in $found; do
    d=\${f%/cmdline}; p=\${d#/proc/}
    look "$p" || continue
    c=$(tr '\\0' '\\n' < "$d/cmdline" 2>/dev/null | sed -n -e '/^--configDir$/{n;p;q;}' -e '/^-c$/{n;p;q;}' -e 's/^--configDir=//p' | head -n 1)
    case $c in /*) own=$d/root$c v=$c ;; *) own=$d/cwd/$c v=$own ;; esac
    echo "process $p $state $start"
    echo "user $(stat -c %U "$d" 2>/dev/null)"
    echo "sum $(sum "$p" 2>/dev/null)"
    echo "folder $(printf '%s' "$c" | code)"
    echo "real $(real "$v")"
    echo "same $(same "$own")"
    echo "listens $(listens "$p")"
    echo "line $(head -c 262144 "$d/cmdline" 2>/dev/null | code)"
  done
else
  for p in $(LC_ALL=C ps -axww -o pid=,command= | grep -F -e org.apache.flink. -e org.apache.zookeeper. | sed 's/^ *\\([0-9]*\\).*/\\1/'); do
    look "$p" || continue
    echo "process $p $state $start"
    echo "user $(ps -p "$p" -o user=)"
    echo "sum $(sum "$p")"
    echo "words $(LC_ALL=C ps -ww -p "$p" -o command= | code)"
  done
fi
echo "understudy end"
`

/** `$1` signal, `$2` pid, `$3` start, `$4` boot, `$5` cksum of the command line. Identity and signal in one command. */
export const signalScript = `${looking}
[ "$(boot)" = "$4" ] || { echo understudy gone; exit; }
is_there "$2" "$3" || { look "$2" && [ "$start" != "$3" ] && { echo understudy another; exit; }; echo understudy gone; exit; }
[ "$(sum "$2")" = "$5" ] || { echo understudy another; exit; }
if kill -s "$1" "$2"; then echo understudy sent; else is_there "$2" "$3" && echo understudy denied || echo understudy gone; fi
`

/** `$1` how many tenths of a second at most, `$2` pid, `$3` start, `$4` boot. */
export const waitScript = `${looking}
[ "$(boot)" = "$4" ] || { echo understudy gone; exit; }
i=0
while is_there "$2" "$3"; do
  [ "$i" -lt "$1" ] || { echo understudy there; exit; }
  i=$((i + 1))
  sleep 0.1
done
echo understudy gone
`

/** `$1` boot, then pid and start of each. Says so when one is gone, and every three seconds that it still looks. */
export const watchScript = `${looking}
b=$1; shift
if [ "$(boot)" != "$b" ]; then
  while [ $# -gt 1 ]; do echo "understudy gone $1" || exit; shift 2; done
  exit
fi
i=0
echo understudy alive
while [ $# -gt 1 ]; do
  n=$(($# / 2))
  while [ "$n" -gt 0 ]; do
    if is_there "$1" "$2"; then set -- "$@" "$1" "$2"; else echo "understudy gone $1" || exit; fi
    shift 2
    n=$((n - 1))
  done
  i=$((i + 1))
  [ $((i % 20)) -ne 0 ] || echo understudy alive || exit
  sleep 0.15
done
`
