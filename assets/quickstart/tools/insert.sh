#!/bin/sh
# insert.sh FILE before|after LINE TEXT: puts TEXT before or after the line that is exactly LINE.
set -eu
place=$2 line=$3 text=$4 awk '
  $0 == ENVIRON["line"] && ENVIRON["place"] == "before" { print ENVIRON["text"] }
  { print }
  $0 == ENVIRON["line"] && ENVIRON["place"] == "after" { print ENVIRON["text"] }
' "$1" > "$1.new"
mv "$1.new" "$1"
