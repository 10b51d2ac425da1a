package metrics

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestLines(t *testing.T) {
	for _, test := range []struct{ name, log, want string }{
		{"Digits", "epoch 1/3 loss=0.412 acc=0.8810 val_loss=0.398 val_acc=0.8930\nepoch 2/3 loss=nan acc=0.1 val_loss=0.3\ndone in 3.1 s; best val_loss 0.3000 after 2 epochs\n",
			"loss@1=0.412 acc@1=0.881 val_loss@1=0.398 val_acc@1=0.893 loss@2=NaN acc@2=0.1 val_loss@2=0.3"},
		{"XGBoost", "[0]\ttrain-rmse:0.57083\tvalid-rmse:0.5\n[1]\ttrain-rmse:0.4\tvalid-rmse:0.42\n", "train-rmse@0=0.57083 valid-rmse@0=0.5 train-rmse@1=0.4 valid-rmse@1=0.42"},
		{"LightGBM", "[LightGBM] [Info] Total Bins 670\n[2]\tvalid_0's l2: 0.274467\tvalid_0's l1: 0.4\n", "valid_0_l2@2=0.274467 valid_0_l1@2=0.4"},
		{"SklearnMLP", "Iteration 3, loss = 0.42\n", "loss@3=0.42"},
		{"PyTorchMNIST", "Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.30\nTrain Epoch: 1 [640/60000 (1%)]\tLoss: 2.2\n\nTest set: Average loss: 0.0264, Accuracy: 9911/10000 (99%)\nTrain Epoch: 2 [0/60000 (0%)]\tLoss: 0.3\n",
			"loss@0=2.3 loss@640=2.2 test_average_loss@640=0.0264 test_accuracy@640=0.9911 loss@60000=0.3"},
		{"PyTorchQuickstart", "Epoch 1\n-------------------------------\nloss: 2.303494  [   64/60000]\nloss: 2.294637  [ 6464/60000]\nTest Error: \n Accuracy: 44.7%, Avg loss: 2.155740 \n\nEpoch 2\n----\nloss: 2.1  [   64/60000]\n",
			"loss@64=2.303494 loss@6464=2.294637 accuracy@6464=44.7 avg_loss@6464=2.15574 loss@60064=2.1"},
		{"NanoGPT", "step 0: train loss 4.2874, val loss 4.2823\niter 0: loss 4.2663, time 38001.02ms, mfu -100.00%\niter 10: loss 3.1, time 20ms, mfu 1.2%\n",
			"train_loss@0=4.2874 val_loss@0=4.2823 loss@0=4.2663 loss@10=3.1"},
		{"Tutorial", "Epoch [1/5], Step [100/600], Loss: 2.1728\nEpoch [2/5], Step [100/600], Loss: 1.5\n", "loss@100=2.1728 loss@700=1.5"},
		{"HuggingFaceWithoutBar", "{'loss': 0.4, 'grad_norm': 1.2, 'learning_rate': 5e-05, 'epoch': 0.33}\n{'loss': 0.3, 'learning_rate': 2e-05, 'epoch': 0.67}\n{'eval_loss': 0.5, 'eval_runtime': 0.1, 'eval_samples_per_second': 100, 'epoch': 0.67}\n",
			"loss@1=0.4 grad_norm@1=1.2 learning_rate@1=5e-05 loss@2=0.3 learning_rate@2=2e-05 eval_loss@2=0.5"},
		{"Catboost", "0:\tlearn: 0.6\ttest: 0.59\tbest: 0.59 (0)\ttotal: 10ms\tremaining: 1s\n", "learn@0=0.6 test@0=0.59"},
		{"Transfer", "Epoch 0/24\n----------\ntrain Loss: 0.6 Acc: 0.7\nval Loss: 0.3 Acc: 0.9\n", "train_loss@0=0.6 train_acc@0=0.7 val_loss@0=0.3 val_acc@0=0.9"},
		{"Config", "lr: 0.1\nbatch_size: 32\nNamespace(lr=0.1, loss_scale=1.0, batch_size=64, seed=1)\n--lr=0.3 --loss=2\n", ""},
		{"Cifar", "[1,  2000] loss: 2.173\n[2,  2000] loss: 1.5\n", "loss@2000=2.173 loss@4000=1.5"},
		{"NoStep", "loss: 0.5\nloss: 0.5\nloss: 0.4\n", "loss@1=0.5 loss@2=0.5 loss@3=0.4"},
		{"EvaluationThatCountsFromZero", "Epoch: [0][8/9]\tLoss 0.70 (0.71)\nTest: [0/3]\tLoss 0.9 (0.9)\tAcc@1 10.0 (10.0)\nTest: [2/3]\tLoss 0.6 (0.8)\tAcc@1 30.0 (20.0)\nEpoch: [1][8/9]\tLoss 0.60 (0.61)\n",
			"loss@8=0.7 test_loss@8=0.8 test_acc@1@8=20 loss@17=0.6"},
		{"Fairseq", "2021-01-01 12:00:00 | INFO | train_inner | epoch 001:    100 / 1234 loss=5.2, nll_loss=4.1, ppl=17, wps=123, lr=0.0005\n2021-01-01 12:00:00 | INFO | valid | epoch 001 | valid on 'valid' subset | loss 9.1 | ppl 548.1\n",
			"loss@100=5.2 nll_loss@100=4.1 ppl@100=17 lr@100=0.0005 val_loss@100=9.1 valid_ppl@100=548.1"},
		{"Tqdm", "\rEpoch 1/2:   0%|          | 0/20 [00:00<?, ?it/s]\rEpoch 1/2:   0%|          | 0/20 [00:00<?, ?it/s, loss=0.9]\rEpoch 1/2:  50%|█████     | 10/20 [00:00<00:00, 91.41it/s, loss=0.5]\rEpoch 1/2:  50%|█████     | 10/20 [00:00<00:00, 91.41it/s, loss=0.45]\rEpoch 1/2: 100%|█████     | 20/20 [00:00<00:00, 91.41it/s, loss=0.4]\n\rEpoch 2/2:  50%|█████     | 10/20 [00:00<00:00, 91.41it/s, loss=0.3]\n",
			"loss@10=0.5 loss@20=0.4 loss@30=0.3"},
		{"Keras", "Epoch 1/2\n 4/8 ━━━━━━━━━ 1s 3ms/step - accuracy: 0.4 - loss: 0.9\r8/8 ━━━━━━━━━ 1s 3ms/step - accuracy: 0.5 - loss: 0.6\r8/8 ━━━━━━━━━ 1s 3ms/step - accuracy: 0.5 - loss: 0.6 - val_loss: 0.7\nEpoch 2/2\n8/8 - 1s - 3ms/step - accuracy: 0.7 - loss: 0.4 - val_loss: 0.5\n8/8 ━━━━━━━━━ 1s 3ms/step - accuracy: 0.8 - loss: 0.3\n",
			"accuracy@1=0.5 loss@1=0.6 val_loss@1=0.7 accuracy@2=0.7 loss@2=0.4 val_loss@2=0.5 eval_accuracy@2=0.8 eval_loss@2=0.3"},
		{"Skorch", "  epoch    train_loss    valid_acc    valid_loss     dur\n-------  ------------  -----------  ------------  ------\n      1        \x1b[36m0.6905\x1b[0m       0.6150        0.6749  0.0312\n      2        0.6805       0.6250        0.6649  0.0312\n",
			"train_loss@1=0.6905 valid_acc@1=0.615 val_loss@1=0.6749 train_loss@2=0.6805 valid_acc@2=0.625 val_loss@2=0.6649"},
		{"MMEngine", "2023/01/01 12:00:00 - mmengine - INFO - Epoch(train)  [1][  50/1172]  lr: 2.0000e-02  eta: 3:12:01  time: 0.58  data_time: 0.02  memory: 3920  loss: 1.2  loss_cls: 0.4\n",
			"lr@50=0.02 loss@50=1.2 loss_cls@50=0.4"},
		{"Detectron", "[01/01 12:00:00 d2.utils.events]:  eta: 0:10:00  iter: 19  total_loss: 1.5  loss_cls: 0.9  time: 0.3  data_time: 0.01  lr: 0.0002  max_mem: 2000M\n",
			"total_loss@19=1.5 loss_cls@19=0.9 lr@19=0.0002"},
		{"Megatron", " iteration        1/     100 | consumed samples: 8 | elapsed time per iteration (ms): 1234.5 | learning rate: 1.500E-04 | global batch size:     8 | lm loss: 1.04E+01 | grad norm: 2.100 | number of skipped iterations:   0 |\n",
			"learning_rate@1=0.00015 lm_loss@1=10.4 grad_norm@1=2.1"},
		{"Timm", "Train: 0 [   0/1251 (  0%)]  Loss: 6.91 (6.91)  Time: 1.234s, 207.5/s  LR: 1.000e-05  Data: 0.5 (0.5)\n", "loss@0=6.91 LR@0=1e-05"},
		{"EvaluationEndsInMeans", "Train: 0 [5003/5004 (100%)]  Loss: 6.5 (6.7)\nTest: [   0/195]  Time: 1.3 (1.3)  Loss:   6.40 (6.40)  Acc@1:   9.5 (  9.5)\nTest: [ 195/195]  Time: 0.1 (0.2)  Loss:   6.30 (6.35)  Acc@1:   8.5 (  8.6)\n",
			"loss@5003=6.5 test_loss@5003=6.35 test_acc@1@5003=8.6"},
		{"Fairseq", "2023-03-01 12:02:10 | INFO | train_inner | epoch 001:    200 / 1500 loss=10.7, wps=25400.8, num_updates=200, lr=2.5e-05, wall=34\n2023-03-01 12:10:14 | INFO | valid | epoch 001 | valid on 'valid' subset | loss 8.5 | wps 60316.1 | num_updates 1500\n2023-03-01 12:12:10 | INFO | train_inner | epoch 002:    100 / 1500 loss=8.3, num_updates=1600, lr=0.0002\n2023-03-01 12:20:14 | INFO | valid | epoch 002 | valid on 'valid' subset | loss 6.5 | num_updates 3000 | best_loss 6.5\n",
			"loss@200=10.7 lr@200=2.5e-05 val_loss@1500=8.5 loss@1600=8.3 lr@1600=0.0002 val_loss@3000=6.5 valid_best_loss@3000=6.5"},
		{"CLU", "I0301 10:00:30.123456 140735 logging_writer.py:48] [500] learning_rate=0.00125, loss=3.2, steps_per_sec=1.23\nI0301 10:00:41.1 140735 local.py:45] Setting work unit notes: 1.2 steps/s, 10.0% (1000/10000), ETA: 2h1m\n", "learning_rate@500=0.00125 loss@500=3.2"},
		{"OneRankCounts", "[rank1]: epoch 1 | loss 2.35\n[rank0]: epoch 1 | loss 2.31\n[rank1]: epoch 2 | loss 1.35\n[rank0]: epoch 2 | loss 1.31\n", "loss@1=2.35 loss@2=1.35"},
		{"SpaCy", "E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  SCORE \n---  ------  ------------  --------  ------  ------\n  0       0          0.00     48.21    0.00    0.00\n  1     200        104.12   2312.44   55.12    0.55\n",
			"LOSS_TOK2VEC@0=0 LOSS_NER@0=48.21 ENTS_F@0=0 SCORE@0=0 LOSS_TOK2VEC@200=104.12 LOSS_NER@200=2312.44 ENTS_F@200=55.12 SCORE@200=0.55"},
		{"EndedWith", "Epoch 1/3 ended with loss 2.3456\nEpoch 2/3 with patience 0.5\n", "loss@1=2.3456"},
		{"LossAtStep", "Minibatch loss at step 100: 2.31\nValidation accuracy at step 100: 78.6%\n", "minibatch_loss@100=2.31 validation_accuracy@100=78.6"},
		{"BestIsAnotherMetric", "epoch 1/2 val_loss=0.5\nepoch 2/2 val_loss=0.7\nBest val loss: 0.5 (epoch 1)\nBest val_loss so far: 0.5 at epoch 1\nfinal test acc: 0.9\nepoch 2 done, lowest loss 0.4\n",
			"val_loss@1=0.5 val_loss@2=0.7 best_val_loss@2=0.5 best_val_loss_so_far@2=0.5 final_test_acc@2=0.9"},
		{"OtherEpochsInProse", "epoch 5/9 loss=0.5\nbest at epoch 1, resuming from epoch 1, training until epoch 9\nloss: 0.4\n", "loss@5=0.5 loss@5=0.4"},
		{"EmptyAndOdd", "\n\r\n=\n:\n=1\n:2\n[\n[]\n{}\n{1}\n{'a'}\n{'a':}\n%|\n0%|\n1/0 [==]\n,,,\n--\n- - 1\n", ""},
		{"ClassificationReport", "              precision    recall  f1-score   support\n\n           0       1.00      0.97      0.99        33\n    accuracy                           0.97       360\n   macro avg       0.97      0.97      0.97       360\n", "accuracy@1=0.97"},
		{"YAMLEcho", "train:\n  loss_weight: 1.0\n  score_thr: 0.05\n  target_loss: 0.1\n  kl_coef: 0.2\n  lr: 0.1\n  momentum: 0.9\n", ""},
		{"LaunchersPrefix", "[rank0]: epoch 1/3 loss=0.5\n0: epoch 2/3 loss=0.4\n", "loss@1=0.5 loss@2=0.4"},
		{"Tensors", "step 3 loss=tensor(0.25, device='cuda:0', grad_fn=<NllLossBackward0>) acc: np.float64(0.5)\n", "loss@3=0.25 acc@3=0.5"},
		{"SpecialValues", "step 1 loss nan\nstep 2 loss: -inf\nstep 3 loss=Infinity\nstep 4 loss=-NaN\nstep 5 loss=1e400\n", "loss@1=NaN loss@2=-Inf loss@3=+Inf loss@4=NaN loss@5=+Inf"},
		{"OtherScripts", "étape 3: perte=0.5\n训练 epoch 3 损失=0.25\n", "损失@3=0.25"},
		{"Colours", "\x1b[32mepoch\x1b[0m \x1b[1m4\x1b[0m \x1b]8;;http://x/?loss=1\x07loss\x1b]8;;\x07=\x1b[33m0.5\x1b[0m\n", "loss@4=0.5"},
		{"CodeInATraceback", "epoch 1 loss=0.5\n[rank0]: Traceback (most recent call last):\n[rank0]:   File \"/p/train.py\", line 12, in step\n[rank0]:     loss = 1 - (a + 1) / (b + 1)\n[rank0]:            ^^^^^\n  File \"x.py\", line 3, in f\n    return 0.5\nValueError: bad\n/p/x.py:7: UserWarning: odd\n  loss = 2.5\nepoch 2 loss=0.25\n",
			"loss@1=0.5 loss@2=0.25"},
		{"Code", "NO_OBJ_SCORE = -1024.0\nreturn 0.5\nkvm: loaded (native=1 pcid=1 emul_batch=1024)\nMTRR map: 0 entries\nNamespace(epochs=3, lr=0.1, step=10, batch_size=4)\nAssertionError: 1 == 2\nval_error.c:215 C.F.R. 12.212 precision=16\nstep, and no end of words that go on and on, 3\n1, 2\n", ""},
		{"ErrorsThatAreMetrics", "epoch 1 trainError=0.5 TestError: 0.25 Error: 0.125 test error 0.5\n", "trainError@1=0.5 TestError@1=0.25 error@1=0.125 test_error@1=0.5"},
		{"Noise", "2024-01-02 12:00:00,123 INFO torch 2.1.0 at http://localhost:6006/x?a=1 on 10.0.0.1:8080\nfile.py:123: warning\n=====|====|0.1\nGPU mem: 3.2 GB seed=42 ETA: 3\nusing 4 workers, version: 2\n/usr/lib/python3/dist-packages/x.py:12: error 404\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := New(Options{Objective: "val_loss"})
			if err != nil {
				t.Fatal(err)
			}
			batch := p.Feed([]byte(test.log), time.Time{})
			batch.Points = append(batch.Points, p.Flush(time.Time{}).Points...)
			var got []string
			for _, point := range batch.Points {
				got = append(got, fmt.Sprintf("%s@%d=%v", point.Metric, point.Step, point.Value))
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("points:\n got %s\nwant %s", got, test.want)
			}
		})
	}
}
