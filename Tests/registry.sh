#!/bin/sh
# A bundle through a real registry and back: the layout that `bundle export-oci` writes, copied by skopeo
# into Debian's docker-registry on loopback and out again.
set -u
command=${1:-.build/debug/tenantpolicy}
command=$(cd "$(dirname "$command")" && pwd)/$(basename "$command")
policies=$(cd "$(dirname "$0")/../policies/gdpr-exercise" && pwd)
folder=$(mktemp -d)
port=$((20000 + $$ % 20000))
trap 'kill $registry 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
cat >registry.yml <<END
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: $folder/registry } }
http: { addr: 127.0.0.1:$port }
END
docker-registry serve registry.yml >registry.log 2>&1 &
registry=$!
for _ in $(seq 100); do
  python3 -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null && break
  sleep 0.1
done

set -e
"$command" build "$policies" -o a.bundle --epoch 1 --unverified --quiet
"$command" keygen -W -s key -p pub >/dev/null
"$command" sign a.bundle -s key >/dev/null
"$command" bundle export-oci layout a.bundle
skopeo copy --quiet --dest-tls-verify=false oci:layout "docker://127.0.0.1:$port/policies:v1"
skopeo copy --quiet --src-tls-verify=false "docker://127.0.0.1:$port/policies:v1" oci:back:v1
"$command" bundle import-oci back --tag v1 -o b.bundle
cmp a.bundle b.bundle
cmp a.bundle.minisig b.bundle.minisig
for blob in layout/blobs/sha256/*; do cmp "$blob" "back/blobs/sha256/$(basename "$blob")"; done
[ "$(ls layout/blobs/sha256)" = "$(ls back/blobs/sha256)" ]
"$command" trust b.bundle -p pub >/dev/null
echo "through the registry and back, byte for byte: $(ls back/blobs/sha256 | wc -l) blobs"
