set -e
echo "preparing"
nvidia-smii --query-gpu=name
