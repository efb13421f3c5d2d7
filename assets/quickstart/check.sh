#!/bin/sh
# What must hold of every state of the shop: Signalbox runs it on each merged tree before it lands.
set -u
bad=0
say() {
  echo "check: $*"
  bad=1
}

for page in web/*.html; do
  name=${page#web/}
  [ "$name" = index.html ] || grep -q "href=\"$name\"" web/index.html || say "$name is not linked from web/index.html"
done
for language in i18n/*.txt; do
  for key in $(cut -d= -f1 i18n/en.txt); do
    grep -q "^$key=" "$language" || say "$language lacks $key"
  done
done
[ "$(sort api/routes.txt | uniq -d)" = "" ] || say "a route is there twice"
for table in $(ls db/*.csv | sed "s|db/||; s|\.csv\$||"); do
  grep -q "CREATE TABLE $table " db/schema.sql || say "db/$table.csv has no table"
done
if grep -rl '^<\{7\} ' . --exclude-dir=.git >/dev/null; then say "a conflict marker is in the tree"; fi

[ "$bad" = 0 ] && echo "check: all is well"
exit "$bad"
