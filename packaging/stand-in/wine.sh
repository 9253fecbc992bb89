#!/bin/sh
# In the place of wine, which electron-builder has write the uninstaller by running half an installer: leaves one to be packed.
printf stand-in >"${1%exe}__uninstaller.exe"
