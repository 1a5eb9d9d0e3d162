#!/usr/bin/env bash
# What `./dev` says to a command, an option or an argument that it does not know: it fails, names the
# word, and says where the right ones stand.
set -euo pipefail
cd "$(dirname "$0")/../.."

# refused "ARGUMENTS" PART: the words after `./dev` are refused, and the answer has the part.
refused() {
  local answer
  # Split on purpose. shellcheck disable=SC2086
  if answer=$(./dev $1 2>&1 </dev/null); then
    echo "dev $1: was not refused" >&2
    exit 1
  fi
  case $answer in
    *"$2"*"./dev help"*) ;;
    *) printf 'dev %s: says\n%s\nand not "%s" with the way to ./dev help\n' "$1" "$answer" "$2" >&2; exit 1 ;;
  esac
}

refused "tset" "Did you mean './dev test'"
refused "xyz" "there is no command"
refused "build relase" "relase"
refused "build release dev" "one preset"
refused "bench nothing" "start, questions, gate"
refused "fuzz soon" "number of seconds"
refused "lint no/such/file.cpp" "no/such/file.cpp"
refused "conformance quick" "no arguments"
refused "demo --smoke more" "no further arguments"

# The help names every command there is, and --smoke.
help=$(./dev help)
for command in demo test build lint conformance bench fuzz simulate --smoke; do
  case $help in
    *"$command"*) ;;
    *) echo "dev help: does not name $command" >&2; exit 1 ;;
  esac
done
