package discord

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/bot/bottest/samples"
	"github.com/trex-ml/trex/bot/chat"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden renders every kind of message for Discord. To update the files: go
// test ./bot/discord -run TestGolden -update.
func TestGolden(t *testing.T) {
	for _, sample := range samples.Messages(t) {
		t.Run(sample.Name, func(t *testing.T) {
			got := rendering(t, sample.Message)
			file := filepath.Join("testdata", sample.Name+".json")
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// shown is a message in the form of the golden files: a long text as lines, so
// that people can read it.
type shown struct {
	Content     []string                          `json:"content"`
	Color       int                               `json:"color,omitempty"`
	URL         string                            `json:"url,omitempty"`
	Description []string                          `json:"description,omitempty"`
	Image       string                            `json:"image,omitempty"`
	Components  []discordgo.MessageComponent      `json:"components"`
	Mentions    *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Files       []string                          `json:"files,omitempty"`
}

func rendering(t *testing.T, m chat.Message) []byte {
	t.Helper()
	sent := render(m).send()
	s := shown{Content: strings.Split(sent.Content, "\n"), Components: sent.Components, Mentions: sent.AllowedMentions}
	for _, embed := range sent.Embeds {
		s.Color, s.URL, s.Description = embed.Color, embed.URL, strings.Split(embed.Description, "\n")
		if embed.Image != nil {
			s.Image = embed.Image.URL
		}
	}
	for _, file := range sent.Files {
		s.Files = append(s.Files, file.Name)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
