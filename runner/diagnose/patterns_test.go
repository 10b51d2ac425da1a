package diagnose

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPatternsCompile compiles the patterns that are otherwise compiled only
// when a run fails in the way they are for.
func TestPatternsCompile(t *testing.T) {
	seen := 0
	for _, dir := range []string{".", "../runlog"} {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				if expr, ok := patternOf(node); ok {
					seen++
					if _, err := regexp.Compile(expr); err != nil {
						t.Error(err)
					}
				}
				return true
			})
		}
	}
	if seen < 50 {
		t.Errorf("found %d patterns: does the test know how they are made?", seen)
	}
}

// patternOf returns the literal that a call of NewPattern or re is given.
func patternOf(node ast.Node) (expr string, ok bool) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", false
	}
	name := ""
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	}
	if name != "NewPattern" && name != "re" {
		return "", false
	}
	return literal(call.Args[0])
}

// literal is a string literal, or several that are added.
func literal(arg ast.Expr) (text string, ok bool) {
	switch arg := arg.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(arg.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok := literal(arg.X)
		right, okRight := literal(arg.Y)
		return left + right, ok && okRight
	}
	return "", false
}
