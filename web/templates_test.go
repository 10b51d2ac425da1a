package web

import (
	"strings"
	"testing"

	"github.com/jba/templatecheck"
)

// TestTemplatesFitTheirData type-checks every template against its struct, also in
// branches that are not taken.
func TestTemplatesFitTheirData(t *testing.T) {
	t.Parallel()
	s := &Server{assets: &assets{}}
	pages, err := parseTemplates(s)
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]bool{"top": true, "bottom": true, "": true, "time": true, "status": true, "button": true, "block": true,
		"progress": true, "facts": true, "runs": true, "card": true}
	for name, data := range map[string]any{
		"home": homePage{}, "run": runPage{}, "experiment": experimentPage{}, "error": errorPage{}, "login": loginPage{},
		"form": formPage{}, "confirm": confirmPage{}, "message": messageView{}, "form-body": formView{},
		"run-part": runDetail{}, "choice": choice{}, "run-head": runDetail{}, "row": runRow{}, "board": []runRow{},
		"outcome": outcomeJSON{},
	} {
		checked[name] = true
		template := pages.Lookup(name)
		if template == nil {
			t.Errorf("there is no template %q", name)
			continue
		}
		if err := templatecheck.CheckHTML(template, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, template := range pages.Templates() {
		if name := template.Name(); !checked[name] && !strings.HasSuffix(name, ".html") {
			t.Errorf("template %q is not checked", name)
		}
	}
}
