package card

import (
	"testing"

	"github.com/trex-ml/trex"
)

func TestEndNamesTheWinnerAndByHowMuch(t *testing.T) {
	for name, test := range map[string]struct {
		values []float64 // val_loss of r128, r129, …
		want   string
	}{
		"One":          {[]float64{0.2}, "e42 is done: r128 (lr 0.1) reached val_loss 0.2000."},
		"Next":         {[]float64{0.2, 0.1, 0.4}, "e42 is done: r129 (lr 0.03) is best, val_loss 0.1000, 50 % below r128."},
		"Close":        {[]float64{0.2, 0.20001, 0.4}, "e42 is done: r128 (lr 0.1) is best, val_loss 0.20000, about equal to r129."},
		"Equal":        {[]float64{0.2, 0.2, 0.4}, "e42 is done: r128 (lr 0.1) and r129 (lr 0.03) are equal, val_loss 0.2000."},
		"SeveralEqual": {[]float64{0.2, 0.2, 0.2}, "e42 is done: r128 (lr 0.1) and 2 others are equal, val_loss 0.2000."},
	} {
		t.Run(name, func(t *testing.T) {
			s := sampleExperiment(len(test.values))
			for i, value := range test.values {
				at(&s.Runs[i], trex.Completed, 20, value)
			}
			if got := EndMessage(End{Standing: s, Platform: "test"}).Headline; got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
