package main

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/jackc/pgx/v5"
)

// TestComposeFile reads compose.yaml as strictly as docker compose does (no key
// twice) and checks that its two services find each other.
func TestComposeFile(t *testing.T) {
	text, err := os.ReadFile("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	type service struct {
		Environment map[string]string
		Volumes     []string
	}
	var compose struct {
		Services map[string]service
		Volumes  map[string]any
	}
	if err := yaml.Unmarshal(text, &compose); err != nil {
		t.Fatal(err)
	}
	const secret = "${POSTGRES_PASSWORD:?set it in .env}"
	address, err := pgx.ParseConfig(strings.ReplaceAll(compose.Services["trex"].Environment["DATABASE_URL"], secret, "secret"))
	if err != nil {
		t.Fatal(err)
	}
	database, ok := compose.Services[address.Host]
	if !ok {
		t.Fatalf("DATABASE_URL names %s, which is no service", address.Host)
	}
	for name, want := range map[string]string{
		"POSTGRES_USER": address.User, "POSTGRES_DB": address.Database, "POSTGRES_PASSWORD": secret,
	} {
		if got := database.Environment[name]; got != want {
			t.Errorf("%s is %q, Trex expects %q", name, got, want)
		}
	}
	for name, s := range compose.Services {
		for _, volume := range s.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			if _, declared := compose.Volumes[source]; !declared {
				t.Errorf("%s uses the volume %s, which is not declared", name, source)
			}
		}
	}
}
