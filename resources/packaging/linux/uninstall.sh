#!/bin/sh
# Removes the Tempera that this script lies in. Chats and models stay unless their removal is asked for.
@SHARED@

# what the program keeps in its own folder, by name: nothing else is removed there, whatever else lies in it
KEPT="@KEPT@"
# of a folder that the user named, where others may keep things under the same names, only files that are ours for sure
FILES="@FILES@"
FOLDERS="@FOLDERS@"

usage() {
    say "Usage: uninstall.sh [--keep-data | --remove-data]

Removes Tempera. Without an option it asks whether chats and models are to go, too; where nobody can answer they stay." \
        "用法：uninstall.sh [--keep-data | --remove-data]

移除 Tempera。不写选项时会询问是否同时删除对话和模型；没有人能回答时予以保留。"
}

ask() { # whether to remove the folder $data; sets $remove
    if [ "$named" ]; then
        say "Chats and models are in $data. Of what lies there, only what Tempera wrote would be removed." \
            "对话和模型在 $data。那里的文件中，只有 Tempera 写入的才会被删除。"
    else
        size=$(du -sh -- "$data" 2>/dev/null | cut -f 1)
        say "Chats and models are in $data ($size)." "对话和模型在 $data（$size）。"
    fi
    say "Remove them, too? They cannot be brought back. [y/N]" "也删除它们吗？删除后无法恢复。[y/N]"
    read -r answer || answer=
    case "$answer" in [yY] | [yY][eE][sS] | 是) remove=yes ;; *) remove=no ;; esac
}

remove_models() { # those that Tempera fetched, took in or made, by its records; others may be somebody's collection
    for record in models/*.part.json; do # downloads that were cut off
        if [ -f "$record" ] && grep -Fq '"request":' -- "$record"; then rm -f -- "${record%.json}" "$record"; fi
    done
    command -v b2sum >/dev/null || return 0
    for file in models/*; do
        key=$(printf '%s' "${file#models/}" | b2sum -l 128 | cut -d ' ' -f 1)
        if is_record_of_ours "models/records/$key.json" "$file"; then rm -f -- "$file"; fi
    done
}

is_record_of_ours() { # whether the record $1 tells of the file $2 as it is, and that Tempera brought it
    [ -f "$1" ] && [ -f "$2" ] || return 1
    grep -Fq "\"bytes\": $(wc -c <"$2")," -- "$1" &&
        grep -Fq '"source": "' -- "$1" && ! grep -Fq '"source": "found"' -- "$1"
}

remove_files() {
    for file in $FILES; do
        if [ -f "$file" ]; then rm -f -- "$file"; fi
    done
    for folder in $FOLDERS; do rmdir -- "$folder" 2>/dev/null || true; done
}

remove_data() {
    (
        cd -- "$data" || exit
        if [ "$named" ]; then
            remove_models
            remove_files
        else
            for name in $KEPT; do rm -rf -- "$name"; done
        fi
    )
    if ! [ -L "$data" ]; then rmdir -- "$data" 2>/dev/null || true; fi
    if [ -d "$data" ]; then
        say "Other files are left in $data." "$data 里还有其他文件，予以保留。"
    fi
}

has_menu_of_another() { # whether the menu starts a copy in another folder, installed later
    entry=$(grep -e '/applications/tempera\.desktop$' -- "$here/installed-files" || true)
    [ -f "$entry" ] || return 1
    plain=$(printf '%s\n' "$here/tempera" | sed -e 's/\\/\\\\/g')
    ! grep -Fqx -e "TryExec=$plain" -- "$entry"
}

remove_program() {
    another=
    if has_menu_of_another; then another=yes; fi
    while IFS= read -r file; do
        case "${file##*/}" in
        tempera | tempera-cli)
            # a link that something else took over since then stays
            if [ "$(readlink -- "$file" || true)" = "$here/${file##*/}" ]; then rm -f -- "$file"; fi
            ;;
        *)
            if [ "$another" ]; then continue; fi
            rm -f -- "$file"
            folder=${file%/*}
            # without its folder of sources the list of file types would stay as it is
            while [ "$folder" != "$share" ] && [ "$folder" != "$share/mime/packages" ] &&
                rmdir -- "$folder" 2>/dev/null; do
                folder=${folder%/*}
            done
            ;;
        esac
    done <"$here/installed-files"
    for name in "$here"/* "$here"/.[!.]*; do
        if [ "$name" = "$here/data" ]; then continue; fi # chats of a portable copy, or of one that was portable once
        rm -rf -- "$name"
    done
    rmdir -- "$here" 2>/dev/null || true
    if command -v update-mime-database >/dev/null && [ -d "$share/mime" ]; then
        update-mime-database "$share/mime" || true
    fi
    if command -v update-desktop-database >/dev/null && [ -d "$share/applications" ]; then
        update-desktop-database "$share/applications" || true
    fi
}

main() {
    remove=
    case "${1:-}" in
    --keep-data) remove=no ;;
    --remove-data) remove=yes ;;
    -h | --help) usage; exit 0 ;;
    "") ;;
    *) usage >&2; exit 2 ;;
    esac
    [ $# -le 1 ] || { usage >&2; exit 2; }
    here=$(folder_of_this_script)
    here=${here%?x}
    if ! [ -f "$here/installed-files" ]; then
        fail "This script belongs into the folder of an installed Tempera." "这个脚本应当在已安装的 Tempera 的文件夹里运行。"
    fi
    if is_running "$here"; then fail "Tempera is running. Close it first." "Tempera 正在运行，请先关闭它。"; fi
    find_share
    portable=
    if [ -e "$here/portable" ] || [ -e "$here/portable.txt" ]; then portable=yes; fi
    named=
    find_named_data
    if [ "$data" ]; then
        named=yes
    elif [ "$portable" ]; then
        data=$here/data
    else
        data=$share/Tempera
    fi
    cd /
    refuse_data_within "$here"
    if [ -d "$data" ]; then
        if ! [ "$remove" ]; then if [ -t 0 ]; then ask; else remove=no; fi; fi
        if [ "$remove" = yes ]; then remove_data; fi
    fi
    remove_program
    say "Tempera is removed." "Tempera 已移除。"
    if [ "$remove" = no ] && [ -d "$data" ]; then
        say "Chats and models are still in $data." "对话和模型仍在 $data。"
    fi
    if [ "$data" != "$here/data" ] && [ -d "$here/data" ]; then
        say "Chats and models of a portable copy are still in $here/data." "便携版的对话和模型仍在 $here/data。"
    fi
}

main "$@"
exit
