# Sourced by deploy/run and deploy/backends/start: builds what is missing or older than its sources, without tests.
# Needs the variable `root`, the folder of the repository.
# shellcheck shell=bash disable=SC2154

# build_is_current FILE DIRECTORY...: FILE exists and no source below the directories is newer than it.
build_is_current() {
  local built=$1
  shift
  [[ -e "$built" ]] || return 1
  [[ -z "$(find "$root/pom.xml" "$@" \( -name target -o -name test \) -prune -o \
    -type f \( -name pom.xml -o -path '*/src/main/*' \) -newer "$built" -print -quit)" ]]
}

# build_modules MODULE...: packages the modules and what they need, telling how far it is.
build_modules() {
  local log modules begin=$SECONDS status=0
  log=$(mktemp "${TMPDIR:-/tmp}/logbell-build.XXXXXX")
  modules=$(IFS=,; echo "$*")
  echo "Building Logbell (the first time this downloads its libraries, which takes some minutes) ..."
  "$root/mvnw" -B -f "$root/pom.xml" -pl "$modules" -am -Dmaven.test.skip=true package \
    </dev/null > >(tee "$log" | build_progress) 2>&1 || status=$?
  build_clear
  if [[ $status -eq 0 ]]; then
    rm -f "$log"
    echo "Built in $((SECONDS - begin)) s."
  elif [[ $status -gt 128 ]]; then
    rm -f "$log"
    echo "The build was interrupted." >&2
    exit "$status"
  else
    {
      echo "The build failed:"
      grep -E '^\[ERROR\]|^Error' "$log" |
        grep -vE '[Rr]e-run Maven|^\[ERROR\] *$|^\[ERROR\] \[Help|For more information|resume the build|mvn <args>' | head -40
      echo "The whole output is in $log"
    } >&2
    exit 1
  fi
}

build_progress() {
  local line downloaded=0 module=''
  while IFS= read -r line; do
    case $line in
      *'Building Logbell: '*\[*/*\])
        module=${line#*Building }
        module=${module//  / }
        build_clear
        echo "  $(sed -E 's/^Logbell: ([^ ]+).*\[([0-9]+)\/([0-9]+)\]$/\2 of \3  \1/' <<<"$module")"
        ;;
      *'Downloaded from'*)
        downloaded=$((downloaded + 1))
        build_status "downloaded $downloaded files, ${line##*/}"
        ;;
    esac
  done
}

# One line that is written over, only on a terminal.
build_status() {
  [[ ! -t 2 ]] || printf '\r\033[K  %.70s' "$1" >&2
}

build_clear() {
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
}
