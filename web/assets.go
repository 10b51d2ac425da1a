package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// dist is the output of build.mjs. The committed .keep lets packages that import
// this one compile before build.mjs has run.
//
//go:embed all:client/dist
var dist embed.FS

// assets are the built files under their content-hash names.
type assets struct {
	files map[string]asset  // hashed name → content
	names map[string]string // "home.js" → hashed name
	// preload lists, for each entry, the hashed names of the chunks it imports
	// statically.
	preload map[string][]string
}

type asset struct {
	content []byte
	gzipped []byte // nil: compression does not help
	kind    string
}

// manifest is client/dist/manifest.json.
type manifest struct {
	Files   map[string]string   `json:"files"`
	Preload map[string][]string `json:"preload"`
}

func loadAssets(built fs.FS) (*assets, error) {
	text, err := fs.ReadFile(built, "client/dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("this binary was built without its web pages: run make build, which builds web/client first")
	}
	var m manifest
	if err != nil || json.Unmarshal(text, &m) != nil {
		return nil, errors.New("client/dist/manifest.json cannot be read: run make build")
	}
	a := &assets{files: make(map[string]asset), names: m.Files, preload: m.Preload}
	entries, err := fs.ReadDir(built, "client/dist")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, packed := strings.CutSuffix(entry.Name(), ".gz")
		content, err := fs.ReadFile(built, "client/dist/"+entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read asset %s: %w", entry.Name(), err)
		}
		file := a.files[name]
		if packed {
			file.gzipped = content
		} else {
			file.content = content
		}
		file.kind = mime.TypeByExtension(path.Ext(name))
		if strings.HasSuffix(name, ".woff2") {
			file.kind = "font/woff2" // Debian's table of MIME types may lack it
		}
		a.files[name] = file
	}
	for name, hashed := range m.Files {
		if a.files[hashed].content == nil {
			return nil, fmt.Errorf("asset %s is missing: run make build", name)
		}
	}
	return a, nil
}

// URL returns the path of a built file by its plain name.
func (a *assets) URL(name string) (string, error) {
	hashed, ok := a.names[name]
	if !ok {
		return "", fmt.Errorf("there is no asset %q", name)
	}
	return "/assets/" + hashed, nil
}

// serve sends a file to cache forever: its name changes with its content.
func (a *assets) serve(w http.ResponseWriter, r *http.Request) error {
	file, ok := a.files[strings.TrimPrefix(r.URL.Path, "/assets/")]
	if !ok || file.content == nil {
		return refuse(http.StatusNotFound, "not_found", "there is no such file; reload the page")
	}
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := file.content
	if file.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		content = file.gzipped
	}
	h.Set("Content-Length", fmt.Sprint(len(content)))
	w.Write(content) //nolint:errcheck // the client has gone
	return nil
}
