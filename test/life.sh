#!/usr/bin/env bash
# Creates a key for one deployment, limits its addresses, adds it to a project, and deletes it even if a step fails.
set -euo pipefail

# Only this response contains the private key, so keep the response in a variable, not in a file or the log.
status=0
key=$(atlas organizations apiKeys create --desc "deploy $$" --role ORG_MEMBER -o json) || status=$?
if ((status == 3)); then echo "A key \"deploy $$\" may exist: check before you run this again." >&2; fi
((status == 0)) || exit "$status"
id=$(jq -er .id <<<"$key")
trap 'atlas organizations apiKeys delete "$id" --force' EXIT

echo "The organization's keys:"
atlas organizations apiKeys list -o json | jq -er '.results[] | "\(.publicKey) \(.desc)"'

# Allow the key only from this machine and one network.
atlas organizations apiKeys accessLists create --apiKey "$id" --currentIp --cidr 192.0.2.0/24
atlas organizations apiKeys accessLists list "$id" -o json | jq -er '.results[].cidrBlock'

# Give the key another role in one project.
atlas projects apiKeys assign "$id" --role GROUP_CLUSTER_MANAGER
atlas organizations apiKeys describe "$id" -o json | jq -er '.roles[].roleName'

MONGODB_PUBLIC_KEY=$(jq -er .publicKey <<<"$key")
MONGODB_PRIVATE_KEY=$(jq -er .privateKey <<<"$key")
export MONGODB_PUBLIC_KEY MONGODB_PRIVATE_KEY
# … the deployment goes here …

# Remove the network from the access list and the key from the project, and mark the deployment as done in the description.
atlas organizations apiKeys accessLists delete 192.0.2.0/24 --apiKey "$id" --force
atlas organizations apiKeys assign "$id" --desc "deploy $$, done" --role ORG_MEMBER
atlas projects apiKeys delete "$id" --force
