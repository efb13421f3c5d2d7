#!/bin/sh
# replace.sh FILE EXPRESSION: edits a file in place by a sed expression, the same way on every system.
set -eu
sed "$2" "$1" > "$1.new"
mv "$1.new" "$1"
