package metrics

import (
	"strings"
	"testing"
)

// TestEvaluationRows reads rows that no corpus could be captured of: masks,
// sizes that do not occur, the older fastText, and lines that only look alike.
func TestEvaluationRows(t *testing.T) {
	const (
		all   = " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.213\n"
		small = " Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000\n"
		half  = " Average Recall     (AR) @[ IoU=0.50      | area=   all | maxDets= 20 ] = 0.5\n"
	)
	for _, test := range []struct{ name, pattern, log, want string }{
		{"BoxesAndMasks", "", "epoch 3 loss=0.5\nIoU metric: bbox\n" + all + "IoU metric: segm\n" + all, "loss@3=0.5 AP@3=0.213 segm_AP@3=0.213"},
		{"Annotations", "", "Evaluate annotation type *segm*\n" + all, "segm_AP@1=0.213"},
		{"Keypoints", "", "Evaluate annotation type *keypoints*\n" + half, "keypoints_AR@0.50@1=0.5"},
		{"NoObjectOfThatSize", "", small, ""},
		{"CutOff", "", all[:60] + "\n" + strings.Replace(all, "0.213", "x", 1), ""},
		{"OwnPattern", `maxDets=100 \] = (?P<map>\S+)`, all, "AP@1=0.213 map@1=0.213"},
		{"EachEvaluationCounts", "", all + strings.Replace(all, "213", "300", 1), "AP@1=0.213 AP@2=0.3"},
		{"OlderFastText", "", "\rProgress: 40.0%  words/sec/thread: 151 lr: 0.03 loss: 1.5 eta: 0h1m", "lr@40=0.03 loss@40=1.5"},
		{"AnotherProgress", "", "Progress: 40.0% words: 12\nProgress: 140.0% words/sec/thread: 1 lr: 1\nR@x\t1\nP@1\t12\nP@1 0.5\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var options Options
			if test.pattern != "" {
				options.Patterns = []string{test.pattern}
			}
			if got := parse(t, options, test.log); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
