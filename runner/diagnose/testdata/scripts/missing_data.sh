set -e
cp data/train.tar /tmp/
