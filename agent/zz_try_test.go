package agent

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/trex-ml/trex"
)

func TestTry(t *testing.T) {
	f, err := os.Open(os.Getenv("TRY"))
	if err != nil {
		return
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			fmt.Println(line)
			continue
		}
		e := example{}
		if strings.HasPrefix(line, "F:") {
			e.With = "finetune"
			line = strings.TrimSpace(line[2:])
		}
		if strings.HasPrefix(line, "B:") {
			e.With = "both"
			line = strings.TrimSpace(line[2:])
		}
		for _, x := range strings.Split(line, "=>") {
			e.Turns = append(e.Turns, strings.ReplaceAll(strings.TrimSpace(x), `\n`, "\n"))
		}
		in := e.converse(t, NewGrammar())
		out := in.Reply
		if len(in.Configs) > 0 {
			out = in.Reading
		}
		extra := ""
		if len(in.Runs) > 0 || in.Experiment != "" || in.Scope != "" {
			extra = fmt.Sprint(" ", in.Runs, in.Experiment, in.Scope, in.Lines)
		}
		if r := []rune(out); len(r) > 150 {
			out = string(r[:150]) + "…"
		}
		fmt.Printf("%-70s\n      %s%s | %s\n", line, in.Kind, extra, strings.ReplaceAll(out, "\n", " ⏎ "))
	}
	_ = context.Background
	_ = trex.Float
}
