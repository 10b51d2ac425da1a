package diagnose

import (
	"strings"

	"github.com/trex-ml/trex/runner/runlog"
)

// wrappers only say that something else failed: the exception before them says
// what.
var wrappers = map[string]bool{
	"ChildFailedError": true, "ProcessRaisedException": true, "ProcessExitedException": true, "CalledProcessError": true,
	"SystemExit": true, "RayTaskError": true, "RemoteTraceback": true, "HydraException": true, "TrialPruned": true,
	"InstantiationException": true, "_RemoteTraceback": true,
}

// byException explains a run by the exception that ended it: the last of the
// log, or the one it was raised from when it says nothing itself.
func (c Case) byException(l *runLog) (finding, bool) {
	raised := l.exceptions()
	if len(raised) == 0 || raised[len(raised)-1].number < len(l.lines)-nearEnd {
		return finding{}, false // none, or one that the script survived
	}
	last := raised[len(raised)-1]
	for i := len(raised) - 2; i >= 0 && wrappers[last.kind]; i-- {
		last = raised[i]
	}
	if f, ok := c.explain(last); ok {
		if assertion := l.kernelAssertion(last); assertion != "" {
			f.evidence = append([]string{assertion}, f.evidence...)
		}
		return f, true
	}
	for i := len(raised) - 2; i >= 0; i-- { // the cause of the last may be plainer
		if !l.chained(raised[i].number) {
			break
		}
		if f, ok := c.explain(raised[i]); ok {
			f.evidence = append([]string{last.line}, f.evidence...)
			return f, true
		}
	}
	return c.unexplained(last), true
}

// kernelAssertion returns the assertion that a GPU's own code printed, when the
// exception says only that one failed. It prints one line a thread.
func (l *runLog) kernelAssertion(e exception) string {
	if !strings.Contains(e.message, "device-side assert") {
		return ""
	}
	for i := e.number - 1; i >= 0; i-- {
		if strings.Contains(l.lines[i], "Assertion `") && strings.HasSuffix(l.lines[i], "failed.") {
			return l.lines[i]
		}
	}
	return ""
}

// chained reports whether the exception at line number led to the next one.
func (l *runLog) chained(number int) bool {
	for j := number + 1; j < len(l.lines) && j <= number+12; j++ {
		if strings.HasPrefix(l.lines[j], "The above exception was the direct cause") ||
			strings.HasPrefix(l.lines[j], "During handling of the above exception") {
			return true
		}
		if strings.Contains(l.lines[j], "Traceback (most recent call last)") {
			return false
		}
	}
	return false
}

// explain sorts an exception by what its message says, then by its kind.
func (c Case) explain(e exception) (finding, bool) {
	text := e.kind + ": " + e.message
	if e.message == "" { // an assertion in a library says what it was about
		text += e.lastSource()
	}
	first, _, _ := strings.Cut(text, "\n")
	for _, rule := range rules {
		f, ok := rule.apply(first)
		if !ok && rule.anywhere {
			f, ok = rule.apply(text)
		}
		if ok {
			f.evidence = e.proof()
			return c.located(f, e), true
		}
	}
	rule, ok := kinds[e.kind]
	if !ok {
		return finding{}, false
	}
	f := finding{kind: rule.kind, cause: rule.cause(e), hint: rule.hint, fix: rule.fix, evidence: e.proof()}
	return c.located(f, e), true
}

// located adds where in the script it happened, unless the place says nothing
// about the cause.
func (c Case) located(f finding, e exception) finding {
	switch f.kind {
	case "gpu_memory", "host_memory", "disk_full", "no_gpu", "cuda_mismatch", "missing_module", "interrupted", "syntax_error":
		return f
	}
	if own, ok := e.own(); ok && !isLibrary(own.file) {
		if place := c.place(own); place != "" {
			f.cause += ", at " + place
		}
	}
	return f
}

// unexplained names the exception and where it came from; a name that is no
// plain one is left out.
func (c Case) unexplained(e exception) finding {
	f := finding{kind: "exception", cause: "the script failed with " + article(quoteOr(e.kind, "an exception")), evidence: e.proof()}
	return c.located(f, e)
}

func article(kind string) string {
	if strings.HasPrefix(kind, "an ") {
		return kind
	}
	if strings.ContainsAny(kind[:1], "AEIOUaeiou") {
		return "an " + kind
	}
	return "a " + kind
}

// kindRule explains exceptions of one kind whatever they say.
type kindRule struct {
	kind  string
	cause func(e exception) string
	hint  string
	fix   remedy
}

func always(sentence string) func(exception) string {
	return func(exception) string { return sentence }
}

var (
	quoted = runlog.NewPattern(`'([^']*)'|"([^"]*)"`)
	bare   = runlog.NewPattern(`^[\w./-]+$`)
)

// named makes a cause that names what the message quotes first.
func named(with, without string) func(exception) string {
	return func(e exception) string {
		first, _, _ := strings.Cut(e.message, "\n")
		name := ""
		if m := quoted.FindStringSubmatch(first); m != nil {
			name = quote(m[1] + m[2])
		} else if bare.MatchString(first) {
			name = quote(first)
		}
		if name == "" {
			return without
		}
		return strings.Replace(with, "%", name, 1)
	}
}

var kinds = map[string]kindRule{
	"KeyError":            {kind: "missing_key", cause: named("the key % is missing", "a key is missing")},
	"AttributeError":      {kind: "exception", cause: always("something is used that an object does not have (AttributeError)")},
	"NameError":           {kind: "exception", cause: named("the name % is not defined", "a name is not defined")},
	"UnboundLocalError":   {kind: "exception", cause: always("a variable is used before it has a value")},
	"TypeError":           {kind: "exception", cause: always("something of the wrong type was used (TypeError)")},
	"IndexError":          {kind: "index", cause: always("an index is out of range")},
	"ZeroDivisionError":   {kind: "exception", cause: always("a number was divided by zero")},
	"AssertionError":      {kind: "assertion", cause: always("an assertion of the script does not hold")},
	"RecursionError":      {kind: "exception", cause: always("it recursed without end")},
	"NotImplementedError": {kind: "exception", cause: always("it used something that is not implemented")},
	"UnicodeDecodeError":  {kind: "bad_data", cause: always("a file is not in the encoding the script expects")},
	"JSONDecodeError":     {kind: "bad_data", cause: always("a file or an answer is not valid JSON")},
	"ParserError":         {kind: "bad_data", cause: always("a table could not be read: its rows do not fit together")},
	"EmptyDataError":      {kind: "bad_data", cause: always("a table that the script reads is empty")},
	"UnpicklingError":     {kind: "bad_data", cause: always("a saved file is damaged or not of the kind the script expects")},
	"BadZipFile":          {kind: "bad_data", cause: always("an archive is damaged")},
	"EOFError":            {kind: "bad_data", cause: always("a file or the input ended too early")},
	"MemoryError":         {kind: hostMemory.kind, cause: always(hostMemory.cause), hint: hostMemory.hint, fix: hostMemory.fix},
	"_ArrayMemoryError":   {kind: hostMemory.kind, cause: always(hostMemory.cause), hint: hostMemory.hint, fix: hostMemory.fix},
	"OutOfMemoryError":    {kind: gpuMemory.kind, cause: always(gpuMemory.cause), hint: gpuMemory.hint, fix: gpuMemory.fix},
	"FileNotFoundError":   {kind: "missing_file", cause: named("the file % does not exist", "a file does not exist"), hint: missingFileHint},
	"NotADirectoryError":  {kind: "missing_file", cause: named("% is not a folder", "something that should be a folder is not"), hint: missingFileHint},
	"IsADirectoryError":   {kind: "missing_file", cause: named("% is a folder, not a file", "something that should be a file is a folder"), hint: missingFileHint},
	"FileExistsError": {kind: "file_exists", cause: named("% is there already", "something that the script makes is there already"),
		hint: "write to a folder of the run's own: $TREX_RUN_DIR"},
	"PermissionError": {kind: "permission", cause: named("it may not use %", "it may not use a file"), hint: permissionHint},
	"ConnectionRefusedError": {kind: "network", cause: always("a connection was refused"),
		hint: networkHint},
	"ConnectionError": {kind: "network", cause: always("a server could not be reached"), hint: networkHint},
	"ConnectTimeout":  {kind: "network", cause: always("a server did not answer in time"), hint: networkHint},
	"ReadTimeout":     {kind: "network", cause: always("a server did not answer in time"), hint: networkHint},
	"URLError":        {kind: "network", cause: always("a server could not be reached"), hint: networkHint},
	"LocalEntryNotFoundError": {kind: "network", cause: always("a model or data set is neither here nor could be downloaded"),
		hint: offlineHint},
	"OfflineModeIsEnabled": {kind: "network", cause: always("a model or data set is not here, and downloads are switched off"), hint: offlineHint},
	"GatedRepoError":       {kind: "login", cause: always("a model needs an account that has been granted access"), hint: loginHint},
	"RepositoryNotFoundError": {kind: "login", cause: always("a model or data set does not exist, or needs a login"),
		hint: loginHint},
	"KeyboardInterrupt":     {kind: "interrupted", cause: always("it was interrupted (SIGINT)")},
	"SyntaxError":           {kind: "syntax_error", cause: syntaxCause},
	"IndentationError":      {kind: "syntax_error", cause: syntaxCause},
	"TabError":              {kind: "syntax_error", cause: syntaxCause},
	"ModuleNotFoundError":   {kind: "missing_module", cause: always("a Python module is not installed"), hint: moduleHint},
	"ImportError":           {kind: "import_error", cause: always("an import failed"), hint: "the installed version may be another than the script was written for"},
	"FloatingPointError":    {kind: "nan_loss", cause: always("a number became NaN or infinite"), hint: nanHint, fix: smallerRate},
	"ArgumentError":         {kind: "bad_argument", cause: always("the script's own arguments are defined wrongly")},
	"NotFittedError":        {kind: "exception", cause: always("a model is used before it was fitted")},
	"TimeoutError":          {kind: "network", cause: always("something did not answer in time"), hint: networkHint},
	"XGBoostError":          {kind: "exception", cause: always("XGBoost refused to train")},
	"LightGBMError":         {kind: "exception", cause: always("LightGBM refused to train")},
	"InvalidParameterError": {kind: "bad_argument", cause: named("the parameter % has a value that scikit-learn refuses", "scikit-learn refuses a parameter's value")},
}

// syntaxCause names the line that Python could not read, which is the last
// frame even when it is in a library.
func syntaxCause(e exception) string {
	cause := "the script is not valid Python"
	if len(e.frames) > 0 {
		if place := (Case{}).place(e.frames[len(e.frames)-1]); place != "" {
			cause += ": see " + place
		}
	}
	return cause
}

const (
	missingFileHint = "runs start in the project's dir: check the path from there, and that the data is on this machine"
	permissionHint  = "give the user that Trex runs as access to it, or use another place"
	networkHint     = "check that the server is up and that this machine may reach it; a retry may do"
	offlineHint     = "download it once where the run can find it, or let the machine reach the hub"
	loginHint       = "log in on this machine, or give the project the token in its env"
	moduleHint      = "install it for the Python that runs the script, or name that Python in the project's command"
	nanHint         = "a smaller learning rate often helps; else look at the data, or clip the gradients"
)
