// Package agent turns what a person typed into an Intent: which run
// configurations they ask for, or what else they want to know or do.
//
// Two agents exist. Grammar works offline and follows rules; LLM asks a
// language model behind any OpenAI-compatible endpoint and falls back to
// another agent when the model does not answer. Both check every configuration
// against its project in the same place, so that neither can ask for a value
// outside its bounds.
//
// The package knows neither store nor chat and changes nothing: an Intent is
// what somebody wants, and whoever receives it decides, asks and acts. Both
// agents are safe for concurrent use.
package agent
