package discord

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Error codes of Discord's API.
const (
	codeUnknownMessage = 10008
	codeUnknownChannel = 10003
	codeAnswered       = 40060 // an interaction
	codeArchived       = 50083 // the thread
	codeThreadExists   = 160004
)

// leastWait is the pause after a 429 without a time, which Discord sends for
// too many edits of a message older than an hour.
const leastWait = time.Second

// told turns the library's errors into the kinds that the bot knows: wait, not
// found, forbidden, or unavailable.
func told(err error) error {
	if err == nil {
		return nil
	}
	if limited, ok := errors.AsType[*discordgo.RateLimitError](err); ok && limited.RateLimit != nil {
		after := leastWait
		if limited.TooManyRequests != nil {
			after = max(after, limited.RetryAfter)
		}
		return &chat.RetryError{
			After: after, Channel: true, // routes are limited by channel
			Cause: trex.Unavailable(err, "Discord asked to wait %s", after),
		}
	}
	refused, ok := errors.AsType[*discordgo.RESTError](err)
	if !ok || refused.Response == nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // the address contains an interaction's token
		}
		return trex.Unavailable(err, "Discord cannot be reached")
	}
	err = fmt.Errorf("%s: %s", refused.Response.Status, clip(string(refused.ResponseBody), 300)) // a body can be a whole page
	switch status := refused.Response.StatusCode; {
	case hasCode(refused, codeUnknownMessage), hasCode(refused, codeUnknownChannel), status == http.StatusNotFound:
		return &trex.Error{Kind: trex.KindNotFound, Message: "that message or channel is gone from Discord", Cause: err}
	case status == http.StatusUnauthorized: // unavailable: the message can be sent with the next token
		return trex.Unavailable(err, "Discord does not accept DISCORD_TOKEN any more")
	case status == http.StatusForbidden:
		return &trex.Error{Kind: trex.KindForbidden, Message: "Discord says Trex may not do that here; trex doctor names the missing permission", Cause: err}
	case status >= 500, status == http.StatusRequestTimeout:
		return trex.Unavailable(err, "Discord has trouble")
	}
	return &trex.Error{Kind: trex.KindInvalid, Message: "Discord did not accept the message", Cause: err}
}

// hasCode reports whether an error of the library has this code of Discord.
func hasCode(err error, code int) bool {
	refused, ok := errors.AsType[*discordgo.RESTError](err)
	return ok && refused.Message != nil && refused.Message.Code == code
}

// passing reports whether the same call may succeed later.
func passing(err error) bool {
	_, limited := errors.AsType[*chat.RetryError](err)
	return limited || trex.KindOf(err) == trex.KindUnavailable
}
