// Package slacktest is a Slack for tests, on loopback or without any network:
// the methods of the Web API and the Socket Mode frames that Trex uses, with
// Slack's limits and its bad days, which no server made by others imitates: one
// post a second in a channel, fifty edits a minute, 429 with Retry-After,
// deliveries repeated until acknowledged, disconnect frames, broken answers and
// outages. It checks blocks as strictly as Slack documents them.
//
// All methods of Server may be called concurrently.
package slacktest
