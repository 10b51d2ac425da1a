package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/runner"
	"github.com/trex-ml/trex/say"
)

type doctorCmd struct {
	Config string `type:"path" placeholder:"trex.yaml" help:"As for serve."`
	Data   string `type:"path" default:"data" placeholder:"DIR" help:"As for serve."`
	Health string `placeholder:"URL" help:"Only ask a running server whether it is well, for container health checks."`
}

func (c *doctorCmd) Run(ctx context.Context) error {
	if c.Health != "" {
		return healthy(ctx, c.Health)
	}
	s, err := loadSettings(c.Config)
	if err != nil {
		return err
	}
	s.Data = c.Data
	bad := 0
	for _, look := range []func(context.Context, settings) []trex.Finding{
		lookAtProjects, lookAtStore, lookAtMachine, lookAtChats, lookAtModel, lookAtExecutors,
	} {
		for _, finding := range look(ctx, s) {
			if !finding.OK {
				bad++
			}
			printFinding(finding)
		}
	}
	if bad > 0 {
		fmt.Printf("\n%s failed\n", say.Count(bad, "check"))
		return errFailed
	}
	fmt.Println("\nall is well")
	return nil
}

func printFinding(f trex.Finding) {
	mark := "✔"
	if !f.OK {
		mark = "✖"
	}
	fmt.Printf("%s %s: %s\n", mark, f.Name, f.Detail)
	if !f.OK && f.Fix != "" {
		fmt.Printf("    %s\n", f.Fix)
	}
}

func lookAtProjects(_ context.Context, s settings) []trex.Finding {
	var findings []trex.Finding
	for _, p := range s.Projects {
		finding := trex.Finding{Name: "project " + p.Name, OK: true, Detail: strings.Join(p.Command, " ")}
		command := p.Command[0]
		if strings.Contains(command, "/") && !filepath.IsAbs(command) {
			command = filepath.Join(p.Dir, command)
		}
		if _, err := exec.LookPath(command); err != nil && command != "trex" && p.Local() {
			finding.OK, finding.Detail = false, fmt.Sprintf("the command %q is not found or not executable", p.Command[0])
			finding.Fix = "correct command in trex.yaml, or put the program on PATH"
		}
		if info, err := os.Stat(p.Dir); p.Dir != "" && (err != nil || !info.IsDir()) {
			finding.OK, finding.Detail = false, "its folder "+p.Dir+" does not exist"
			finding.Fix = "correct dir in trex.yaml"
		}
		findings = append(findings, finding)
	}
	return findings
}

func lookAtStore(ctx context.Context, s settings) []trex.Finding {
	finding := trex.Finding{Name: "database", OK: true, Detail: "SQLite in " + s.Data}
	if s.Env.DatabaseURL != "" {
		finding.Detail = "PostgreSQL at DATABASE_URL"
	}
	db, err := openDatabase(ctx, s)
	switch {
	case trex.KindOf(err) == trex.KindConflict && s.Env.DatabaseURL == "":
		finding.Detail = err.Error() // a running server is not an error
	case err != nil:
		finding.OK, finding.Detail = false, err.Error()
		finding.Fix = "make the data directory writable, or correct DATABASE_URL"
	default:
		if err := db.close(); err != nil {
			finding.OK, finding.Detail, finding.Fix = false, err.Error(), "check the disk"
		}
	}
	return []trex.Finding{finding}
}

func lookAtMachine(ctx context.Context, s settings) []trex.Finding {
	found, err := gpus(s.Runner.GPUs)(ctx)
	if err != nil {
		return []trex.Finding{{Name: "GPUs", Detail: err.Error(), Fix: "check nvidia-smi, or set runner.gpus to none"}}
	}
	findings := []trex.Finding{{Name: "GPUs", OK: true, Detail: describeGPUs(found)}}
	for _, p := range s.Projects {
		if p.Local() && p.Resources.GPUs > len(found) {
			findings = append(findings, trex.Finding{
				Name: "GPUs for " + p.Name, Detail: fmt.Sprintf("a run asks for %d, this machine has %d", p.Resources.GPUs, len(found)),
				Fix: "lower resources.gpus or add GPUs",
			})
		}
	}
	return findings
}

func describeGPUs(found []runner.GPU) string {
	if len(found) == 0 {
		return "none, which is fine"
	}
	names := make([]string, len(found))
	for i, gpu := range found {
		names[i] = strings.TrimSpace(fmt.Sprintf("%d %s", gpu.Index, gpu.Name))
	}
	return strings.Join(names, ", ")
}

func healthy(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return trex.Invalid("%q is not an address", url)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return trex.Unavailable(err, "the server does not answer")
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New("the server answers " + response.Status)
	}
	return nil
}
