package web

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/bottest/samples"
)

var update = flag.Bool("update", false, "write the golden files")

// TestCards renders one message of every kind.
func TestCards(t *testing.T) {
	t.Parallel()
	s := &Server{assets: &assets{}, Params: Params{PublicURL: "http://127.0.0.1:8080"}}
	pages, err := parseTemplates(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range samples.Messages(t) {
		t.Run(sample.Name, func(t *testing.T) {
			var got bytes.Buffer
			if err := pages.ExecuteTemplate(&got, "card", s.cardView("m7", &sample.Message, "")); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "cards", sample.Name+".html")
			if *update {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("card (-want +got), write it with -update: %s", diff)
			}
		})
	}
}
