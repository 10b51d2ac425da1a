package trex

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/trex-ml/trex/internal/await"
)

// goWaits lists what test code must not use, with the reason. Test code is every
// _test.go, and the packages that exist for tests: those that import testing,
// that have a name which ends in test, and those in e2e.
var goWaits = []struct {
	names   []string
	allowed func(place) bool
	why     string
}{
	{[]string{"time.Sleep"}, func(p place) bool { return p.dir == "internal/bubble" },
		"what a sleep waits for comes later on a busy machine: use internal/await, or internal/bubble on synctest's clock"},
	{[]string{"time.After", "time.Tick"}, func(place) bool { return false },
		"a busy machine is late for any deadline: use internal/await, which has the one that only a hang reaches"},
	{[]string{"time.NewTimer", "time.NewTicker", "time.AfterFunc"},
		func(p place) bool { return p.dir == "internal/await" || p.bubble || !p.test },
		"who has a test that can fail waits with internal/await; timers are for synctest's clock, and for peers, loads and children that go at their own pace"},
	{[]string{"context.WithTimeout", "context.WithDeadline", "context.WithTimeoutCause", "context.WithDeadlineCause"},
		func(p place) bool { return p.bubble || !p.short || p.wanted },
		"only a hang may end what a test waits for: use await.Context"},
}

// scriptWaits lists the same for the tests that drive a browser; all but one
// file of them.
var scriptWaits = []struct {
	pattern *regexp.Regexp
	why     string
}{
	{regexp.MustCompile(`\b(waitForTimeout|setTimeout|setInterval)\s*\(|timers/promises`), "a page on a busy machine is late: wait for a state with a locator, or with until of e2e/web/await.mjs"},
	{regexp.MustCompile(`\btimeout:\s*([0-9][0-9_]*)`), "only a hang may end what a test waits for: leave out the timeout, or take patience of e2e/web/await.mjs"},
}

const (
	scriptWait  = "e2e/web/await.mjs"
	shellReason = "what a sleep waits for comes later on a busy machine: sleep in a loop that looks whether it is there"
)

func TestTestsWaitForStates(t *testing.T) {
	found, err := findWaits(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, wait := range found {
		t.Error(wait.where + ": " + wait.what + ": " + wait.why)
	}
}

// wait is a place where a test waits in a wrong way.
type wait struct{ where, what, why string }

// findWaits goes through the Go code, the scripts of browser tests and the shell
// scripts of a module.
func findWaits(module fs.FS) ([]wait, error) {
	var found []wait
	code := newCode()
	err := fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if slices.Contains([]string{"node_modules", "testdata", "dist", "bin", "out"}, base) || strings.HasPrefix(base, ".") && base != "." && base != ".ci" {
				return fs.SkipDir
			}
			return nil
		}
		inE2E := strings.HasPrefix(name, "e2e/")
		script := inE2E && strings.HasSuffix(base, ".mjs") && name != scriptWait
		shell := (inE2E || strings.HasPrefix(name, ".ci/")) && (path.Ext(base) == "" || path.Ext(base) == ".sh")
		if !script && !shell && path.Ext(base) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		switch {
		case script:
			found = append(found, waitsOfScript(name, string(text))...)
		case shell:
			found = append(found, waitsOfShell(name, string(text))...)
		default:
			return code.add(name, text)
		}
		return nil
	})
	found = append(found, code.waits()...)
	slices.SortFunc(found, func(a, b wait) int { return strings.Compare(a.where, b.where) })
	return found, err
}

func waitsOfScript(name, text string) (found []wait) {
	comment := regexp.MustCompile(`(^|\s)//.*`)
	for n, line := range strings.Split(text, "\n") {
		for _, rule := range scriptWaits {
			match := rule.pattern.FindStringSubmatch(comment.ReplaceAllString(line, ""))
			if match == nil {
				continue
			}
			if ms, err := strconv.Atoi(strings.ReplaceAll(match[1], "_", "")); err == nil && (ms == 0 || int64(ms) >= await.Patience.Milliseconds()) {
				continue
			}
			found = append(found, wait{fmt.Sprintf("%s:%d", name, n+1), match[0], rule.why})
		}
	}
	return found
}

// waitsOfShell finds sleeps outside of loops. It cannot tell whether a loop
// checks a state.
func waitsOfShell(name, text string) (found []wait) {
	word := regexp.MustCompile(`(?:^|[;&|({!]|\bthen|\belse|\bdo)\s*(do|done|sleep)\b`)
	comment := regexp.MustCompile(`(^|\s)#.*`)
	loops := 0
	for n, line := range strings.Split(text, "\n") {
		line = comment.ReplaceAllString(line, "")
		for at := word.FindStringSubmatchIndex(line); at != nil; at = word.FindStringSubmatchIndex(line) {
			switch line[at[2]:at[3]] {
			case "do":
				loops++
			case "done":
				loops--
			case "sleep":
				if loops <= 0 {
					found = append(found, wait{fmt.Sprintf("%s:%d", name, n+1), "sleep", shellReason})
				}
			}
			line = line[at[2]:][at[3]-at[2]:]
		}
	}
	return found
}

// TestWaitsAreFound proves that the check can fail: each wrong line ends in
// "bad".
func TestWaitsAreFound(t *testing.T) {
	module := fstest.MapFS{}
	var want []string
	for _, file := range waitSamples {
		module[file.name] = &fstest.MapFile{Data: []byte(file.text)}
		for n, line := range strings.Split(file.text, "\n") {
			if strings.HasSuffix(line, "bad") {
				want = append(want, fmt.Sprintf("%s:%d", file.name, n+1))
			}
		}
	}
	found, err := findWaits(module)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, wait := range found {
		got = append(got, wait.where)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(want) < 20 {
		t.Errorf("only %d lines are wrong", len(want))
	}
}

var waitSamples = []struct{ name, text string }{
	{"p/product.go", "package p\nimport \"time\"\nconst short, long = 3 * time.Second, time.Hour\nfunc wait() { time.Sleep(1); <-time.After(1) }\n"},
	{"p/p_test.go", `package p
import ("context"; clock "time"; "testing"; "testing/synctest"; "github.com/trex-ml/trex/internal/await")
func TestSleeps(t *testing.T) {
	clock.Sleep(1) //bad
	pause := clock.Sleep //bad
	select { case <-clock.After(1): } //bad
	for range clock.Tick(1) {} //bad
	clock.NewTimer(1) //bad
	go func() { clock.NewTicker(1) }() //bad
	context.WithTimeout(t.Context(), 20*clock.Second) //bad
	context.WithTimeout(t.Context(), short) //bad
	context.WithTimeout(t.Context(), await.Patience/2) //bad
	context.WithDeadline(t.Context(), clock.Now().Add(1e9)) //bad
	context.WithTimeoutCause(t.Context(), clock.Duration(local), nil) //bad
	context.WithTimeout(t.Context(), long)
	context.WithTimeout(t.Context(), await.Patience)
	context.WithTimeout(t.Context(), pause)
	const local = 5
}
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock.NewTimer(1)
		context.WithTimeout(t.Context(), clock.Second)
		clock.Sleep(1) //bad
	})
}
func bubbled(t *testing.T, do func()) { synctest.Test(t, func(*testing.T) { do() }) }
func TestWrapped(t *testing.T) {
	bubbled(t, func() { clock.NewTimer(1) })
	t.Run("", func(*testing.T) { clock.NewTimer(1) }) //bad
}
type scene struct { t testing.TB }
func (s *scene) settle() { clock.AfterFunc(1, nil) } //bad
func (s scene) look() { clock.NewTicker(1) } //bad
func TestWanted(t *testing.T) {
	ctx, _ := context.WithTimeout(t.Context(), 1)
	if ctx.Err() != context.DeadlineExceeded { t.Error() }
}
func peer() { clock.NewTicker(1) }
func load(b *testing.B) { clock.NewTicker(1) }
`},
	{"q/helper.go", "package q\nimport (\"testing\"; \"time\")\nfunc Await(t testing.TB) {\n\ttime.NewTimer(1) //bad\n}\n"},
	{"q/other.go", "package q\nimport \"time\"\nfunc nap() {\n\ttime.Sleep(1) //bad\n}\n"},
	{"faketest/fake.go", "package faketest\nimport \"time\"\nfunc nap() {\n\ttime.Sleep(1) //bad\n}\n"},
	{"cmd/tool/main.go", "package main\nimport (\"testing\"; \"time\")\nfunc main() { testing.Init(); time.Sleep(1) }\n"},
	{"e2e/trainer/main.go", "package main\nimport \"time\"\nfunc main() {\n\ttime.Sleep(1) //bad\n}\n"},
	{"e2e/e_test.go", "//go:build e2e\n\npackage e2e\nimport . \"time\" //bad\n"},
	{"internal/await/await.go", "package await\nimport (\"testing\"; \"time\")\nfunc Until(t testing.TB) { time.NewTicker(1) }\n"},
	{"internal/bubble/bubble.go", "package bubble\nimport \"time\"\nfunc Pass() { time.Sleep(1) }\n"},
	{"e2e/web/a.test.mjs", `import {setTimeout as nap} from 'node:timers/promises'; //bad
await page.waitForTimeout(100); //bad
await new Promise((done) => setTimeout(done, 5)); //bad
setInterval(look, 5); //bad
await row.waitFor({timeout: 5_000}); //bad
await row.waitFor({timeout: 0});
await row.waitFor({timeout: 600_000}); // setTimeout( is not used
`},
	{"e2e/web/await.mjs", "setTimeout(done, 5);\n"},
	{"e2e/web/node_modules/x/x.mjs", "setTimeout(done, 5);\n"},
	{"e2e/run", "#!/bin/sh\nsleep 3 #bad\nuntil ready; do\n\tsleep 0.1\ndone\nfor i in 1 2; do ready && break; sleep 0.1; done\nready || { sleep 1; } #bad\n"},
}
