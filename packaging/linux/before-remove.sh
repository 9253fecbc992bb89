#!/bin/sh
# As root, before the program is removed; not before an upgrade, which a running Footbridge outlives. Whoever uses this
# computer gets back what Footbridge has set: their settings are theirs, so it is done as them, by the program itself,
# which knows what somebody else has changed since. Nothing in here may keep the program from being removed.

case "$1" in
  remove | 0) ;;
  *) exit 0 ;;
esac

app=/opt/Footbridge/footbridge
tab=$(printf '\t')

# The processes of this program: `main`, those that end in good order when told to, or `guard`, those that watch over them.
processes() {
  for folder in /proc/[0-9]*; do
    # One that ends meanwhile is no error.
    line=$({ tr '\0' '\t' <"$folder/cmdline"; } 2>/dev/null) || continue
    case "$line" in
      "$app$tab"*--type=*) continue ;;
      "$app$tab"*--guard"$tab") kind=guard ;;
      "$app$tab"*) kind=main ;;
      *) continue ;;
    esac
    [ "$kind" != "$1" ] || printf '%s ' "${folder#/proc/}"
  done
}

# Waits for them, for so many seconds at most.
gone() {
  left=$(($2 * 5))
  while [ -n "$(processes "$1")" ] && [ "$left" -gt 0 ]; do
    sleep 0.2
    left=$((left - 1))
  done
}

# shellcheck disable=SC2046 # one word each
stop() {
  kill -"$1" $(processes main) 2>/dev/null
}

if [ -n "$(processes main)" ]; then
  stop TERM
  gone main 10
  stop KILL
fi
gone guard 10

# Runs a program as somebody else, on their session's bus where they are here, else on one of its own: GNOME's settings
# are written by a service of the bus.
as() {
  name=$1 home=$2 run=/run/user/$3
  shift 3
  if [ -S "$run/bus" ]; then
    set -- XDG_RUNTIME_DIR="$run" DBUS_SESSION_BUS_ADDRESS="unix:path=$run/bus" "$@"
  elif command -v dbus-run-session >/dev/null; then
    set -- dbus-run-session -- "$@"
  fi
  runuser -u "$name" -- env -i HOME="$home" USER="$name" LOGNAME="$name" PATH=/usr/local/bin:/usr/bin:/bin "$@" </dev/null
}

# Only those who have something to be put back: the others' folders are not looked into any further.
getent passwd | while IFS=: read -r name _ id _ _ home _; do
  settings=$home/.config
  if [ -e "$settings/footbridge/changed.json" ]; then
    as "$name" "$home" "$id" timeout 70 "$app" --ozone-platform=headless --disable-gpu --restore
    if [ -e "$settings/footbridge/changed.json" ]; then
      echo "Footbridge could not put back what it had set for $name; $settings/footbridge/changed.json says what it was." >&2
    fi
  fi
  # Start at login: there is nothing to start any more.
  if [ -e "$settings/autostart/footbridge.desktop" ]; then
    # shellcheck disable=SC2016 # for the inner shell
    as "$name" "$home" "$id" timeout 5 sh -c 'if grep -qF "Exec=\"$1\"" "$2"; then rm -f "$2"; fi' - "$app" "$settings/autostart/footbridge.desktop"
  fi
done

exit 0
