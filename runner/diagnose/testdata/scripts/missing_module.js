console.log("epoch 1/3 loss=0.5");
require("@tensorflow/tfjs-node");
