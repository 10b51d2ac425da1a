package diagnose

import (
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
)

// nearEnd is how many lines before the end of the log can tell why it ended.
const nearEnd = 60

// byLines looks for a message that explains the end among the last lines. If a
// command was killed, messages that may be about a passing problem do not
// count.
func (c Case) byLines(l *runLog, sudden bool) (finding, bool) {
	from := max(0, len(l.lines)-nearEnd)
	if !sudden {
		if f, ok := l.byUsage(from); ok {
			return f, true
		}
	}
	sets := [][]*rule{codeRules, rules, lineRules}
	if c.Exit.Signal != "" {
		sets = sets[:2] // the signal says as much as other programs' messages
	}
	for _, set := range sets {
		for _, rule := range set {
			if sudden && !rule.strong || rule.code != 0 && rule.code != c.Exit.Code {
				continue
			}
			for i := len(l.lines) - 1; i >= from; i-- {
				if f, ok := rule.apply(l.lines[i]); ok && !isWarning(l.lines[i]) {
					f.evidence = []string{l.lines[i]}
					return f, true
				}
			}
		}
	}
	return finding{}, false
}

var warning = runlog.NewPattern(`\bWARNING\b|\bUserWarning\b|\b[A-Z]\w+Warning:|^W\d{4} |^[WI]0000 |\b[IWD] external/|\bINFO\b|\bDEBUG\b`)

func isWarning(line string) bool { return warning.MatchString(line) }

// codeRules explain messages only beside a certain exit code.
var codeRules = []*rule{
	{kind: "not_executable", cause: "% is not executable", otherwise: "a program that the command calls is not executable", code: 126,
		hint:    "make it executable with chmod +x, or call it through its interpreter",
		needles: []string{"Permission denied"}, re: re(`: ([^:]+): Permission denied$`)},
}

// lineRules explain messages of other programs than Python; inside an exception
// they would say too little.
var lineRules = []*rule{
	{kind: "missing_file", cause: "the file % does not exist", otherwise: "a file does not exist", hint: missingFileHint,
		needles: []string{"can't open file"}, re: re(`can't open file '?([^':]+)'?`)},
	{kind: "command_not_found", cause: "the program % was not found", otherwise: "a program was not found", hint: "install it, or name it by its full path",
		needles: []string{"command not found", ": not found", "No such file or directory"},
		re:      re(`(?:^|: |line \d+: )([\w./-]+): (?:command )?not found$|env: [‘'"]?([\w./-]+)[’'"]?: No such file or directory`)},
	{kind: "missing_file", cause: "the file % does not exist", otherwise: "a file does not exist", hint: missingFileHint,
		needles: []string{"No such file or directory", "no such file or directory", "ENOENT", "File not found", "does not exist"},
		re:      re(`(?:open|stat|cannot (?:access|open|stat)|directory:)\s+[‘'"]?([^‘'’":]+)[’'":]|: ([^\s:]+): [Nn]o such file|[Nn]o such file or directory|ENOENT|File not found|(?i:file|path|directory|folder)\b.* does not exist`)},
	{kind: "missing_module", cause: "the R package % is not installed", otherwise: "an R package is not installed", hint: "install.packages() it for the R that runs the script",
		needles: []string{"there is no package called"}, re: re(`no package called [‘'“]?([\w.]+)`)},
	{kind: "missing_module", cause: "the module % is not installed", otherwise: "a module is not installed", hint: "install it next to the script",
		needles: []string{"Cannot find module", "Package "}, re: re(`Cannot find module '([^']+)'|Package (\w+) not found in current path`)},
	{kind: "crash", cause: "it crashed: segmentation fault", hint: "native code broke, not the script: look at extensions and at libraries built for another version", strong: true,
		needles: []string{"Segmentation fault", "SIGSEGV: segmentation violation"}},
	{kind: "host_memory", cause: hostMemory.cause, hint: hostMemory.hint, fix: smallerBatch, needles: []string{"MemoryError"}, re: re(`^(?:\w+\.)*_?(?:Array)?MemoryError\b`)},
	{kind: "killed", cause: "a process of it was killed from outside (SIGKILL)", hint: "often the kernel, for memory: see dmesg on that machine",
		needles: []string{"Killed"}, re: re(`(?:^|\s)Killed(?:\s|$)`)},
}

var (
	usageError = runlog.NewPattern(`^(?:[\w./-]+(?: [\w-]+)?: )?(?i:error): (.+)$`)
	flagError  = runlog.NewPattern(`(?:flag provided but not defined: |[Uu]nknown (?:flag|option|argument)s?:? |[Uu]nrecognized (?:arguments?|option):? |[Nn]o such option:? |unexpected argument |unrecognized option )['"‘]?(-{0,2}[\w.-]+)`)
	badValue   = runlog.NewPattern(`(?:argument |[Ii]nvalid value for |for flag |value "[^"]*" for flag |for )['"]?(-{1,2}[\w/ -]*?[\w-]+)['"]?(?:[: ]|$)`)
	required   = runlog.NewPattern(`(?:arguments are required:|[Mm]issing (?:option|argument|parameter)|[Rr]equired (?:flag|option|argument)\S*)\s+['"]?(-{0,2}[\w.-]+)`)
)

// byUsage explains a command line that a program refused: a usage with an error
// below, or a message that names a flag.
func (l *runLog) byUsage(from int) (finding, bool) {
	usage := ""
	for i := from; i < len(l.lines); i++ {
		line := l.lines[i]
		if lower := strings.ToLower(line); strings.HasPrefix(lower, "usage:") || strings.HasPrefix(lower, "usage of ") {
			usage = line
		}
		message := line
		m := usageError.FindStringSubmatch(line)
		if m != nil {
			message = m[1]
		} else if !flagError.MatchString(line) || usage == "" && i+1 < len(l.lines) && !strings.HasPrefix(strings.ToLower(l.lines[i+1]), "usage") && i != len(l.lines)-1 {
			continue
		}
		if cause := usageCause(message, usage != ""); cause != "" {
			return finding{kind: "bad_argument", cause: cause, evidence: []string{line},
				hint: "compare the project's command and parameters with what the script's --help says"}, true
		}
	}
	return finding{}, false
}

func usageCause(message string, afterUsage bool) string {
	if m := flagError.FindStringSubmatch(message); m != nil {
		return "the script does not know the argument " + quoteOr(m[1], "it was given")
	}
	if m := required.FindStringSubmatch(message); m != nil {
		return "the script needs the argument " + quoteOr(m[1], "that it names")
	}
	if m := badValue.FindStringSubmatch(message); m != nil && (afterUsage || strings.Contains(message, "nvalid")) {
		name := m[1][strings.LastIndexAny(m[1], "/ ")+1:]
		return "the script refuses the value of " + quoteOr(name, "an argument")
	}
	if afterUsage {
		return "the script refuses its arguments"
	}
	return ""
}
