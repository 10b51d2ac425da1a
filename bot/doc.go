// Package bot is the conversation: it turns what people write and click into
// proposals, launches, stops and answers, and keeps one live message per
// experiment true to what is stored. It is the only place that holds rules
// about proposals, runs and threads; platforms only receive, render and send.
//
// What a message means is package agent's, how runs execute package runner's,
// how pictures look package charts'. The bot talks to the runner through the
// store alone.
//
// All methods of Bot may be called concurrently.
package bot
