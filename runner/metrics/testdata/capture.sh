#!/bin/sh
# Runs every script and keeps what it printed, stdout and stderr in one file as
# a run's log has them. Usage: PYTHON=python3 ./capture.sh [script …]
# Paths of the machine it ran on are replaced by /env and /run, hosts by example.org.
set -u
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}
export PYTHONUNBUFFERED=1 TF_CPP_MIN_LOG_LEVEL=2 CUDA_VISIBLE_DEVICES= COLUMNS=80 OMP_NUM_THREADS=1
env=$("$PYTHON" -c 'import sys; print(sys.prefix)')
mkdir -p logs
capture() {
  name=$1
  shift
  (cd scripts && "$PYTHON" "$@") >"logs/$name.log" 2>&1 || echo "$name ended with $?"
  sed -i -e "s#$env#/env#g" -e "s#$(pwd)/scripts#/run#g" -e "s#$HOME/#/home/#g" -e "s#$(hostname)#machine#g" \
    -e 's#https://[a-z0-9.-]*/#https://example.org/#g' "logs/$name.log"
}
for script in ${*:-scripts/*.py}; do
  [ "$script" = scripts/events_write.py ] && continue # it writes to events/
  name=$(basename "$script" .py)
  capture "$name" "$name.py"
  if [ "$name" = hf_trainer ]; then
    capture hf_trainer_quiet hf_trainer.py quiet
    (unset PYTHONUNBUFFERED; capture hf_trainer_buffered hf_trainer.py)
  fi
done
