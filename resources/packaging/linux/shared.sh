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

find_share() { # where this user's menu entries and data are; sets $share
    share=${XDG_DATA_HOME:-${HOME:-}/.local/share}
    case "$share" in /*) ;; *) share=$PWD/$share ;; esac # the scripts do not stay where they were started
}

find_named_data() { # the folder that the user named for chats and models, as the program reads it; sets $data
    case "${TEMPERA_HOME:-}" in
    "" | /*) data=${TEMPERA_HOME:-} ;;
    \~ | \~/*) data=${HOME:-}${TEMPERA_HOME#\~} ;;
    *) data=$PWD/$TEMPERA_HOME ;;
    esac
}

refuse_data_within() { # chats and models in the program's folder $1, of which only data/ is kept
    [ -d "$data" ] || return 0
    real=$(cd -- "$data" && pwd -P && printf x) || return 0
    case "${real%?x}/" in
    "$1"/data/*) ;;
    "$1"/*)
        fail "Chats and models are in the program's own folder: $data. Move them elsewhere first; nothing was changed." \
            "对话和模型在程序自己的文件夹里：$data。请先把它们移到别处；没有做任何改动。"
        ;;
    esac
}
