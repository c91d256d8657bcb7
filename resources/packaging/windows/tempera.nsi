; The installer for Windows: for one user, without an administrator. `python -m tools.package windows` compiles it.
; It is given: PAYLOAD (the program's folder), LISTS (what the uninstaller removes), ICONS, OUT, VERSION, NUMBERS
; (the version as four numbers), PUBLISHER, COPYRIGHT, SIZE_KIB, LONGEST (characters of the longest path in PAYLOAD);
; for the CUDA flavour NVIDIA_LICENCE (its terms as text); where there is a certificate SIGN (a command).

Unicode true
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include x64.nsh
!include WinVer.nsh
!include nsDialogs.nsh
!include "${LISTS}"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Tempera"
!define APP_PATH_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\tempera.exe"
!define CLASSES "Software\Classes"
!define MODEL_FILE "Tempera.gguf"
!define CAPABILITIES "Software\Tempera\Capabilities"
!define START_MENU "$SMPROGRAMS\Tempera.lnk"
!define DESKTOP_LINK "$DESKTOP\Tempera.lnk"
!define LONGEST_PATH 259
!define OLDEST_BUILD 17763 ; Windows 10 of October 2018, the oldest that Qt runs on
!define REPARSE_POINT 0x400
!define FOLDER 0x10
!define TELL_EXPLORER "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)" ; file types have changed

Name "Tempera"
OutFile "${OUT}"
BrandingText "Tempera ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Tempera"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
ShowInstDetails nevershow
ShowUninstDetails nevershow
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=0 "ProductName" "Tempera"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Tempera Setup"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=0 "LegalCopyright" "${COPYRIGHT}"

!define MUI_ICON "${ICONS}/tempera.ico"
!define MUI_UNICON "${ICONS}/tempera.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${ICONS}/side.bmp"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\tempera.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT

Var Data      ; the folder with chats and models
Var DataMoved ; whether TEMPERA_HOME says where it is
Var DataSize  ; in MB
Var RemoveData
Var RemoveBox

!ifdef NVIDIA_LICENCE
  !insertmacro MUI_PAGE_LICENSE "${NVIDIA_LICENCE}"
!endif
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectoryPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.ShowDataPage un.LeaveDataPage
!insertmacro MUI_UNPAGE_INSTFILES

; Windows' own language decides; Chinese of any kind gets Simplified Chinese, all others English.
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
LangString program_section ${LANG_ENGLISH} "Tempera (required)"
LangString program_section ${LANG_SIMPCHINESE} "Tempera（必需）"
LangString program_about ${LANG_ENGLISH} "The program, with a model that answers at once. Chats and models are kept in a folder of their own."
LangString program_about ${LANG_SIMPCHINESE} "程序本身，并附带一个可以马上使用的模型。聊天记录和模型保存在单独的文件夹中。"
LangString menu_section ${LANG_ENGLISH} "Start menu entry"
LangString menu_section ${LANG_SIMPCHINESE} "开始菜单项"
LangString menu_about ${LANG_ENGLISH} "Tempera in the Start menu."
LangString menu_about ${LANG_SIMPCHINESE} "在开始菜单中添加 Tempera。"
LangString desktop_section ${LANG_ENGLISH} "Desktop shortcut"
LangString desktop_section ${LANG_SIMPCHINESE} "桌面快捷方式"
LangString desktop_about ${LANG_ENGLISH} "Tempera on the desktop."
LangString desktop_about ${LANG_SIMPCHINESE} "在桌面上添加 Tempera。"
LangString files_section ${LANG_ENGLISH} "Open .gguf files with Tempera"
LangString files_section ${LANG_SIMPCHINESE} "用 Tempera 打开 .gguf 文件"
LangString files_about ${LANG_ENGLISH} "Offers Tempera for model files. A program that opens them already goes on doing so."
LangString files_about ${LANG_SIMPCHINESE} "让模型文件可以用 Tempera 打开。已经关联的其他程序不受影响。"
LangString model_file ${LANG_ENGLISH} "GGUF model"
LangString model_file ${LANG_SIMPCHINESE} "GGUF 模型"
LangString about ${LANG_ENGLISH} "An assistant that runs on your own computer"
LangString about ${LANG_SIMPCHINESE} "在您自己的电脑上运行的助手"
LangString old_windows ${LANG_ENGLISH} "Tempera needs 64-bit Windows 10 from version 1809 on, or Windows 11."
LangString old_windows ${LANG_SIMPCHINESE} "Tempera 需要 64 位的 Windows 10（1809 或更高版本）或 Windows 11。"
LangString running ${LANG_ENGLISH} "Tempera is running. Close its window, then choose Retry."
LangString running ${LANG_SIMPCHINESE} "Tempera 正在运行。请关闭它的窗口，然后选择“重试”。"
LangString too_long ${LANG_ENGLISH} "The name of this folder is too long for Windows. Choose one with a shorter name."
LangString too_long ${LANG_SIMPCHINESE} "这个文件夹的路径对 Windows 来说太长了。请选择路径较短的文件夹。"
LangString not_writable ${LANG_ENGLISH} "You may not write to this folder. Choose another one, such as the one that was suggested."
LangString not_writable ${LANG_SIMPCHINESE} "您没有写入这个文件夹的权限。请选择其他文件夹，例如默认的文件夹。"
LangString no_space ${LANG_ENGLISH} "There is not enough free space on this drive."
LangString no_space ${LANG_SIMPCHINESE} "这个磁盘的可用空间不足。"
LangString portable_here ${LANG_ENGLISH} "This folder holds a copy of Tempera that was not installed. Choose another folder; that copy stays as it is."
LangString portable_here ${LANG_SIMPCHINESE} "这个文件夹中已有一份未经安装的 Tempera。请选择其他文件夹；那一份会保持原样。"
LangString not_removed ${LANG_ENGLISH} "The version of Tempera that is installed could not be removed. Nothing was changed; restart Windows and try again."
LangString not_removed ${LANG_SIMPCHINESE} "无法移除已安装的 Tempera 版本。没有做任何更改；请重新启动 Windows 后再试。"
LangString remove_title ${LANG_ENGLISH} "Remove Tempera"
LangString remove_title ${LANG_SIMPCHINESE} "卸载 Tempera"
LangString remove_subtitle ${LANG_ENGLISH} "Your chats and models stay unless you say otherwise."
LangString remove_subtitle ${LANG_SIMPCHINESE} "除非您另行选择，否则聊天记录和模型会保留。"
LangString remove_from ${LANG_ENGLISH} "The program will be removed from"
LangString remove_from ${LANG_SIMPCHINESE} "将从以下文件夹中移除程序："
LangString data_none ${LANG_ENGLISH} "There are no chats or models of yours."
LangString data_none ${LANG_SIMPCHINESE} "没有您的聊天记录或模型。"
LangString data_here ${LANG_ENGLISH} "Your chats, settings and models are in"
LangString data_here ${LANG_SIMPCHINESE} "您的聊天记录、设置和模型保存在："
LangString data_moved ${LANG_ENGLISH} "TEMPERA_HOME keeps your chats, settings and models in this folder, which stays as it is:"
LangString data_moved ${LANG_SIMPCHINESE} "TEMPERA_HOME 指定您的聊天记录、设置和模型保存在以下文件夹，它会保持原样："
LangString data_remove ${LANG_ENGLISH} "Remove them, too: $DataSize MB"
LangString data_remove ${LANG_SIMPCHINESE} "一并删除：$DataSize MB"
LangString data_sure ${LANG_ENGLISH} "Remove all chats, settings and models in $\r$\n$Data ?$\r$\n$\r$\nThey cannot be brought back."
LangString data_sure ${LANG_SIMPCHINESE} "要删除以下文件夹中的所有聊天记录、设置和模型吗？$\r$\n$Data$\r$\n$\r$\n删除后无法恢复。"
LangString data_left ${LANG_ENGLISH} "Some of it could not be removed. It is still in $\r$\n$Data"
LangString data_left ${LANG_SIMPCHINESE} "有一部分无法删除，仍保留在：$\r$\n$Data"

; --- both programs ---

; Set $R2 to a program of the folder $R0 that is running: Windows lets nobody write to its file.
!macro LookWhetherRunning name
  ${If} ${FileExists} "$R0\${name}"
    ClearErrors
    FileOpen $R1 "$R0\${name}" a
    ${If} ${Errors}
      StrCpy $R2 "${name}"
    ${Else}
      FileClose $R1
    ${EndIf}
  ${EndIf}
!macroend

!macro BothPrograms un
  ; Wait until nothing of the folder $R0 runs; end where the user does not want to, or nobody is asked.
  Function ${un}WaitUntilClosed
    StrCpy $R3 0
    ${Do}
      StrCpy $R2 ""
      !insertmacro LookWhetherRunning "tempera.exe"
      !insertmacro LookWhetherRunning "tempera-cli.exe"
      !insertmacro LookWhetherRunning "tempera-engine.exe"
      !insertmacro LookWhetherRunning "tempera-downloads.exe"
      !insertmacro LookWhetherRunning "tempera-exchange.exe"
      ${If} $R2 == ""
        ${ExitDo}
      ${EndIf}
      IntOp $R3 $R3 + 1
      ${If} $R3 <= 4 ; the engine takes a moment to end after the window
        Sleep 500
        ${Continue}
      ${EndIf}
      ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(running)" /SD IDCANCEL IDCANCEL`
        SetErrorLevel 2
        Quit
      ${EndIf}
    ${Loop}
  FunctionEnd
!macroend
!insertmacro BothPrograms ""
!insertmacro BothPrograms "un."

; --- the installer ---

Function .onInit
  SetShellVarContext current
  SetRegView 64
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    MessageBox MB_OK|MB_ICONSTOP "$(old_windows)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Call ChooseAsBefore
FunctionEnd

; Set $R9 to what stands against $INSTDIR; empty: nothing.
Function CheckFolder
  StrCpy $R9 ""
  StrLen $R0 "$INSTDIR"
  IntOp $R0 $R0 + 1
  IntOp $R0 $R0 + ${LONGEST}
  ${If} $R0 > ${LONGEST_PATH}
    StrCpy $R9 "$(too_long)"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\tempera.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\uninstall.exe"
    StrCpy $R9 "$(portable_here)"
    Return
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $R0 "$INSTDIR\tempera-can-write" w
  ${If} ${Errors}
    StrCpy $R9 "$(not_writable)"
    Return
  ${EndIf}
  FileClose $R0
  Delete "$INSTDIR\tempera-can-write"
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .R0, p 0, p 0) i .R1'
  RMDir "$INSTDIR" ; where it was not there before
  System::Int64Op $R0 / 1024
  Pop $R0
  ${If} $R1 <> 0
  ${AndIf} $R0 L< ${SIZE_KIB}
    StrCpy $R9 "$(no_space)"
  ${EndIf}
FunctionEnd

Function LeaveDirectoryPage
  Call CheckFolder
  ${If} $R9 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$R9"
    Abort
  ${EndIf}
FunctionEnd

; The files of the version that is installed are removed by its own uninstaller, which knows them.
Function RemoveOlderVersion
  ReadRegStr $R0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $R0 == ""
  ${OrIfNot} ${FileExists} "$R0\uninstall.exe"
    Return
  ${EndIf}
  Call WaitUntilClosed
  ClearErrors
  ExecWait '"$R0\uninstall.exe" /S /UPGRADE _?=$R0' $R1
  ${If} ${Errors}
  ${OrIf} $R1 <> 0
    MessageBox MB_OK|MB_ICONSTOP "$(not_removed)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Delete "$R0\uninstall.exe"
  RMDir "$R0"
FunctionEnd

Section "$(program_section)" SectionProgram
  SectionIn RO
  Call CheckFolder ; the page that asks for it is not shown to those who install silently
  ${If} $R9 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$R9" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  Call RemoveOlderVersion
  StrCpy $R0 $INSTDIR
  Call WaitUntilClosed
  ; First what removes it, so that an installation that is cut off can be removed, or repeated.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Tempera"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\tempera.exe,0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KIB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  WriteRegStr HKCU "${APP_PATH_KEY}" "" "$INSTDIR\tempera.exe"
  File /r "${PAYLOAD}/*"
  File "${ICONS}/gguf.ico"
SectionEnd

Section "$(menu_section)" SectionMenu
  SetOutPath "$INSTDIR" ; where a program that is started by the link begins
  CreateShortCut "${START_MENU}" "$INSTDIR\tempera.exe" "" "$INSTDIR\tempera.exe" 0 SW_SHOWNORMAL "" "$(about)"
SectionEnd

Section /o "$(desktop_section)" SectionDesktop
  SetOutPath "$INSTDIR"
  CreateShortCut "${DESKTOP_LINK}" "$INSTDIR\tempera.exe" "" "$INSTDIR\tempera.exe" 0 SW_SHOWNORMAL "" "$(about)"
SectionEnd

Section "$(files_section)" SectionFiles
  WriteRegStr HKCU "${CLASSES}\${MODEL_FILE}" "" "$(model_file)"
  WriteRegStr HKCU "${CLASSES}\${MODEL_FILE}\DefaultIcon" "" "$INSTDIR\gguf.ico,0"
  WriteRegStr HKCU "${CLASSES}\${MODEL_FILE}\shell\open\command" "" '"$INSTDIR\tempera.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.gguf\OpenWithProgids" "${MODEL_FILE}" ""
  WriteRegStr HKCU "${CLASSES}\Applications\tempera.exe" "FriendlyAppName" "Tempera"
  WriteRegStr HKCU "${CLASSES}\Applications\tempera.exe\SupportedTypes" ".gguf" ""
  WriteRegStr HKCU "${CLASSES}\Applications\tempera.exe\shell\open\command" "" '"$INSTDIR\tempera.exe" "%1"'
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "Tempera"
  WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "$(about)"
  WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" ".gguf" "${MODEL_FILE}"
  WriteRegStr HKCU "Software\RegisteredApplications" "Tempera" "${CAPABILITIES}"
  ReadRegStr $R0 HKCU "${CLASSES}\.gguf" ""
  ReadRegStr $R1 HKCR ".gguf" ""
  ${If} "$R0$R1" == "" ; nobody opens them yet
    WriteRegStr HKCU "${CLASSES}\.gguf" "" "${MODEL_FILE}"
  ${EndIf}
  System::Call '${TELL_EXPLORER}'
SectionEnd

; A new version offers what the user chose with the old one.
Function ChooseAsBefore
  ReadRegStr $R0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $R0 == ""
    Return
  ${EndIf}
  ${IfNot} ${FileExists} "${START_MENU}"
    !insertmacro UnselectSection ${SectionMenu}
  ${EndIf}
  ${If} ${FileExists} "${DESKTOP_LINK}"
    !insertmacro SelectSection ${SectionDesktop}
  ${EndIf}
  ReadRegStr $R0 HKCU "${CLASSES}\${MODEL_FILE}" ""
  ${If} $R0 == ""
    !insertmacro UnselectSection ${SectionFiles}
  ${EndIf}
FunctionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} "$(program_about)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionMenu} "$(menu_about)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionDesktop} "$(desktop_about)"
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionFiles} "$(files_about)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; --- the uninstaller. /S removes the program alone, /S /REMOVEDATA chats and models, too ---

Function un.onInit
  SetShellVarContext current
  SetRegView 64
  StrCpy $RemoveData 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/REMOVEDATA" $R1
  ${IfNot} ${Errors}
    StrCpy $RemoveData 1
  ${EndIf}
  Call un.FindData
FunctionEnd

; As the program finds it: TEMPERA_HOME, beside a program that is portable, else in the user's own folder.
Function un.FindData
  StrCpy $DataMoved 0
  ReadEnvStr $Data "TEMPERA_HOME"
  ${If} $Data != ""
    StrCpy $DataMoved 1
  ${ElseIf} ${FileExists} "$INSTDIR\portable"
  ${OrIf} ${FileExists} "$INSTDIR\portable.txt"
    StrCpy $Data "$INSTDIR\data"
  ${Else}
    StrCpy $Data "$LOCALAPPDATA\Tempera"
  ${EndIf}
FunctionEnd

Function un.ShowDataPage
  !insertmacro MUI_HEADER_TEXT "$(remove_title)" "$(remove_subtitle)"
  nsDialogs::Create 1018
  Pop $R0
  ${NSD_CreateLabel} 0 0 100% 10u "$(remove_from)"
  Pop $R0
  ${NSD_CreateText} 0 12u 100% 12u "$INSTDIR"
  Pop $R0
  SendMessage $R0 ${EM_SETREADONLY} 1 0
  StrCpy $RemoveBox ""
  ${If} $DataMoved = 1
    ${NSD_CreateLabel} 0 36u 100% 18u "$(data_moved)"
    Pop $R0
    Call un.ShowDataFolder
  ${ElseIf} ${FileExists} "$Data\*.*"
    ${NSD_CreateLabel} 0 36u 100% 18u "$(data_here)"
    Pop $R0
    Call un.ShowDataFolder
    ${GetSize} "$Data" "/S=0M" $DataSize $R0 $R1
    ${NSD_CreateCheckbox} 0 74u 100% 12u "$(data_remove)"
    Pop $RemoveBox
  ${Else}
    ${NSD_CreateLabel} 0 36u 100% 18u "$(data_none)"
    Pop $R0
  ${EndIf}
  GetDlgItem $R0 $HWNDPARENT 1
  SendMessage $R0 ${WM_SETTEXT} 0 "STR:$(^UninstallBtn)"
  nsDialogs::Show
FunctionEnd

Function un.ShowDataFolder
  ${NSD_CreateText} 0 56u 100% 12u "$Data"
  Pop $R0
  SendMessage $R0 ${EM_SETREADONLY} 1 0
FunctionEnd

Function un.LeaveDataPage
  StrCpy $RemoveData 0
  ${If} $RemoveBox == ""
    Return
  ${EndIf}
  ${NSD_GetState} $RemoveBox $R0
  ${If} $R0 = ${BST_CHECKED}
    ${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(data_sure)" IDNO`
      Abort
    ${EndIf}
    StrCpy $RemoveData 1
  ${EndIf}
FunctionEnd

; Remove the folder on the stack. A link in it is removed, not what it leads to.
Function un.RemoveTree
  Exch $0
  Push $1
  Push $2
  Push $3
  FindFirst $1 $2 "$0\*"
  ${DoUntil} $2 == ""
    ${If} $2 != "."
    ${AndIf} $2 != ".."
      System::Call 'kernel32::GetFileAttributesW(w "$0\$2") i .r3'
      IntOp $R1 $3 & ${FOLDER}
      IntOp $R2 $3 & ${REPARSE_POINT}
      ${If} $R1 = 0
        Delete "$0\$2"
      ${ElseIf} $R2 = 0
        Push "$0\$2"
        Call un.RemoveTree
      ${Else}
        RMDir "$0\$2"
      ${EndIf}
    ${EndIf}
    FindNext $1 $2
  ${Loop}
  FindClose $1
  RMDir "$0"
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

Function un.RemoveFileType
  DeleteRegKey HKCU "${CLASSES}\${MODEL_FILE}"
  DeleteRegKey HKCU "${CLASSES}\Applications\tempera.exe"
  DeleteRegValue HKCU "${CLASSES}\.gguf\OpenWithProgids" "${MODEL_FILE}"
  ReadRegStr $R0 HKCU "${CLASSES}\.gguf" ""
  ${If} $R0 == "${MODEL_FILE}"
    DeleteRegValue HKCU "${CLASSES}\.gguf" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "${CLASSES}\.gguf\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.gguf"
  DeleteRegValue HKCU "Software\RegisteredApplications" "Tempera"
  DeleteRegKey HKCU "Software\Tempera"
  System::Call '${TELL_EXPLORER}'
FunctionEnd

Section "un.Tempera"
  StrCpy $R0 $INSTDIR
  Call un.WaitUntilClosed
  SetOutPath "$TEMP" ; a folder in use could not be removed
  !insertmacro RemoveFiles
  Delete "$INSTDIR\gguf.ico"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${IfNot} ${Errors} ; the new version takes the rest over
    ${If} ${FileExists} "$INSTDIR\tempera.exe"
      SetErrorLevel 2
    ${EndIf}
    Return
  ${EndIf}
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; what the user put there stays
  Delete "${START_MENU}"
  Delete "${DESKTOP_LINK}"
  Call un.RemoveFileType
  DeleteRegKey HKCU "${APP_PATH_KEY}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  ${If} $RemoveData = 1
  ${AndIf} $DataMoved = 0
    Push $Data
    Call un.RemoveTree
    ${If} ${FileExists} "$Data\*.*"
      MessageBox MB_OK|MB_ICONINFORMATION "$(data_left)" /SD IDOK
    ${EndIf}
    Delete "$INSTDIR\portable"
    Delete "$INSTDIR\portable.txt"
    RMDir "$INSTDIR"
  ${EndIf}
SectionEnd
