// Package bot answers what people write and click in chat, and starts the
// actions they ask for. Package agent reads the meaning of a message. The tables
// in intents.go and clicks.go say what an intent or a button does.
//
// Package lab decides what can be done and by whom. Package bot/card makes
// messages, bot/look reads what they show, and bot/live keeps posted messages up
// to date. Each adapter talks to its chat service. The bot talks to the runner
// only through the store.
//
// All methods of Bot may be called concurrently.
package bot
