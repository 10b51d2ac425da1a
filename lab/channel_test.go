package lab_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestUseProject(t *testing.T) {
	t.Parallel()
	l, db := newLab(t)
	chosen, err := l.UseProject(t.Context(), thread, "digits", bea)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := db.FindChannelProject(t.Context(), "slack", "C1")
	if err != nil || stored.Project != "digits" || stored.SetBy != bea || stored.SetAt.IsZero() {
		t.Errorf("stored: %+v, %v", stored, err)
	}
	if chosen.Project != stored.Project || chosen.Channel != "C1" {
		t.Errorf("returned: %+v", chosen)
	}

	_, err = l.UseProject(t.Context(), thread, "resnet", ann)
	refused(t, "a project that does not exist", err, trex.KindInvalid, "there is: digits")
	kept, err := db.FindChannelProject(t.Context(), "slack", "C1")
	if diff := cmp.Diff(stored, kept); err != nil || diff != "" {
		t.Errorf("after a refusal (-before +after):\n%s%v", diff, err)
	}

	for range 2 {
		if err := l.ForgetProject(t.Context(), thread); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.FindChannelProject(t.Context(), "slack", "C1"); trex.KindOf(err) != trex.KindNotFound {
		t.Errorf("after it was forgotten: %v", err)
	}
}
