// Package bot is the conversation: it turns what people write and click into
// answers and verbs. What a message means package agent says; what a button or
// an intent does is looked up in the tables of intents.go and clicks.go.
//
// What can be done, and who may, is package lab's; how a message is made
// bot/card's; what is read to be shown bot/look's; that messages stay true is
// bot/live's; how a chat service is spoken to each adapter's. The bot talks to
// the runner through the store alone.
//
// All methods of Bot may be called concurrently.
package bot
