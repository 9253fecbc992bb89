; Our part of the installer alone, for 64 bits, which Debian's makensis and wine64 have: electron-builder's own needs plug-ins
; and a 32-bit system that cannot be had everywhere.
Unicode true
Target amd64-unicode
Name "Footbridge"
OutFile "footbridge-install.exe"
RequestExecutionLevel user
InstallDir "C:\Мой мост"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!define APP_EXECUTABLE_FILENAME "Footbridge.exe"
!define isUpdated `"0" == "1"`
!include "${INCLUDED}"

Function .onInit
  !insertmacro customInit
FunctionEnd

Section "install"
  SetOutPath "$INSTDIR"
  File "Footbridge.exe"
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section "un.install"
  !insertmacro customUnInstall
  Delete "$INSTDIR\Footbridge.exe"
SectionEnd
