#!/bin/bash
# LocalStack runs this when it is ready: deploy what `make build-localstack` made. Its own Python has boto3; that of the system may not.
set -euo pipefail

folder=${MEDBOOK_BUILD:-/opt/medbook}
for python in /opt/code/localstack/.venv/bin/python python3; do
    if "$python" -c 'import boto3' 2>/dev/null; then
        exec "$python" "$folder/deploy.py" "$folder"
    fi
done
echo "no Python with boto3 here" >&2
exit 1
