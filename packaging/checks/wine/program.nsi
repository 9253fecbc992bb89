; In the place of Footbridge.exe: writes down what it was started with.
Unicode true
Target amd64-unicode
Name "Footbridge"
OutFile "Footbridge.exe"
RequestExecutionLevel user
SilentInstall silent

Section
  FileOpen $0 "$EXEDIR\started-with.txt" w
  FileWrite $0 "$CMDLINE"
  FileClose $0
SectionEnd
