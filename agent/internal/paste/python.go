package paste

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.starlark.net/syntax"
)

// options read Python's own syntax where Starlark would restrict it.
var options = syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true}

// python reads an expression of Python, and so of JSON.
func python(source string) (node, bool) {
	source = powers.ReplaceAllStringFunc(source, power)
	expr, err := options.ParseExpr("", source, 0)
	if err != nil {
		return node{}, false
	}
	return expression(expr)
}

// powers are written with an operator that Starlark does not have.
var powers = regexp.MustCompile(`\b(\d+(?:\.\d+)?)\s*\*\*\s*(?:(-?\d+)|\((-?\d+)\))`)

func power(text string) string {
	parts := powers.FindStringSubmatch(text)
	base, err := strconv.ParseFloat(parts[1], 64)
	exponent, err2 := strconv.ParseFloat(parts[2]+parts[3], 64)
	if err != nil || err2 != nil {
		return text
	}
	return numeral(math.Pow(base, exponent)).text
}

func expression(expr syntax.Expr) (node, bool) {
	switch x := expr.(type) {
	case *syntax.Literal:
		if s, ok := x.Value.(string); ok {
			return text(s), true
		}
		return node{text: x.Raw}, true
	case *syntax.Ident:
		return node{text: x.Name, null: x.Name == "None" || x.Name == "null"}, true
	case *syntax.ParenExpr:
		return expression(x.X)
	case *syntax.UnaryExpr:
		return negative(x)
	case *syntax.BinaryExpr:
		return operation(x)
	case *syntax.ListExpr:
		return sequence(x.List)
	case *syntax.TupleExpr:
		return sequence(x.List)
	case *syntax.DotExpr:
		name, ok := dotted(x)
		return node{text: name}, ok
	case *syntax.DictExpr:
		return dictionary(x)
	case *syntax.CallExpr:
		return invocation(x)
	}
	return node{}, false
}

func negative(x *syntax.UnaryExpr) (node, bool) {
	if x.Op != syntax.MINUS || x.X == nil {
		return node{}, false
	}
	n, ok := expression(x.X)
	f, isNumber := n.number()
	return numeral(-f), ok && isNumber
}

// operation calculates with numbers: "1 / 10".
func operation(x *syntax.BinaryExpr) (node, bool) {
	a, ok := expression(x.X)
	b, ok2 := expression(x.Y)
	left, isNumber := a.number()
	right, isNumber2 := b.number()
	if !ok || !ok2 || !isNumber || !isNumber2 {
		return node{}, false
	}
	switch x.Op {
	case syntax.PLUS:
		return numeral(left + right), true
	case syntax.MINUS:
		return numeral(left - right), true
	case syntax.STAR:
		return numeral(left * right), true
	case syntax.SLASH:
		return numeral(left / right), right != 0
	default:
		return node{}, false
	}
}

func sequence(exprs []syntax.Expr) (node, bool) {
	n := node{kind: list}
	for _, expr := range exprs {
		item, ok := expression(expr)
		if !ok {
			return node{}, false
		}
		n.items = append(n.items, item)
	}
	return n, true
}

func dictionary(x *syntax.DictExpr) (node, bool) {
	n := node{kind: dict}
	for _, entry := range x.List {
		pair, ok := entry.(*syntax.DictEntry)
		if !ok {
			return node{}, false
		}
		key, ok := expression(pair.Key)
		value, ok2 := expression(pair.Value)
		if !ok || !ok2 || key.kind != scalar {
			return node{}, false
		}
		n.put(key.text, value)
	}
	return n, true
}

// invocation reads a call. An argument that is no value, like a lambda, stays
// empty.
func invocation(x *syntax.CallExpr) (node, bool) {
	name, ok := dotted(x.Fn)
	if !ok {
		return node{}, false
	}
	n := node{kind: call, text: name}
	for _, arg := range x.Args {
		key := ""
		if named, ok := arg.(*syntax.BinaryExpr); ok && named.Op == syntax.EQ {
			if ident, ok := named.X.(*syntax.Ident); ok {
				key, arg = ident.Name, named.Y
			}
		}
		value, ok := expression(arg)
		if !ok {
			value = node{null: true}
		}
		n.put(key, value)
	}
	return calculated(n), true
}

// calculated replaces a call of a mathematical function by its value.
func calculated(n node) node {
	if len(n.items) != 1 {
		return n
	}
	f, ok := n.items[0].number()
	if !ok {
		return n
	}
	switch n.text {
	case "math.log", "np.log", "numpy.log":
		return numeral(math.Log(f))
	case "math.exp", "np.exp", "numpy.exp":
		return numeral(math.Exp(f))
	case "float", "int", "str":
		return n.items[0]
	}
	return n
}

// dotted returns the name that an expression like np.random.uniform is.
func dotted(expr syntax.Expr) (string, bool) {
	switch x := expr.(type) {
	case *syntax.Ident:
		return x.Name, true
	case *syntax.DotExpr:
		before, ok := dotted(x.X)
		return before + "." + x.Name.Name, ok
	case *syntax.CallExpr: // tuner.Tuner(…).fit
		return dotted(x.Fn)
	}
	return "", false
}

// statements cuts a program into its logical lines: a line goes on while a bracket
// is open. Comments are left out.
func statements(source string) []string {
	var list []string
	var current strings.Builder
	depth := 0
	for line := range strings.Lines(source) {
		code, opened := strip(line)
		current.WriteString(code)
		if depth += opened; depth > 0 {
			current.WriteByte('\n')
			continue
		}
		depth = 0
		if s := strings.TrimSpace(current.String()); s != "" {
			list = append(list, s)
		}
		current.Reset()
	}
	if s := strings.TrimSpace(current.String()); s != "" {
		list = append(list, s)
	}
	return list
}

// strip removes the comment of a line, and counts the brackets that it opens.
func strip(line string) (code string, opened int) {
	quote := rune(0)
	escaped := false
	for i, r := range line {
		switch {
		case escaped:
			escaped = false
		case quote != 0:
			escaped = r == '\\'
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '#':
			return strings.TrimRight(line[:i], " \t"), opened
		case strings.ContainsRune("([{", r):
			opened++
		case strings.ContainsRune(")]}", r):
			opened--
		}
	}
	return strings.TrimRight(line, " \t\r\n"), opened
}
