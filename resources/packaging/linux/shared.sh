# the same in install.sh and uninstall.sh, each of which runs without the other
set -eu
unset CDPATH # with it, cd goes elsewhere than it is told, and prints where

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in zh*) chinese=yes ;; *) chinese= ;; esac

say() { # in English, in Chinese
    if [ "$chinese" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

fail() {
    say "$1" "$2" >&2
    exit 1
}

folder_of_this_script() {
    case "$0" in */*) where=${0%/*} ;; *) where=. ;; esac
    cd -- "${where:-/}" && pwd -P && printf x
}

is_running() { # the program in the folder $1
    for exe in /proc/[0-9]*/exe; do
        target=$(readlink -- "$exe" 2>/dev/null) || continue
        case "$target" in "$1"/*) return 0 ;; esac
    done
    return 1
}
