#!/usr/bin/env bash
# After a deploy: does the API answer as it should to somebody who is not signed in? It changes nothing.
# Ready means that the database is reached and on the newest schema. Other answers show routes, and that nobody is let in unasked.
set -euo pipefail

if [[ $# -lt 1 || $# -gt 2 || ! "$1" =~ ^https?:// || ! "${2:-60}" =~ ^[0-9]+$ ]]; then
    echo "usage: $0 <where the API answers, such as https://book.clinic.example> [<seconds to wait until it is ready: 60>]" >&2
    exit 2
fi
api="${1%"${1##*[!/]}"}"
patience="${2:-60}"
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT
failed=0

status_of() {
    curl --silent --show-error --max-time 15 --output "$answer" --write-out '%{http_code}' "$@" || true
}

expect() {
    local wanted="$1" what="$2" found
    shift 2
    found="$(status_of "$@")"
    if [[ "$found" == "$wanted" ]]; then
        echo "ok      $wanted $what"
    else
        echo "FAILED  $what: expected $wanted, was $found: $(head -c 300 "$answer")" >&2
        failed=1
    fi
}

# The first requests after a deploy may find new code that is still starting.
for ((second = 0; second < patience; second++)); do
    [[ "$(status_of "$api/ready")" == 200 ]] && break
    sleep 1
done

expect 200 "GET /ready" "$api/ready"
expect 200 "GET /health" "$api/health"
expect 200 "GET /.well-known/jwks.json" "$api/.well-known/jwks.json"
expect 200 "GET /v1/specialties" "$api/v1/specialties"
expect 200 "GET /v1/doctors" "$api/v1/doctors?limit=1"
expect 401 "GET /v1/me by nobody" "$api/v1/me"
expect 401 "POST /v1/appointments by nobody" --header 'Content-Type: application/json' --data '{}' "$api/v1/appointments"
expect 401 "POST /v1/sessions of nobody" --header 'Content-Type: application/json' \
    --data '{"email": "nobody@smoke-test.example", "password": "not a password of anybody"}' "$api/v1/sessions"
exit "$failed"
