package trex

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trex-ml/trex/internal/await"
)

// place is where a name is used, and what is known there.
type place struct {
	dir    string
	bubble bool // in a function that synctest.Test is given, by itself or by what wraps it
	test   bool // in a function that has a test, as parameter or in its receiver
	short  bool // a call with a duration that is known to be below await.Patience
	wanted bool // in a function that names context.DeadlineExceeded: it waits for that
}

// code is the parsed Go files of a module, by folder. It is read without types,
// so that files of every build tag are seen.
type code struct {
	files   *token.FileSet
	byDir   map[string][]*ast.File
	values  map[string]value // first values of constants and variables, by folder.name
	tests   map[string]bool  // struct types with a test in them, by folder.name
	bubbles map[string]bool  // functions that call synctest.Test, by folder.name
}

// value is an expression, in the names of its file.
type value struct {
	file *ast.File
	expr ast.Expr
}

func newCode() *code {
	return &code{files: token.NewFileSet(), byDir: map[string][]*ast.File{}, values: map[string]value{}, tests: map[string]bool{}, bubbles: map[string]bool{}}
}

func (c *code) add(name string, text []byte) error {
	file, err := parser.ParseFile(c.files, name, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	c.byDir[dir] = append(c.byDir[dir], file)
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ValueSpec:
			for i, name := range node.Names {
				if i < len(node.Values) {
					c.values[dir+"."+name.Name] = value{file, node.Values[i]}
				}
			}
		case *ast.FuncDecl:
			c.bubbles[dir+"."+node.Name.Name] = node.Recv == nil && !strings.HasPrefix(node.Name.Name, "Test") && mentions(file, []ast.Node{node}, "synctest.Test")
		case *ast.TypeSpec:
			if fields, ok := node.Type.(*ast.StructType); ok {
				c.tests[dir+"."+node.Name.Name] = slices.ContainsFunc(fields.Fields.List, func(f *ast.Field) bool { return isTest(f.Type) })
			}
		}
		return true
	})
	return nil
}

func (c *code) waits() (found []wait) {
	for dir, files := range c.byDir {
		forTests := strings.HasSuffix(dir, "test") || dir == "e2e" || strings.HasPrefix(dir, "e2e/")
		for _, file := range files {
			forTests = forTests || file.Name.Name != "main" && !c.isTestFile(file) && importName(file, "testing") != ""
		}
		for _, file := range files {
			if forTests || c.isTestFile(file) {
				found = append(found, c.waitsOf(dir, file)...)
			}
		}
	}
	return found
}

func (c *code) isTestFile(file *ast.File) bool {
	return strings.HasSuffix(c.files.Position(file.Package).Filename, "_test.go")
}

func (c *code) waitsOf(dir string, file *ast.File) (found []wait) {
	tell := func(node ast.Node, what, why string) {
		at := c.files.Position(node.Pos())
		found = append(found, wait{at.Filename + ":" + strconv.Itoa(at.Line), what, why})
	}
	for _, spec := range file.Imports {
		if spec.Name != nil && spec.Name.Name == "." && (spec.Path.Value == `"time"` || spec.Path.Value == `"context"`) {
			tell(spec, "import of all names", "the check for waits reads names with their package")
		}
	}
	ast.PreorderStack(file, nil, func(node ast.Node, above []ast.Node) bool {
		used := qualified(file, node)
		if used == "" {
			return true
		}
		p := place{dir: dir, bubble: c.inBubble(dir, file, above), test: c.hasTest(dir, above), wanted: mentions(file, above, "context.DeadlineExceeded")}
		if call, ok := above[len(above)-1].(*ast.CallExpr); ok && len(call.Args) > 1 {
			d, known := c.compute(dir, value{file, call.Args[1]}, 0)
			p.short = known && constant.Compare(d, token.LSS, constant.MakeInt64(int64(await.Patience)))
		}
		for _, rule := range goWaits {
			if slices.Contains(rule.names, used) && !rule.allowed(p) {
				tell(node, used, rule.why)
			}
		}
		return true
	})
	return found
}

// importName is what a file calls a package, "" when it does not import it.
func importName(file *ast.File, importPath string) string {
	for _, spec := range file.Imports {
		if spec.Path.Value != strconv.Quote(importPath) {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(importPath)
	}
	return ""
}

// qualified returns a name of these packages as "time.Sleep", whatever the file
// calls the package; "" for anything else.
func qualified(file *ast.File, node ast.Node) string {
	selector, ok := node.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	left, ok := selector.X.(*ast.Ident)
	if !ok {
		return ""
	}
	for _, importPath := range []string{"time", "context", "testing/synctest", module + "/internal/await"} {
		if left.Name == importName(file, importPath) {
			return path.Base(importPath) + "." + selector.Sel.Name
		}
	}
	return ""
}

// mentions reports whether a function around a place uses a name.
func mentions(file *ast.File, above []ast.Node, name string) (found bool) {
	for _, node := range above {
		if function, ok := node.(*ast.FuncDecl); ok {
			ast.Inspect(function, func(node ast.Node) bool {
				found = found || qualified(file, node) == name
				return !found
			})
		}
	}
	return found
}

func (c *code) inBubble(dir string, file *ast.File, above []ast.Node) bool {
	for i, node := range above {
		call, ok := node.(*ast.CallExpr)
		if !ok || i+1 == len(above) {
			continue
		}
		name, _ := call.Fun.(*ast.Ident)
		if _, ok := above[i+1].(*ast.FuncLit); ok && (qualified(file, call.Fun) == "synctest.Test" || name != nil && c.bubbles[dir+"."+name.Name]) {
			return true
		}
	}
	return false
}

func (c *code) hasTest(dir string, above []ast.Node) bool {
	has := func(fields *ast.FieldList) bool {
		return fields != nil && slices.ContainsFunc(fields.List, func(f *ast.Field) bool {
			named := f.Type
			if pointer, ok := named.(*ast.StarExpr); ok {
				named = pointer.X
			}
			own, ok := named.(*ast.Ident)
			return isTest(f.Type) || ok && c.tests[dir+"."+own.Name]
		})
	}
	return slices.ContainsFunc(above, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			return has(node.Recv) || has(node.Type.Params)
		case *ast.FuncLit:
			return has(node.Type.Params)
		}
		return false
	})
}

// isTest reports whether a type is a test: not a benchmark, which measures time.
func isTest(expr ast.Expr) bool {
	if pointer, ok := expr.(*ast.StarExpr); ok {
		expr = pointer.X
	}
	selector, ok := expr.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	left, ok := selector.X.(*ast.Ident)
	return ok && left.Name == "testing" && slices.Contains([]string{"T", "TB", "F"}, selector.Sel.Name)
}

var units = map[string]time.Duration{
	"time.Nanosecond": time.Nanosecond, "time.Microsecond": time.Microsecond, "time.Millisecond": time.Millisecond,
	"time.Second": time.Second, "time.Minute": time.Minute, "time.Hour": time.Hour, "await.Patience": await.Patience,
}

// compute makes a duration of literals, units and names of the folder; for a
// time it is the duration from now. ok is false when it cannot be computed.
func (c *code) compute(dir string, v value, depth int) (result constant.Value, ok bool) {
	if depth > 20 { // a name that is defined by itself
		return nil, false
	}
	file := v.file
	of := func(expr ast.Expr) (constant.Value, bool) { return c.compute(dir, value{file, expr}, depth+1) }
	switch expr := v.expr.(type) {
	case *ast.BasicLit:
		result = constant.MakeFromLiteral(expr.Value, expr.Kind, 0)
		return result, result.Kind() == constant.Int || result.Kind() == constant.Float
	case *ast.ParenExpr:
		return of(expr.X)
	case *ast.Ident:
		if named, found := c.values[dir+"."+expr.Name]; found {
			return c.compute(dir, named, depth+1)
		}
	case *ast.SelectorExpr:
		unit, ok := units[qualified(file, expr)]
		return constant.MakeInt64(int64(unit)), ok
	case *ast.CallExpr: // time.Duration(x), time.Now().Add(x)
		add, isMethod := expr.Fun.(*ast.SelectorExpr)
		if len(expr.Args) == 1 && (qualified(file, expr.Fun) == "time.Duration" || isMethod && add.Sel.Name == "Add") {
			return of(expr.Args[0])
		}
	case *ast.BinaryExpr:
		left, known := of(expr.X)
		right, alsoKnown := of(expr.Y)
		if !known || !alsoKnown || !slices.Contains([]token.Token{token.ADD, token.SUB, token.MUL, token.QUO}, expr.Op) ||
			expr.Op == token.QUO && constant.Sign(right) == 0 {
			return nil, false
		}
		return constant.BinaryOp(left, expr.Op, right), true
	}
	return nil, false
}
