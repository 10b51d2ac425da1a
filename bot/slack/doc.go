// Package slack is Trex in Slack: it receives what people write and click, by
// Socket Mode or by signed HTTP requests, and renders and sends what the bot
// says, within Slack's limits.
//
// It leaves to package bot what a message means, who may do what, when to post
// and edit, and telling duplicates apart: every event that Slack delivers again
// carries the same Event.ID. It keeps nothing that must survive a restart.
//
// All methods of Platform may be called concurrently.
package slack
