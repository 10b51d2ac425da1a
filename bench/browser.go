package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// browserFolder holds the script that drives a real browser.
const browserFolder = "e2e/web"

// measureBrowser times pages in a browser. Without a browser, it prints that
// these figures are missing from the table.
func (r *Report) measureBrowser(ctx context.Context) error {
	if _, err := exec.LookPath("chromium"); err != nil {
		fmt.Fprintln(os.Stderr, "no figures of the browser: chromium is not installed (Debian: apt-get install chromium)")
		return nil
	}
	if _, err := os.Stat(filepath.Join(browserFolder, "node_modules")); err != nil {
		install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
		install.Dir, install.Stderr = browserFolder, os.Stderr
		if err := install.Run(); err != nil {
			return fmt.Errorf("install the browser driver: %w", err)
		}
	}
	cmd := exec.CommandContext(ctx, "node", "measure.mjs")
	cmd.Dir, cmd.Stderr = browserFolder, os.Stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("measure pages in the browser: %w", err)
	}
	return r.addBrowser(out)
}

// addBrowser adds the output of measure.mjs.
func (r *Report) addBrowser(out []byte) error {
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		var figure struct {
			Name   string
			Unit   string
			Values []float64
		}
		if err := json.Unmarshal(lines.Bytes(), &figure); err != nil || len(figure.Values) == 0 {
			return fmt.Errorf("measure.mjs printed %q", lines.Text())
		}
		if len(figure.Values) == 1 {
			r.add("browser "+figure.Name, figure.Values[0], figure.Unit)
			continue
		}
		r.addSpread("browser "+figure.Name, figure.Values)
	}
	return lines.Err()
}
