package vocab

import "strings"

// terms are names of two or three words that mean something else than their
// words. A message that has one asks for it, whether or not a project has it.
var terms = Set(strings.ReplaceAll(`
lr_decay learning_rate_decay rate_decay step_decay exponential_decay polynomial_decay decay_schedule step_decay_schedule lr_schedule learning_rate_schedule
a_schedule the_schedule step_schedule decay_rate lr_warmup learning_rate_warmup warmup_epochs nesterov_momentum early_stopping batch_norm batch_normalization
layer_norm weight_init gradient_clipping grad_clip gradient_norm dropout_schedule label_smoothing mixed_precision data_augmentation
weight_averaging linear_schedule linear_decay linear_warmup constant_schedule cosine_schedule cosine_decay
`, "_", "-"))

// Term reports whether the words are a term of the field by themselves.
func Term(words string) bool { return terms[Squash(words)] && !filler[words] }
