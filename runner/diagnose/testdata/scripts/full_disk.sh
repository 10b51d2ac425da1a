set -e
dd if=/dev/zero of=/dev/full bs=1k count=1
