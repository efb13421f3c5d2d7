# Ends what Signalbox started once Signalbox itself is gone: that is when this script's input ends.
#
# Arguments: what the marks of its processes begin with; the control group they are in, or nothing.
# Input: lines "add GROUP START" and "remove GROUP". START, from /proc, tells a process group from a
# later one of the same number. Anything else is passed over, also a last line that is cut off.

mark=$1
place=$2
groups=' '

# It ends by the end of its input, not with its terminal or its neighbours.
trap '' HUP INT QUIT TERM

while read -r verb group start rest; do
  case $group in '' | *[!0-9]* | 0* | 1) continue ;; esac
  case $start in '' | *[!0-9]*) start=0 ;; esac
  case $groups in *" $group:"*)
    later=${groups#*" $group:"}
    groups="${groups%%" $group:"*} ${later#* }"
    ;;
  esac
  case $verb in add) groups="$groups$group:$start " ;; esac
done

# Whether process $1 started at $2.
is_the_same() {
  [ "$2" != 0 ] || return 1
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  set -- "$2" ${stat##*) }
  [ "$1" = "${21:-}" ]
}

# Where there is no /proc a number is trusted: it was removed when its command ended.
known=
for entry in $groups; do
  if [ ! -e /proc/self/stat ] || is_the_same "${entry%%:*}" "${entry#*:}"; then
    known="$known ${entry%%:*}"
  fi
done

# The processes in the control group, then the marked ones.
everyone() {
  if [ -n "$place" ]; then
    find "$place" -name cgroup.procs -exec cat {} + 2>/dev/null
  fi
  for file in $(grep -l -s -F -e "$mark" /proc/[0-9]*/environ); do
    file=${file#/proc/}
    echo "${file%/environ}"
  done
}

# Sends signal $1 to all there are, to each once. Fails where there are none.
signal_all() {
  some=1
  all=" $(everyone | sort -u | tr '\n' ' ')"
  for pid in $all; do
    kill -s "$1" "$pid" 2>/dev/null && some=0
  done
  for group in $known; do
    case $all in *" $group "*) continue ;; esac
    kill -s "$1" -- "-$group" 2>/dev/null && some=0
  done
  return $some
}

pause() {
  sleep 0.1 2>/dev/null || sleep 1
}

if signal_all TERM; then
  for _ in 1 2 3 4 5 6 7 8; do
    pause
    signal_all 0 || break
  done
  rounds=0
  while signal_all KILL && [ "$rounds" -lt 100 ]; do
    if [ -n "$place" ]; then
      echo 1 2>/dev/null >"$place/cgroup.kill"
    fi
    rounds=$((rounds + 1))
    pause
  done
fi
if [ -n "$place" ]; then
  find "$place" -depth -type d -exec rmdir {} \; 2>/dev/null
fi
