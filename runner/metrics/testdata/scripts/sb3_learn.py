"""Tables of Stable-Baselines3."""
import sys

sys.modules["tensorflow"] = None  # it and torch do not always load together
import gymnasium
from stable_baselines3 import PPO

PPO("MlpPolicy", gymnasium.make("CartPole-v1"), n_steps=256, seed=0, device="cpu", verbose=1).learn(768)
