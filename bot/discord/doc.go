// Package discord connects Trex to Discord: it receives messages, commands,
// buttons, menus and forms over the gateway, renders neutral messages as
// embeds with components, and sends and edits them with the bot's token, so
// that no edit depends on an interaction's token, which dies after 15 minutes.
//
// What a message means and what may be done is package bot's. A Platform may
// be used concurrently.
package discord
