// Package agent turns a typed message into an Intent: which run configurations
// the person asks for, or what else they want to know or do.
//
// There are two agents. Grammar works offline and follows rules. LLM asks a
// language model behind any OpenAI-compatible endpoint, and falls back to
// another agent when the model does not answer. Both check every configuration
// against its project in the same place, so that neither can ask for a value
// outside its bounds.
//
// The grammar decides once what each clause of a message does, and reads only
// then. docs/understanding.md walks through one message.
//
// # What a message is about
//
// In a thread with an open proposal, a short message edits the proposal and a
// complete request starts a new one. A message edits in two cases: it points at
// what is there ("make it 128", "drop 0.1", "with adam", "now use 30 epochs",
// "run that 3 times"), or it names, without a verb, one parameter or single
// values of parameters that the proposal does not vary ("epochs 20, hidden
// 256"). A message starts a new proposal when it has its own verb ("try lr 0.5",
// "sweep batch size 16, 32"), when it says so ("new idea: …"), and when it lists
// values of several parameters or repeats parameters that the proposal already
// varies, because people write a new sweep in this way. "Same but with …" is a
// new proposal that starts from the old one. The reading always shows all
// values, so that a person who meant the other case sees it.
//
// # What is not understood
//
// The agent names an unknown word, asks about it, and proposes nothing. Only a
// clause without a parameter, a value or a machine learning term counts as talk
// ("for the paper we need error bars, so …"). The reading then names its unknown
// words. What was asked or refused is in Intent.Question; with it, the next
// message can complete the request. A command that ends runs is Sure only when
// every word of the message is accounted for.
//
// The package uses neither store nor chat and changes nothing. An Intent is what
// somebody wants; the caller decides, asks and acts. Both agents are safe for
// concurrent use.
package agent
