package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/trex-ml/trex/agent"
	"github.com/trex-ml/trex/bot/chat"
)

func file(name, content string) chat.Attachment {
	return chat.Attachment{Name: name, Size: int64(len(content)), Fetch: func(_ context.Context, most int64) ([]byte, error) {
		return []byte(content[:min(len(content), int(most)+1)]), nil
	}}
}

func TestAttachedFilesAreRead(t *testing.T) {
	gone := chat.Attachment{Name: "gone.yaml", Fetch: func(context.Context, int64) ([]byte, error) { return nil, errors.New("not there") }}
	unsized := file("unsized.txt", strings.Repeat("x", 70_000))
	unsized.Size = 0
	cases := []struct {
		name, text string
		files      []chat.Attachment
		says       []string
	}{
		{"a configuration", "run this", []chat.Attachment{file("sweep.yaml", "lr: [0.1, 0.2]\nepochs: 5")}, []string{"2 runs", "lr", "0.1", "0.2"}},
		{"only a file", "", []chat.Attachment{file("message.txt", "python train.py -m lr=0.1,0.2,0.3")}, []string{"3 runs"}},
		{"two files", "try these", []chat.Attachment{file("a.json", `{"lr": 0.1}`), file("b.json", `{"lr": 0.2}`)}, []string{"2 runs"}},
		{"a picture", "try lr 0.3 and 0.4", []chat.Attachment{file("plot.png", "\x89PNG\x00\xff")}, []string{"did not read plot.png", "not text"}},
		{"a large file", "try lr 0.3", []chat.Attachment{file("data.csv", strings.Repeat("x", 70_000))}, []string{"did not read data.csv", "64 kB"}},
		{"a file of no size", "try lr 0.3", []chat.Attachment{unsized}, []string{"did not read unsized.txt", "64 kB"}},
		{"two files that are too much together", "", []chat.Attachment{file("a.yaml", "lr: 0.3\nepochs: 5"), file("b.csv", strings.Repeat("x", 63_990))}, []string{"did not read b.csv", "64 kB"}},
		{"six files", "try", []chat.Attachment{file("1", "lr=0.1"), file("2", "lr=0.2"), file("3", "lr=0.3"), file("4", "lr=0.4"), file("5", "lr=0.5"), file("6", "lr=0.6")}, []string{"only the first 5 files"}},
		{"a file that is gone", "try lr 0.3", []chat.Attachment{gone}, []string{"did not read gone.yaml", "cannot be fetched"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			play(t, agent.NewGrammar(), nil, func(s *scene) {
				s.Deliver(chat.Event{ID: "with files", Did: chat.Said{Text: c.text, Mention: true, Files: c.files}, Person: s.Person("ann"), Thread: s.Channel(), At: s.Now()})
				s.last(c.says...)
			})
		})
	}
}

// Nobody's file is fetched because it lies in a thread, or was sent by somebody who
// may not use Trex.
func TestFilesOfOthersStay(t *testing.T) {
	play(t, agent.NewGrammar(), nil, func(s *scene) {
		s.Say("ann", talkThread, "try lr 0.1")
		fetched := chat.Attachment{Name: "a.yaml", Fetch: func(context.Context, int64) ([]byte, error) {
			t.Error("a file was fetched that was not for Trex")
			return nil, nil
		}}
		s.Deliver(chat.Event{ID: "not for it", Did: chat.Said{Text: "look at this", Continue: true, Files: []chat.Attachment{fetched}}, Person: s.Person("bob"), Thread: talkThread, At: s.Now()})
		s.settle()
	})
}
