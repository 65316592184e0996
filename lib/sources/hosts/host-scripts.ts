import 'server-only'
import { seesFunction } from './hidepid'
import { listLinksFunction, socketLink } from './list-links'

/**
 * Scripts for a host's `sh` (dash, bash, busybox; Linux, and `ps` elsewhere). Values are arguments, never text in
 * the script. Answers begin with `understudy`, because a login shell may print text of its own.
 */

/**
 * `look PID` sets `state` and `start`, and fails when there is no such process. `is_there PID START` is false for a dead process, all
 * threads included. The name in `stat` is the process's own and may hold line breaks (15 bytes): a line with too few fields is incomplete.
 */
const looking = `
if [ -r /proc/self/stat ]; then
  boot() { cat /proc/sys/kernel/random/boot_id; }
  fields() {
    { IFS= read -r s < "$1"; } 2>/dev/null || return 1
    set -f; set -- "$1" \${s##*) }
    [ $# -gt 20 ] || { s=$(cat "$1" 2>/dev/null); set -- "$1" \${s##*) }; }
    set +f
    [ $# -gt 20 ] || return 1
    state=$2; shift 20; start=$1
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

/** `listens PID`: the ports (hexadecimal) that its own sockets listen on. A process's descriptors are all visible, or none. */
const listening = `${listLinksFunction}
listens() {
  printf 'listens '
  [ -r "/proc/$1/net/tcp" ] || { echo hidden; return; }
  { list_links "/proc/$1/fd"; cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6"; } 2>/dev/null |
    awk '/${socketLink}/ { own[substr($NF, 9, length($NF) - 9)] = 1 }
      / -> / { shown = 1; next }
      $4 == "0A" && ($10 in own) { n = split($2, part, ":"); printf "%s ", part[n] }
      END { print shown ? "read" : "hidden" }'
}
`

/** Bytes. A Java command line with a long class path is some 20 kB; of a longer one than this no more than its launcher is read. */
export const longestCommandLine = 256 * 1024

/**
 * Every process of Flink or ZooKeeper. `$1`: the cluster's conf folder. Whether a process was started with that folder is checked
 * in its own view of the files (`/proc/PID/root`, `/proc/PID/cwd`): a container may have another one at the same path. A host may run
 * a hundred of them, so checks that start a program run only where needed: sockets of JobManagers, links where the folders could not be
 * compared, a name once per user. A command line that is too long is reported by its bytes in `sum`, and cut.
 */
export const findScript = `${looking}${seesFunction}${listening}
conf=$1
for tool in base64 cat cksum grep head sed tr; do command -v "$tool" >/dev/null 2>&1 || { echo "understudy lacks $tool"; exit; }; done
real() { readlink -f "$1" 2>/dev/null | base64; }
# A link that names a whole path is followed from our own root, also below /proc/PID/root: where the process has other mounts, by hand.
inside() {
  [ ! "$1/root" -ef / ] || [ ! "$1/ns/mnt" -ef /proc/self/ns/mnt ] || return
  case $2 in /*) base=$1/root ;; *) base=$1/cwd ;; esac
  at= rest=$2/ links=0
  while [ -n "$rest" ]; do
    part=\${rest%%/*}; rest=\${rest#*/}
    case $part in ''|.) continue ;; ..) [ -n "$at" ] && at=\${at%/*} || base=$base/..; continue ;; esac
    at=$at/$part
    [ -L "$base$at" ] || continue
    links=$((links + 1))
    target=$(readlink "$base$at") && [ "$links" -le 40 ] || { own=; return; }
    case $target in /*) base=$1/root at= ;; *) at=\${at%/*} ;; esac
    rest=$target/$rest
  done
  own=$base$at
}
same() {
  same=unknown
  [ -d "$1" ] && [ -d "$conf" ] || return
  [ "$1" -ef "$conf" ] 2>/dev/null
  case $? in 0) same=yes ;; 1) same=no ;; esac
}
owner() {
  uid=
  while read -r key value rest; do case $key in Uid:) uid=$value; break ;; esac; done < "$1/status" || return
  [ "$uid" = "$known" ] || { known=$uid; name=$(stat -c %U "$1" 2>/dev/null); }
}
echo "understudy begin $(boot)"
echo conf:
real "$conf"
echo "sees $(sees)"
printf 'user %s\\n' "$(id -un 2>/dev/null || id -u)"
echo "now $(date +%s)"
if [ -r /proc/self/stat ]; then
  echo "time $(sed -n 's/^btime //p' /proc/stat)"
  known= name=
  found=$(grep -lsF -e org.apache.flink. -e org.apache.zookeeper. /proc/[0-9]*/cmdline)
  masters=" $(grep -lsF -e ClusterEntrypoint -e ClusterEntryPoint -e .JobManager $found < /dev/null | tr '\\n' ' ')"
  for f in $found; do
    d=\${f%/cmdline}; p=\${d#/proc/}
    look "$p" || continue
    c=$(tr '\\0' '\\n' < "$f" 2>/dev/null | sed -n -e '/^--configDir$/{n;p;q;}' -e '/^-c$/{n;p;q;}' -e '/^--configDir=/{s///;p;q;}')
    case $c in /*) own=$d/root$c v=$c ;; *) own=$d/cwd/$c v=$own ;; esac
    { owner "$d"; inside "$d" "$c"; } 2>/dev/null
    same "$own"
    echo "process $p $state $start"
    printf 'user %s\\n' "$name"
    sum=$(cksum < "$f" 2>/dev/null) most=${longestCommandLine}
    [ "\${sum##* }" -le "$most" ] 2>/dev/null || most=4096
    echo "sum $sum"
    echo "same $same"
    if [ "$d/ns/net" -ef /proc/self/ns/net ]; then echo 'network same'; elif [ -e "$d/ns/net" ]; then echo 'network other'; fi 2>/dev/null
    case $masters in *" $f "*) listens "$p" ;; esac
    case $c in *[!A-Za-z0-9._/-]*) echo folder:; printf '%s' "$c" | base64 ;; *) echo "path $c" ;; esac
    [ "$same" != unknown ] || { echo real:; real "$v"; }
    echo line:
    head -c "$most" "$f" 2>/dev/null | base64
  done
else
  for p in $(LC_ALL=C ps -axww -o pid=,command= | grep -F -e org.apache.flink. -e org.apache.zookeeper. | sed 's/^ *\\([0-9]*\\).*/\\1/'); do
    look "$p" || continue
    echo "process $p $state $start"
    printf 'user %s\\n' "$(ps -p "$p" -o user=)"
    echo "sum $(sum "$p")"
    echo words:
    LC_ALL=C ps -ww -p "$p" -o command= | base64
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

/** `$1` limit in tenths of a second, `$2` pid, `$3` start, `$4` boot. */
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

/** `$1` boot, then pid and start of each. Reports an exit, and every three seconds that it still watches. */
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
