# shellcheck shell=sh disable=SC2154 # a part of root.sh
# anna is not here any more: her program was killed together with its guardian, and has left the settings of KDE and GNOME
# changed. Before, her company's proxy was set. boris is here, and his program runs.

url=http://127.0.0.1:7000/0123456789abcdef0123456789abcdef/proxy.pac
proxy=org.gnome.system.proxy
config=/home/anna/.config
kde='[Proxy Settings]
NoProxyFor=localhost
ProxyType=0'

on_bus() { person anna dbus-run-session -- sh -c "$1"; }
write() { person anna tee "/home/anna/.config/$1" >/dev/null; }

# One driver's part of changed.json: twice the place, what was there, what is ours.
changed() {
  printf '{"before":{"%s":%s,"%s":%s},' "$2" "$3" "$5" "$6"
  printf '"ours":[{"place":"%s","group":"%s","role":"value","values":["%s"]},' "$2" "$1" "$4"
  printf '{"place":"%s","group":"%s","role":"switch","values":["%s"]}],' "$5" "$1" "$7"
  printf '"process":{"id":1,"startedAt":0},"changedAt":0}'
}

change_settings() {
  on_bus "gsettings set $proxy mode manual && gsettings set $proxy.http host proxy.company.example"
  gnome=$(person anna dconf dump /)
  on_bus "gsettings set $proxy autoconfig-url $url && gsettings set $proxy mode auto"
  person anna mkdir -p /home/anna/.config/footbridge /home/anna/.config/autostart
  {
    printf '{"version":1,"drivers":{"kde":'
    changed kde 'Proxy Config Script' null "$url" ProxyType '"0"' 2
    printf ',"gnome":'
    changed gnome "$proxy autoconfig-url" null "'$url'" "$proxy mode" "\"'manual'\"" "'auto'"
    printf '}}'
  } | write footbridge/changed.json
  printf '[Proxy Settings]\nNoProxyFor=localhost\nProxyType=2\nProxy Config Script=%s\n' "$url" | write kioslaverc
  printf '[Desktop Entry]\nExec="/opt/Footbridge/footbridge" "--hidden"\n' | write autostart/footbridge.desktop
  echo '{}' | write footbridge/settings.json
}

boris_runs() { pgrep -u boris -f /opt/Footbridge >/dev/null; }

run_for_boris() {
  person boris FOOTBRIDGE_STAND_IN=stay footbridge >&2 &
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    boris_runs && break
    sleep 0.2
  done
  check 'somebody’s program runs' boris_runs
}

boris_is_done() { ! boris_runs; }

check_settings() {
  check 'removing it ends the program that runs' boris_is_done
  check 'and GNOME’s proxy is again as it was (C4)' same "$(person anna dconf dump /)" "$gnome"
  check 'and KDE’s proxy is again as it was (C4)' same "$(cat "$config/kioslaverc")" "$kde"
  check 'nothing is recorded as changed any more' is_gone "$config/footbridge/changed.json"
  check 'it does not start at login any more' is_gone "$config/autostart/footbridge.desktop"
  check 'what is the person’s stays' test -e "$config/footbridge/settings.json"
}
