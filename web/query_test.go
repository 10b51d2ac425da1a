package web

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex"
)

func TestParseFilter(t *testing.T) {
	t.Parallel()
	number := trex.Number
	for _, test := range []struct {
		text string
		want trex.RunQuery
	}{
		{"", trex.RunQuery{}},
		{"adam", trex.RunQuery{Text: []string{"adam"}}},
		{"lr<0.01 val_loss<0.3 adam", trex.RunQuery{Text: []string{"adam"}, Where: []trex.Condition{
			{Name: "lr", Op: trex.Less, Value: number(0.01)}, {Name: "val_loss", Op: trex.Less, Value: number(0.3)}}}},
		{"lr<=1e-3  epochs>=20\tbatch_size!=64", trex.RunQuery{Where: []trex.Condition{
			{Name: "lr", Op: trex.LessEqual, Value: number(0.001)}, {Name: "epochs", Op: trex.GreaterEqual, Value: number(20)},
			{Name: "batch_size", Op: trex.NotEqual, Value: number(64)}}}},
		{"lr≤0.1 lr≥0.01 lr≠0.05", trex.RunQuery{Where: []trex.Condition{
			{Name: "lr", Op: trex.LessEqual, Value: number(0.1)}, {Name: "lr", Op: trex.GreaterEqual, Value: number(0.01)},
			{Name: "lr", Op: trex.NotEqual, Value: number(0.05)}}}},
		{`optimizer=adam name="my run" "two words"`, trex.RunQuery{Text: []string{"two words"}, Where: []trex.Condition{
			{Name: "optimizer", Op: trex.Equal, Value: trex.Text("adam")}, {Name: "name", Op: trex.Equal, Value: trex.Text("my run")}}}},
		{"train/acc>0.9 eval.loss<1 nesterov=true", trex.RunQuery{Where: []trex.Condition{
			{Name: "train/acc", Op: trex.Greater, Value: number(0.9)}, {Name: "eval.loss", Op: trex.Less, Value: number(1)},
			{Name: "nesterov", Op: trex.Equal, Value: trex.Bool(true)}}}},
		{"status:failed project=digits by:ada experiment:E42", trex.RunQuery{
			Statuses: []trex.Status{trex.Failed}, Project: "digits", Requester: "ada", Experiment: "e42"}},
		{"lr==0.1", trex.RunQuery{Where: []trex.Condition{{Name: "lr", Op: trex.Equal, Value: number(0.1)}}}},
		{"-x <5", trex.RunQuery{Text: []string{"-x", "<5"}}},
	} {
		var got trex.RunQuery
		if err := parseFilter(test.text, &got); err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(trex.Value{})); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
	for _, text := range []string{"lr<", "lr<x", "lr<true", "status:sleeping", "experiment:r1", "a b c d e f g h i j k l m n o p q r s t u"} {
		if err := parseFilter(text, &trex.RunQuery{}); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("%q: %v, want an invalid error", text, err)
		}
	}
}

func TestParseSort(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]trex.SortKey{
		"": {}, "-created": {}, "created": {By: "created"}, "best": {By: "best"}, "-best": {By: "best", Desc: true},
		"param:lr": {By: "param:lr"}, "-metric:val_acc": {By: "metric:val_acc", Desc: true}, "metric:a:b": {By: "metric:a:b"},
		"created_at": {By: "created"}, "-val_loss": {By: "metric:val_loss", Desc: true}, "objective": {By: "best"},
	} {
		if got, err := parseSort(text); err != nil || got != want {
			t.Errorf("parseSort(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"size", "param:", "metric", "param", "--best", "config:lr"} {
		if _, err := parseSort(text); trex.KindOf(err) != trex.KindInvalid {
			t.Errorf("parseSort(%q): %v, want an invalid error", text, err)
		}
	}
}

func FuzzParseRunQuery(f *testing.F) {
	f.Add("q=lr%3C0.1+%22a+b%22&sort=-best&status=failed,running&limit=5")
	f.Add("q=status:failed+x%3D%3D1&cursor=abc&experiment=e1")
	f.Fuzz(func(t *testing.T, text string) {
		values, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		query, err := parseRunQuery(values)
		if err != nil {
			if _, ok := trex.Sentence(err); !ok {
				t.Errorf("%q: %v has no sentence", text, err)
			}
			return
		}
		if query.Limit < 1 || query.Limit > mostLimit || len(query.Where)+len(query.Text) > mostTerms {
			t.Errorf("%q: %+v", text, query)
		}
		for _, condition := range query.Where {
			if condition.Name == "" || condition.Value.IsZero() {
				t.Errorf("%q: condition %+v", text, condition)
			}
		}
	})
}
