package insight

import (
	"slices"
	"strings"

	"github.com/trex-ml/trex"
)

// Words in the names of metrics that say which values are better.
var (
	smallerBetter = strings.Fields(`loss losses nll ce bce ppl perplexity logloss mse rmse mae mape err error errors wer cer
		ter fid kid lpips kl kld cost bpc bpb bpd deviance regret hinge`)
	largerBetter = strings.Fields(`acc accuracy top1 top5 f1 fscore fbeta precision recall sensitivity specificity auc auroc auprc ap
		map mrr ndcg iou miou dice jaccard bleu rouge meteor cider psnr ssim score reward rewards return returns r2 correlation pearson
		spearman kappa mcc likelihood loglik elbo fitness success`)
)

// GoalOf returns which values of a metric are better: the objective's goal, else
// what the metric's name says. ok is false when it says nothing.
func GoalOf(objective trex.Objective, metric string) (goal trex.Goal, ok bool) {
	if metric == objective.Metric {
		return objective.Goal, true
	}
	words := strings.FieldsFunc(strings.ToLower(metric), func(r rune) bool { return strings.ContainsRune("_-/. @:", r) })
	for _, word := range slices.Backward(words) { // the noun comes last: score_loss is a loss
		switch {
		case slices.Contains(smallerBetter, word):
			return trex.Minimize, true
		case slices.Contains(largerBetter, word):
			return trex.Maximize, true
		}
	}
	return "", false
}
