// Package slack is Trex in Slack: it receives messages and clicks, by Socket
// Mode or by signed HTTP requests, and renders and sends the bot's messages
// within Slack's limits.
//
// Package bot decides what a message means, who may do what, and when to post
// and edit. It also drops duplicates: every event that Slack delivers again
// carries the same Event.ID. Package slack keeps nothing that must survive a
// restart.
//
// All methods of Platform may be called concurrently.
package slack
