#!/usr/bin/env bash
# After a deploy: do the API and the web app answer as they should to somebody who is not signed in? It changes nothing.
# Ready means that the database is reached and on the newest schema. Other answers show routes, and that nobody is let in unasked.
set -euo pipefail

asked=both
case "${1-}" in
    --api | --web) asked="${1#--}" && shift ;;
esac
if [[ $# -lt 1 || $# -gt 2 || ! "$1" =~ ^https?:// || ! "${2:-60}" =~ ^[0-9]+$ ]]; then
    echo "usage: $0 [--api | --web] <where they answer, such as https://book.clinic.example> [<seconds to wait until ready: 60>]" >&2
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
sign_of_life="$([[ "$asked" == web ]] && echo / || echo /ready)"
for ((second = 0; second < patience; second++)); do
    [[ "$(status_of "$api$sign_of_life")" == 200 ]] && break
    sleep 1
done

if [[ "$asked" != web ]]; then
    expect 200 "GET /ready" "$api/ready"
    expect 200 "GET /health" "$api/health"
    expect 200 "GET /.well-known/jwks.json" "$api/.well-known/jwks.json"
    expect 200 "GET /v1/specialties" "$api/v1/specialties"
    expect 200 "GET /v1/doctors" "$api/v1/doctors?limit=1"
    # A path with a parameter in it, which some gateways tell from a page by another rule than the paths above.
    expect 401 "GET /v1/appointments/{id} by nobody" "$api/v1/appointments/019ab0c4-2c00-7000-8000-000000000001"
    expect 401 "GET /v1/me by nobody" "$api/v1/me"
    expect 401 "POST /v1/appointments by nobody" --header 'Content-Type: application/json' --data '{}' "$api/v1/appointments"
    expect 401 "POST /v1/sessions of nobody" --header 'Content-Type: application/json' \
        --data '{"email": "nobody@smoke-test.example", "password": "not a password of anybody"}' "$api/v1/sessions"
fi

if [[ "$asked" != api ]]; then
    expect 200 "GET /openapi.json" "$api/openapi.json"
    expect 200 "GET /verify-email, a page that is no file" "$api/verify-email"
    expect 404 "GET /assets/nothing.js" "$api/assets/nothing.js"
    expect 200 "GET /, the web app" "$api/"
    # The page and its script are of one build, and the CDN forgot the page before.
    script="$(grep --only-matching --max-count 1 'src="/assets/[^"]*"' "$answer" | head -1 | cut -d '"' -f 2 || true)"
    expect 200 "GET ${script:-the script that the page names}" "$api${script:-/assets/nothing.js}"
    expect 200 "GET / with a Content-Security-Policy" --head "$api/"
    if ! grep --quiet --ignore-case '^content-security-policy: default-src' "$answer"; then
        echo "FAILED  GET / lets a browser do what it likes: no Content-Security-Policy" >&2
        failed=1
    fi
fi
exit "$failed"
