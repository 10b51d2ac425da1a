package paste

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// script reads commands of a shell. Variables of loops take all their values.
type script struct {
	*reader
	vars map[string]node
	s    space
}

// shell reads commands that start a program with arguments.
func (r *reader) shell(source string) (space, bool) {
	source = prompt.ReplaceAllString(source, "")
	if !starts.MatchString(source) {
		return space{}, false
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(source), "")
	if err != nil {
		return space{}, false
	}
	x := script{reader: r, vars: make(map[string]node)}
	x.run(file.Stmts, 0)
	return x.s, !x.typed && !x.s.empty()
}

var (
	prompt = regexp.MustCompile(`(?m)^\s*(?:[\w.-]+@[\w.-]+[:~][^$\n]*)?[$%>]\s+`)
	starts = regexp.MustCompile(`(?m)^\s*(?:[A-Z_][A-Z0-9_]*=\S*\s+)*(?:for\s+\w+\s+in\b|(?:\S*/)?(?:python[\d.]*|torchrun|accelerate|deepspeed|srun|sbatch|salloc|qsub|bsub|parallel|bash|sh|uv|poetry|pipenv|pdm|rye|pixi|hatch|conda|mamba|nohup|sudo|env|time|nice|make|docker|podman|singularity|apptainer|horovodrun|mpirun|mpiexec|xargs|ray|sky|modal|mlflow|dvc|guild|wandb)\s|\S+\.(?:py|sh)\b|\./\S+)`)

	// midway matches a command after words: "please run python train.py --lr 0.1".
	midway = regexp.MustCompile(`^(?:python[\d.]*|torchrun|accelerate launch|deepspeed|srun|sbatch|uv run|poetry run|mlflow run|dvc exp run|guild run)\s`)
)

// tools start programs, and have arguments of their own before and among those of
// the program, which are assignments.
var tools = []string{"mlflow", "dvc", "guild", "wandb"}

func (x *script) run(stmts []*syntax.Stmt, depth int) {
	for _, stmt := range stmts {
		if x.nodes--; x.nodes <= 0 || depth >= deepest {
			x.typed = true // more than is read
			return
		}
		x.command(stmt.Cmd, depth)
	}
}

func (x *script) command(cmd syntax.Command, depth int) {
	switch c := cmd.(type) {
	case nil: // only a redirection
	case *syntax.CallExpr:
		x.call(c)
	case *syntax.DeclClause: // "export LR=0.1"
		x.assign(c.Args)
	case *syntax.BinaryCmd:
		x.run([]*syntax.Stmt{c.X}, depth+1)
		if c.Op != syntax.Pipe && c.Op != syntax.PipeAll {
			x.run([]*syntax.Stmt{c.Y}, depth+1)
		}
	case *syntax.ForClause:
		if loop, ok := c.Loop.(*syntax.WordIter); ok {
			x.vars[loop.Name.Value] = x.words(loop.Items)
		}
		x.run(c.Do, depth+1)
	case *syntax.Block:
		x.run(c.Stmts, depth+1)
	case *syntax.Subshell:
		x.run(c.Stmts, depth+1)
	case *syntax.TimeClause:
		if c.Stmt != nil {
			x.run([]*syntax.Stmt{c.Stmt}, depth+1)
		}
	default: // "if", "while", functions: what runs is not known
		x.typed = true
	}
}

func (x *script) assign(assigns []*syntax.Assign) {
	for _, a := range assigns {
		switch {
		case a.Name == nil:
		case a.Array != nil:
			var words []*syntax.Word
			for _, elem := range a.Array.Elems {
				words = append(words, elem.Value)
			}
			x.vars[a.Name.Value] = x.words(words)
		case a.Value != nil:
			x.vars[a.Name.Value] = x.words([]*syntax.Word{a.Value})
		}
	}
}

func (x *script) call(c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		x.assign(c.Assigns)
		return
	}
	var args []node
	for _, word := range c.Args {
		if fields := x.fields(word); len(fields) > 0 {
			args = append(args, fields...)
		} else {
			args = append(args, named(x.words([]*syntax.Word{word}).items))
		}
	}
	for _, a := range c.Assigns { // "LR=0.1 ./train.sh"
		if a.Name != nil && a.Value != nil && x.Param(a.Name.Value) {
			args = append(args, node{text: a.Name.Value + "=" + x.word(a.Value).text})
		}
	}
	switch name := path.Base(args[0].text); {
	case name == "parallel":
		x.parallel(args[1:])
	case slices.Contains(around, name):
	case !starts.MatchString(name + " "):
		x.typed = true // words, not a command
	case slices.Contains(tools, name):
		x.s.addCase(x.arguments(slices.DeleteFunc(args, func(arg node) bool {
			return strings.HasPrefix(arg.text, "-") || !strings.Contains(arg.text, "=")
		})))
	default:
		x.s.addCase(x.started(args))
	}
}

// named returns an argument of one or several texts. Those of "--lr=0.1" and
// "--lr=0.01" are the values of what stands before them: a call "--lr=".
func named(texts []node) node {
	switch len(texts) {
	case 0:
		return node{}
	case 1:
		return texts[0]
	}
	name, _, assigned := strings.Cut(texts[0].text, "=")
	n := node{kind: call, text: name + "="}
	for _, t := range texts {
		value, ok := strings.CutPrefix(t.text, n.text)
		if !ok || !assigned {
			return node{kind: list, items: texts}
		}
		n.put("", node{text: value})
	}
	return n
}

// fields returns the words of a variable that holds several: "$ARGS".
func (x *script) fields(word *syntax.Word) []node {
	if len(word.Parts) != 1 {
		return nil
	}
	if _, ok := word.Parts[0].(*syntax.ParamExp); !ok {
		return nil
	}
	var fields []node
	if value := x.word(word); value.kind == scalar {
		for field := range strings.FieldsSeq(value.text) {
			fields = append(fields, node{text: field})
		}
	}
	return fields
}

// around are commands that people paste with those that start a program.
var around = strings.Fields("cd export source . set echo mkdir module pip pip3 wait sleep ssh nvidia-smi ls cat tee exit trap ulimit unset kill tmux screen watch date rm cp mv true :")

// words returns all values of the words of a loop.
func (x *script) words(items []*syntax.Word) node {
	l := node{kind: list}
	for _, item := range items {
		if syntax.SplitBraces(item) && expansions(item.Parts) <= mostListed {
			for word, err := range expand.BracesSeq(nil, item) {
				if err != nil {
					break
				}
				l.items = append(l.items, x.word(word))
			}
			continue
		}
		switch value := x.word(item); {
		case value.kind == list:
			l.items = append(l.items, value.items...)
		case len(x.fields(item)) > 0:
			l.items = append(l.items, x.fields(item)...)
		default:
			l.items = append(l.items, value)
		}
	}
	return l
}

// expansions counts the words that braces stand for.
func expansions(parts []syntax.WordPart) int {
	product := 1
	for _, part := range parts {
		braces, ok := part.(*syntax.BraceExp)
		if !ok {
			continue
		}
		sum := 0
		for _, elem := range braces.Elems {
			sum += expansions(elem.Parts)
		}
		if braces.Sequence {
			low, _ := strconv.Atoi(braces.Elems[0].Lit())
			high, _ := strconv.Atoi(braces.Elems[1].Lit())
			sum = max(high-low, low-high) + 1
		}
		if product *= max(1, sum); product > mostListed || sum < 0 {
			return mostListed + 1
		}
	}
	return product
}

// word returns the text of a word, or all of its texts when it has a variable with
// several values.
func (x *script) word(word *syntax.Word) node {
	texts := []node{{}}
	for _, part := range word.Parts {
		value := x.part(part)
		values := []node{value}
		if value.kind == list {
			values = value.items
		}
		if len(texts)*len(values) > mostListed {
			x.typed = true
			return node{}
		}
		var longer []node
		for _, before := range texts {
			for _, v := range values {
				longer = append(longer, node{text: before.text + v.text})
			}
		}
		texts = longer
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return node{kind: list, items: texts}
}

func (x *script) part(part syntax.WordPart) node {
	switch p := part.(type) {
	case *syntax.Lit:
		return node{text: strings.ReplaceAll(p.Value, "\\", "")}
	case *syntax.SglQuoted:
		return node{text: p.Value}
	case *syntax.DblQuoted:
		return x.word(&syntax.Word{Parts: p.Parts})
	case *syntax.ParamExp:
		if p.Param != nil {
			return x.vars[p.Param.Value]
		}
	case *syntax.CmdSubst:
		return x.sequence(p.Stmts)
	}
	return node{}
}

// sequence evaluates $(seq 1 2 9).
func (x *script) sequence(stmts []*syntax.Stmt) node {
	if len(stmts) != 1 {
		return node{}
	}
	c, ok := stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(c.Args) < 2 || x.word(c.Args[0]).text != "seq" {
		return node{}
	}
	numbers := []float64{}
	for _, arg := range c.Args[1:] {
		f, err := strconv.ParseFloat(x.word(arg).text, 64)
		if err != nil {
			return node{}
		}
		numbers = append(numbers, f)
	}
	low, step, high := 1.0, 1.0, numbers[len(numbers)-1]
	if len(numbers) > 1 {
		low = numbers[0]
	}
	if len(numbers) > 2 {
		step = numbers[1]
	}
	l := node{kind: list}
	for _, v := range steps(low, high+step/2, step) {
		l.items = append(l.items, numeral(v))
	}
	return l
}

// parallel reads GNU parallel: a command with {1} and {2}, then a list of values
// after each ":::". ":::+" goes with the list before it.
func (x *script) parallel(args []node) {
	var command []node
	var lists []node
	zip := false
	for _, arg := range args {
		switch {
		case strings.HasPrefix(arg.text, ":::"):
			lists = append(lists, node{kind: list})
			zip = zip || arg.text == ":::+"
		case len(lists) > 0 && arg.kind == list:
			lists[len(lists)-1].items = append(lists[len(lists)-1].items, arg.items...)
		case len(lists) > 0:
			lists[len(lists)-1].items = append(lists[len(lists)-1].items, arg)
		default:
			command = append(command, arg)
		}
	}
	if len(command) == 1 {
		command = nil
		for word := range strings.FieldsSeq(args[0].text) {
			command = append(command, node{text: word})
		}
	}
	at := func(i, row int) node {
		if row >= 0 && row < len(lists[i].items) {
			return lists[i].items[row]
		}
		return lists[i]
	}
	if !zip || len(lists) == 0 {
		x.s.addCase(x.started(filled(command, len(lists), func(i int) node { return at(i, -1) })))
		return
	}
	for row := range lists[0].items {
		one := x.started(filled(command, len(lists), func(i int) node { return at(i, row) }))
		x.s.rows = append(x.s.rows, one.shared)
		one.shared = nil
		x.s.add(one)
	}
}

var slot = regexp.MustCompile(`\{(\d*)\}`)

// filled puts values in place of {}, {1}, {2}.
func filled(command []node, n int, value func(i int) node) []node {
	filled := slices.Clone(command)
	for k, arg := range filled {
		at := slot.FindStringSubmatchIndex(arg.text)
		if at == nil {
			continue
		}
		i, err := strconv.Atoi(arg.text[at[2]:at[3]])
		if err != nil {
			i = 1
		}
		if i < 1 || i > n {
			continue
		}
		values := []node{value(i - 1)}
		if values[0].kind == list {
			values = values[0].items
		}
		texts := make([]node, len(values))
		for row, v := range values {
			texts[row] = node{text: arg.text[:at[0]] + v.text + arg.text[at[1]:]}
		}
		filled[k] = named(texts)
	}
	return filled
}
