#!/bin/bash
# Stops the services when the process that had them started has ended, however it ended. usage: OS_STATE=… PORT_…=… until.sh PID
set -euo pipefail
while [ -d "$OS_STATE" ]; do
  kill -0 "$1" 2>/dev/null || exec bash "$(dirname "$0")/down.sh"
  sleep 1
done
