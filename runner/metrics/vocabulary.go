package metrics

import "strings"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// measures are words that name what training is judged by.
var measures = set(`loss losses nll ce bce ppl perplexity logloss mse rmse rmsle mae mape smape medae
	acc accuracy accuracies top1 top5 top10 err error merror mlogloss rmsd fbeta fscore precision recall
	sensitivity specificity auc auroc auprc aucpr roc ap map mrr ndcg iou miou dice jaccard bleu
	rouge meteor cider chrf ter cer wer psnr ssim lpips fid kid inception score reward rewards
	return returns r2 corr correlation pearson spearman kendall kappa mcc likelihood logprob
	loglik loglikelihood ll elbo kl kld entropy deviance objective fitness hinge cost criterion bpc
	bpb bpd success rew ari nmi silhouette inertia explained regret energy`)

// spoilers turn the name of a measure into that of a setting or a count.
var spoilers = set(`scale scaler weight weights fn func function type threshold smoothing coef
	coeff coefficient alpha beta gamma code codes patience delta min_delta every freq frequency
	time times seconds name mode eps epsilon clip clipping interval size split ratio rate_schedule
	count counts messages log logs level thr thresh target goal limit tol
	tolerance bonus penalty factor decay init patience`)

// neverWords name times, sizes, devices, addresses and rates.
var neverWords = set(`time times eta elapsed remaining date datetime timestamp ts tstamp clock wall duration
	runtime second seconds sec secs minute minutes hour hours ms dur seed port host ip url uri pid tid ppid
	uid rank world gpu gpus cpu cpus cuda device devices node nodes job mem memory ram vram rss
	allocated reserved cached cache bytes mb gb mib gib version ver build release line lineno col
	column level size sizes shape dim dims id ids idx index code status errno exit workers worker
	threads thread processes speed fps sps ups wps samples examples sample instances images params
	parameters parameter param flos flops tflops per num n total totals count counts v date best
	it its ips seq length max min file files path batches steps epochs iters iterations
	http https localhost address signal python torch numpy driver temperature temp power watts info warning debug
	util utilization progress percent pct data`)

// settings are what a script prints before it trains.
var settings = set(`epochs num_epochs n_epochs max_epochs nepochs total_epochs num_train_epochs batch_size
	batchsize bs train_batch_size eval_batch_size per_device_train_batch_size max_steps max_iter max_iters
	total_steps num_steps n_steps warmup_steps seed random_seed random_state num_workers n_estimators
	num_layers n_layers n_layer n_head num_heads hidden hidden_size hidden_dim embed_dim n_embd dropout
	num_classes in_features out_features input_size log_interval save_every eval_interval patience`)

var stepWords = set(`step timestep iter iteration it batch update episode round generation trial`)

var markQualifiers = set(`global train training trainer current cur eval val valid validation test
	optimizer opt optim mini micro inner outer env num time`)

var notMarkers = set(`per every max total num n warmup until save log eval best last resume resuming
	each since`)

// splits name the data a line's measures come from.
var splits = set(`train training val valid validation test testing eval evaluation dev holdout`)

// verbs are measures in prose only on a line that is about a step: return 0.5.
var verbs = set(`return returns score top cost map`)

// summaries say that a value is of several steps together.
var summaries = set(`best final lowest highest minimum maximum min max`)

// passing words may stand before a name without being part of it.
var passing = set(`info warning warn debug error notice critical got current currently our new the a an
	has was is root __main__ main`)

// levels are those of log lines.
var levels = set(`info warning warn debug error notice critical fatal trace`)

// prepositions cut a name off from words before it, and say that a number after
// it without a colon is something else than its value.
var prepositions = set(`with of to from at for and in on after improved decreased than did not by since
	until`)
