; What Footbridge adds to the installer and uninstaller that electron-builder makes. Everything is the person's own (HKCU).

!macro customInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Footbridge needs Windows 10 or newer." /SD IDOK
    Quit
  ${EndIf}
!macroend

!macro customInstall
  ; So that an invitation opens Footbridge also before it was started once.
  WriteRegStr HKCU "Software\Classes\footbridge" "" "URL:Footbridge invitation"
  WriteRegStr HKCU "Software\Classes\footbridge" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\footbridge\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  ; The program and its guardian were ended before this: what they had set is put back by the program itself, while it is
  ; still there. It gives up after a minute; nobody waits longer than that for an uninstaller.
  nsExec::Exec /TIMEOUT=70000 '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --restore'
  Pop $0
  ${IfNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\footbridge"
    ; Start at login: by the name that the program gives itself.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "footbridge"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "footbridge"
  ${EndIf}
!macroend
