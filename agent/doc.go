// Package agent turns what a person typed into an Intent: which run
// configurations they ask for, or what else they want to know or do.
//
// Two agents exist. Grammar works offline and follows rules; LLM asks a
// language model behind any OpenAI-compatible endpoint and falls back to
// another agent when the model does not answer. Both check every configuration
// against its project in the same place, so that neither can ask for a value
// outside its bounds.
//
// # What a message is about
//
// Where a thread has an open proposal, a short message edits it and a whole
// request starts anew. It edits when it points at what is there ("make it 128",
// "drop 0.1", "with adam", "now use 30 epochs", "run that 3 times"), and when it
// names, without a verb, one parameter or single values of parameters that the
// proposal leaves alone ("epochs 20, hidden 256"). It starts anew with a verb of
// its own ("try lr 0.5", "sweep batch size 16, 32"), when it says so ("new
// idea: …"), and when it lists values of several parameters or gives again what
// the proposal already varies, because that is how people write a fresh sweep.
// "Same but with …" is a new proposal that starts from the old one. The reading
// always tells all values, so that whoever meant the other thing sees it.
//
// # What is not understood
//
// A word nobody knows is named and asked about, and nothing is proposed. Only
// clauses that neither name a parameter nor a value, nor anything of the field,
// are taken for talk ("for the paper we need error bars, so …"); the reading
// then names their unknown words.
//
// The package knows neither store nor chat and changes nothing: an Intent is
// what somebody wants, and whoever receives it decides, asks and acts. Both
// agents are safe for concurrent use.
package agent
