# shellcheck shell=sh disable=SC2154 # a part of root.sh

folder='/home/anna/Загрузки и прочее'
person anna mkdir -p "$folder"
for package in /srv/*.tar.gz /srv/*.AppImage; do
  [ -e "$package" ] || continue
  cp "$package" "$folder"
  name=$(basename "$package")
  case "$name" in
    *.tar.gz)
      person anna tar -xzf "$folder/$name" -C "$folder"
      check 'the tar.gz, unpacked in a folder with spaces and Cyrillic, is started by a person' \
        starts sh -c "cd '$folder'/*/ && ./start-footbridge.sh"
      ;;
    *)
      check 'the AppImage, without its real runtime, is started by a person' starts "$folder/$name"
      check 'and puts settings back when it is asked to' person anna "$folder/$name" --restore
      ;;
  esac
done
