#!/bin/sh
# The page of a review in a browser: nothing on the console (which is where a request that the page's own
# policy refuses is told), and nothing wider than a telephone.
set -eu
cd "$(dirname "$0")/.."
command=$PWD/.build/debug/tenantpolicy
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cp -r policies/lending "$folder/old"
cp -r policies/lending "$folder/new"
sed -i 's/weight: 8/weight: 9/' "$folder/new/tiers.yaml"
sed -i 's/  - { use: decision-us }//' "$folder/new/routes.yaml"
(cd "$folder" && "$command" diff old new --format html --now 2026-11-24 >page.html)
grep -q '<svg' "$folder/page.html" || { echo "the page has no picture"; exit 1; }

# What asks how wide the page is stands around it: the page itself has no script.
cat >"$folder/frame.html" <<'PAGE'
<iframe src="page.html" style="width:360px;height:800px;border:0"></iframe>
<p id="width"></p>
<script>
onload = () => {
  const root = document.querySelector("iframe").contentDocument.documentElement
  document.getElementById("width").textContent = "width " + root.scrollWidth
}
</script>
PAGE

browse() {
  timeout 120 chromium --headless=new --no-sandbox --disable-gpu --disable-background-networking \
    --disable-component-update --allow-file-access-from-files --enable-logging=stderr \
    --user-data-dir="$folder/profile" "$@"
}

browse --dump-dom --virtual-time-budget=5000 "file://$folder/page.html" \
  >"$folder/page.dom" 2>"$folder/page.log"
if grep CONSOLE "$folder/page.log"; then
  echo "the page writes to the console"
  exit 1
fi
grep -q 'Policy review' "$folder/page.dom" || { echo "the page is empty"; exit 1; }
browse --dump-dom --virtual-time-budget=5000 "file://$folder/frame.html" \
  >"$folder/frame.dom" 2>/dev/null
width=$(sed -n 's/.*width \([0-9][0-9]*\)<.*/\1/p' "$folder/frame.dom")
[ -n "$width" ] || { echo "the width of the page is not known"; exit 1; }
[ "$width" -le 360 ] || { echo "the page is $width pixels wide on a telephone"; exit 1; }
for picture in light dark; do
  scheme=$([ $picture = dark ] && echo 0 || echo 1)
  browse --blink-settings=preferredColorScheme="$scheme" --window-size=360,2000 \
    --screenshot="$folder/$picture.png" "file://$folder/page.html" 2>/dev/null
  [ -s "$folder/$picture.png" ] || { echo "nothing is drawn in $picture"; exit 1; }
done
cmp -s "$folder/light.png" "$folder/dark.png" && { echo "dark is as light"; exit 1; }
echo "$width pixels wide, nothing on the console"
