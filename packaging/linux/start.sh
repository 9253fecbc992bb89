#!/bin/sh
# Starts Footbridge from the AppImage, where this is AppRun, and from the unpacked tar.gz. Chromium's sandbox needs what
# not every system allows (Ubuntu since 24.04 only to programs that a package has vouched for). Footbridge does not run
# without it behind the person's back: it says why it does not start, and what helps. Who passes --no-sandbox has chosen.

here=$(dirname "$(readlink -f "$0")")

# The line `key=…` of words/<language>.txt, in the language of the desktop.
word() {
  language=${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}}
  case "$language" in
    zh*) language=zh-Hans ;;
    *) language=${language%%[_.@-]*} ;;
  esac
  [ -f "$here/words/$language.txt" ] || language=en
  sed -n "s/^$1=//p" "$here/words/$language.txt"
}

# On the screen by whatever is there, and in the terminal.
say() {
  printf '%s\n' "$1" >&2
  if command -v zenity >/dev/null; then
    zenity --error --title=Footbridge --no-markup --width=440 --text="$1"
  elif command -v kdialog >/dev/null; then
    kdialog --title Footbridge --error "$1"
  elif command -v notify-send >/dev/null; then
    notify-send --urgency=critical Footbridge "$1"
  elif command -v xmessage >/dev/null; then
    xmessage -center "$1"
  fi >/dev/null 2>&1
}

has_sandbox() {
  # Where nobody can tell beforehand, Chromium tells; it does not start without either.
  command -v unshare >/dev/null || return 0
  unshare --user --map-root-user true 2>/dev/null || [ "$(stat -c %u:%a "$here/chrome-sandbox")" = 0:4755 ]
}

chosen=no
for argument in "$@"; do
  [ "$argument" != --no-sandbox ] || chosen=yes
done
if [ "$chosen" = no ]; then
  if [ "$(id -u)" -eq 0 ]; then
    say "$(word root)"
    exit 1
  fi
  if ! has_sandbox; then
    say "$(word why)

$(word help)"
    exit 1
  fi
fi

# Libraries that the AppImage brings for systems without them; Footbridge keeps them from the programs that it runs.
if [ -d "$here/usr/lib" ]; then
  export LD_LIBRARY_PATH="$here/usr/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
exec "$here/footbridge" "$@"
