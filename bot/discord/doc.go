// Package discord connects Trex to Discord: it receives messages, commands,
// buttons, menus and forms over the gateway, and renders neutral messages as
// embeds with components. It sends and edits them with the bot's token, because
// an interaction's token is valid for only 15 minutes.
//
// Package bot decides what a message means and what a person may do. A Platform
// is safe for concurrent use.
package discord
