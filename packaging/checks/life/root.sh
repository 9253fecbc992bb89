#!/bin/sh
# A Debian that is thrown away: this computer's own files with a layer above them that takes what is written, no network,
# processes of its own, and two people, anna and boris. Run as root in new namespaces by life.mjs, which hands over what
# happens in it (`deb`, `rpm`, `unpacked`) and a folder with the packages. Prints `ok: …` or `NOT OK: …` a line; what else
# is said goes to standard error.
set -eu
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
kind=$1
space=$2/space
root=$space/root

mkdir -p "$space"
mount --make-rprivate /
mount -t tmpfs tmpfs "$space"
mkdir "$root" "$space/upper" "$space/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$space/upper,workdir=$space/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/srv"
mkdir "$root/srv/upper" "$root/srv/old"
cp "$2"/*.* "$(dirname "$0")"/*.sh "$root/srv"
mount --bind "$space/upper" "$root/srv/upper"
# Not chroot: in one, nobody may make user namespaces, which a sandbox is made of.
cd "$root"
pivot_root . srv/old
cd /srv
umount --lazy /srv/old

person() {
  name=$1
  shift
  runuser -u "$name" -- env -i "HOME=/home/$name" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
}
# Says whether a command went well.
check() {
  what=$1
  shift
  if "$@"; then echo "ok: $what"; else echo "NOT OK: $what"; fi
}
same() { [ "$1" = "$2" ] || { printf '%s\n--- is not ---\n%s\n' "$1" "$2" >&2; return 1; }; }
is_gone() { [ ! -e "$1" ] && [ ! -L "$1" ]; }
# Its window is asked for, and its engine works with the data of the package.
starts() { person anna "$@" 2>&1 | grep -q 'its engine says off'; }
# What the layer holds of Footbridge. Its devices are whiteouts: they stand for what was taken away. What apt and dpkg log,
# they log of every package.
left() { (cd /srv/upper && find . -iname '*footbridge*' ! -type c ! -path './home/*' ! -path './var/log/*' ! -name 'footbridge-check-*' | sort); }

for name in anna boris; do useradd --create-home --shell /bin/sh "$name"; done
# shellcheck source=/dev/null # one of those beside this
. "/srv/$kind.sh"
