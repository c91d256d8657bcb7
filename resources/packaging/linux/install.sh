#!/bin/sh
# Installs Tempera for one user, or brings an installed one up to date. Chats and models are left alone.
@SHARED@

MACHINE=@MACHINE@
VERSION=@VERSION@

usage() {
    say "Usage: ./install.sh [--to FOLDER]

Installs Tempera $VERSION for this user: the program goes into FOLDER/tempera (without --to: ~/.local/lib/tempera),
the commands tempera and tempera-cli into ~/.local/bin, and an entry into the menu.
To remove it, run uninstall.sh in the program's folder." \
        "用法：./install.sh [--to 文件夹]

为当前用户安装 Tempera $VERSION：程序放在“文件夹/tempera”（不写 --to 时是 ~/.local/lib/tempera），
命令 tempera 和 tempera-cli 放在 ~/.local/bin，并在菜单里添加一项。
要移除它，请运行程序文件夹里的 uninstall.sh。"
}

refuse_odd_name() { # what cannot stand in a menu entry
    case "$1" in
    *[[:cntrl:]]*)
        fail "The folder's name contains a line break or another control character, which a menu entry cannot hold: $1" \
            "文件夹的名称里有换行或其他控制字符，菜单项无法使用：$1"
        ;;
    esac
}

exec_value() { # the path $1 as the key Exec wants it: quoted, and then escaped as every text of the file is
    # desktops built on GLib look for the program before they read %% as %, so that another program has to stand first
    case "$1" in *%*) printf 'env ' ;; esac
    printf '%s\n' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/%/%%/g' -e 's/\\/\\\\/g' -e 's/^/"/' -e 's/$/"/'
}

write_menu_entry() { # from the file $1 to the file $2, for the program $3
    quoted=$(exec_value "$3")
    plain=$(printf '%s\n' "$3" | sed -e 's/\\/\\\\/g')
    while IFS= read -r line || [ "$line" ]; do
        case "$line" in
        Exec=tempera*) printf 'Exec=%s%s\n' "$quoted" "${line#Exec=tempera}" ;;
        TryExec=*) printf 'TryExec=%s\n' "$plain" ;;
        *) printf '%s\n' "$line" ;;
        esac
    done <"$1" >"$2"
}

mend_interrupted() { # an upgrade that was cut off between two renames
    if [ -d "$old" ]; then
        if [ -d "$program" ]; then
            keep_portable
            rm -rf -- "$old"
        else
            mv -- "$old" "$program"
        fi
    fi
    rm -rf -- "$new"
}

keep_portable() { # what a portable copy keeps beside itself goes over to the new copy
    for kept in portable portable.txt data; do
        if [ -e "$old/$kept" ] && ! [ -e "$program/$kept" ]; then
            mv -- "$old/$kept" "$program/$kept"
        fi
    done
}

unpack() {
    mkdir -p -- "$new"
    if ! cp -R -p -P -- "$here/tempera/." "$new/"; then
        rm -rf -- "$new"
        fail "The program could not be copied to $program; nothing was changed." "无法把程序复制到 $program；没有做任何改动。"
    fi
    if ! "$new/tempera-cli" --version >/dev/null; then
        rm -rf -- "$new"
        fail "The program does not start on this system; the message is above. Nothing was changed." \
            "程序无法在这个系统上启动，原因见上面的信息。没有做任何改动。"
    fi
}

swap() {
    if [ -d "$program" ]; then mv -- "$program" "$old"; fi
    mv -- "$new" "$program"
    if [ -d "$old" ]; then
        keep_portable
        forget_old_files
        rm -rf -- "$old"
    fi
}

forget_old_files() { # menu files of the old version that the new one has no more
    if [ -f "$old/installed-files" ]; then
        while IFS= read -r file; do
            grep -Fqx -e "$file" -- "$program/installed-files" || rm -f -- "$file"
        done <"$old/installed-files"
    fi
}

is_ours() { # the command $1, by this installer or an earlier one: a link into a folder as those that it makes
    case "$(readlink -- "$1" || true)" in */tempera/"${1##*/}") return 0 ;; *) return 1 ;; esac
}

link_commands() {
    mkdir -p -- "$HOME/.local/bin"
    for name in tempera tempera-cli; do
        link=$HOME/.local/bin/$name
        if [ -e "$link" ] && ! is_ours "$link"; then
            say "$link is another program; it is left as it is." "$link 是另一个程序，保持不变。"
        else
            ln -sf -- "$program/$name" "$link"
            printf '%s\n' "$link" >>"$list"
        fi
    done
}

add_to_menu() {
    (cd -- "$here/share" && find . -type f -o -type l) | while IFS= read -r file; do
        target=$share/${file#./}
        mkdir -p -- "${target%/*}"
        case "$file" in
        */tempera.desktop) write_menu_entry "$here/share/$file" "$target" "$program/tempera" ;;
        *) cp -f -P -- "$here/share/$file" "$target" ;;
        esac
        printf '%s\n' "$target" >>"$list"
    done
    touch -- "$share/icons/hicolor" # desktops that keep a list of icons make it anew
    if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime" || true; fi
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications" || true; fi
}

main() {
    to=
    while [ $# -gt 0 ]; do
        case "$1" in
        --to) [ $# -gt 1 ] || { usage >&2; exit 2; }; to=$2; shift 2 ;;
        --to=*) to=${1#--to=}; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
        esac
    done
    [ "${HOME:-}" ] || fail "HOME is not set: there is no folder to install to." "没有设置 HOME：不知道该装到哪个文件夹。"
    [ "$(uname -m)" = "$MACHINE" ] ||
        fail "This package is for $MACHINE; this computer is $(uname -m)." "这个安装包用于 $MACHINE，而这台电脑是 $(uname -m)。"
    here=$(folder_of_this_script)
    here=${here%?x}
    [ -x "$here/tempera/tempera-cli" ] ||
        fail "The folder tempera is not beside this script: unpack the whole archive first." \
            "脚本旁边没有 tempera 文件夹：请先解压整个压缩包。"
    find_share
    find_named_data
    for folder in "$HOME" "$share"; do refuse_odd_name "$folder"; done # the list of what is installed has lines
    to=${to:-$HOME/.local/lib}
    refuse_odd_name "$to"
    mkdir -p -- "$to"
    to=$(cd -- "$to" && pwd -P)
    program=${to%/}/tempera
    new=${to%/}/.tempera-being-installed # names that nobody gives to a copy of their own
    old=${to%/}/.tempera-being-replaced
    refuse_odd_name "$program"
    if [ -e "$program" ] && ! [ -e "$program/uninstall.sh" ]; then
        fail "$program is there already and was not installed by this script; name another folder with --to." \
            "$program 已经存在，而且不是由这个脚本安装的；请用 --to 指定别的文件夹。"
    fi
    refuse_data_within "$program"
    if is_running "$program"; then fail "Tempera is running. Close it first." "Tempera 正在运行，请先关闭它。"; fi

    mend_interrupted
    unpack
    cp -- "$here/uninstall.sh" "$new/uninstall.sh"
    list=$new/installed-files
    : >"$list"
    link_commands
    add_to_menu
    swap
    say "Tempera $VERSION is installed in $program. It is in the menu; in a terminal it is called tempera." \
        "Tempera $VERSION 已安装到 $program。可以在菜单里找到它；在终端里输入 tempera 即可。"
    case ":$PATH:" in
    *":$HOME/.local/bin:"*) ;;
    *) say "$HOME/.local/bin is not in PATH yet; most systems add it at the next login." \
        "$HOME/.local/bin 还不在 PATH 里；大多数系统会在下次登录时加上。" ;;
    esac
}

main "$@"
exit
