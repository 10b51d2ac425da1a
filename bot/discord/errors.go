package discord

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/bwmarrin/discordgo"
	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot"
)

// Error codes of Discord's API.
const (
	codeUnknownMessage = 10008
	codeUnknownChannel = 10003
	codeThreadExists   = 160004
)

// told turns the library's errors into the kinds the bot knows: how long to
// wait, gone, refused, or away for now.
func told(err error) error {
	if err == nil {
		return nil
	}
	if limited, ok := errors.AsType[*discordgo.RateLimitError](err); ok && limited.RateLimit != nil {
		return &bot.RetryError{After: limited.RetryAfter, Cause: err}
	}
	refused, ok := errors.AsType[*discordgo.RESTError](err)
	if !ok || refused.Response == nil {
		return trex.Unavailable(err, "Discord cannot be reached")
	}
	code := 0
	if refused.Message != nil {
		code = refused.Message.Code
	}
	err = fmt.Errorf("%s: %s", refused.Response.Status, clip(string(refused.ResponseBody), 300)) // bodies can be pages
	switch status := refused.Response.StatusCode; {
	case code == codeUnknownMessage, code == codeUnknownChannel, status == http.StatusNotFound:
		return trex.NotFound("that message or channel is gone from Discord")
	case status == http.StatusForbidden:
		return &trex.Error{Kind: trex.KindForbidden, Message: "Discord says Trex may not do that here; trex doctor names the missing permission", Cause: err}
	case status >= 500:
		return trex.Unavailable(err, "Discord has trouble")
	}
	return &trex.Error{Kind: trex.KindInvalid, Message: "Discord did not accept the message", Cause: err}
}
