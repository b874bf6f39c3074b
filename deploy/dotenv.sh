# Sourced by deploy/run: reads .env files without executing them.
# shellcheck shell=bash

# dotenv_load FILE: exports its NAME=value lines, except names that the environment has already.
# Understands comments, `export `, and values in single or double quotes; nothing in a value is expanded.
dotenv_load() {
  local file=$1 line name value number=0
  [[ -f "$file" ]] || return 0
  if [[ ! -r "$file" ]]; then
    echo "deploy/run: $file is not readable and is left out" >&2
    return 0
  fi
  while IFS= read -r line || [[ -n "$line" ]]; do
    number=$((number + 1))
    line=${line%$'\r'}
    [[ "$line" =~ ^[[:space:]]*(#|$) ]] && continue
    if [[ ! "$line" =~ ^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=[[:space:]]*(.*)$ ]]; then
      echo "deploy/run: line $number of $file is not NAME=value and is left out" >&2
      continue
    fi
    name=${BASH_REMATCH[2]} value=${BASH_REMATCH[3]}
    if [[ "$value" =~ ^\"([^\"]*)\"[[:space:]]*(#.*)?$ || "$value" =~ ^\'([^\']*)\'[[:space:]]*(#.*)?$ ]]; then
      value=${BASH_REMATCH[1]}
    else
      [[ "$value" =~ ^(.*[^[:space:]])?[[:space:]]+#.*$ ]] && value=${BASH_REMATCH[1]}
      [[ "$value" =~ ^(.*[^[:space:]])[[:space:]]+$ ]] && value=${BASH_REMATCH[1]}
    fi
    # Not for a .env to set: these would change the programs that run, not their settings.
    case $name in
      PATH | LD_* | BASH_ENV | ENV | IFS | JAVA_TOOL_OPTIONS | JDK_JAVA_OPTIONS)
        echo "deploy/run: $name in $file is left out: set it in the environment" >&2
        continue
        ;;
    esac
    [[ -n "${!name+set}" ]] || export "$name=$value"
  done <"$file"
}
