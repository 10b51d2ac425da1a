package slack

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// told turns an error of a call into one of Trex's, whose kind says whether to
// try again, whether the message is gone, or whether a person must fix
// something.
func (p *Platform) told(call string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", call, err)
	if limited, ok := errors.AsType[*api.RateLimitedError](err); ok {
		after := max(limited.RetryAfter, time.Second)
		return &chat.RetryError{After: after, Cause: trex.Unavailable(err, "Slack asked to wait %s", after)}
	}
	response, ok := errors.AsType[api.SlackErrorResponse](err)
	if !ok {
		return trex.Unavailable(err, "Slack cannot be reached")
	}
	switch response.Err {
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org",
		"accesslimited", "ratelimited", "rate_limited", "message_limit_exceeded":
		return trex.Unavailable(err, "Slack is in trouble: %s", response.Err)
	case "message_not_found", "thread_not_found", "cant_update_message":
		return &trex.Error{Kind: trex.KindNotFound, Message: "that message is gone from Slack", Cause: err}
	case "channel_not_found", "not_in_channel", "is_archived", "restricted_action", "cannot_reply_to_message":
		return &trex.Error{
			Kind: trex.KindForbidden, Cause: err,
			Message: "Trex cannot write there (" + response.Err + "): invite it with /invite @Trex",
		}
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type":
		return &trex.Error{
			Kind: trex.KindForbidden, Cause: err,
			Message: "Slack does not accept the token (" + response.Err + "): check SLACK_BOT_TOKEN and SLACK_APP_TOKEN",
		}
	case "missing_scope":
		return &trex.Error{
			Kind: trex.KindForbidden, Cause: err,
			Message: "the Slack app lacks the scope " + response.Needed + ": add it and install the app again",
		}
	}
	return &trex.Error{Kind: trex.KindInternal, Message: "Slack refused", Cause: err}
}

// isSlackError reports whether Slack answered with one of these codes.
func isSlackError(err error, codes ...string) bool {
	response, ok := errors.AsType[api.SlackErrorResponse](err)
	if !ok {
		return false
	}
	for _, code := range codes {
		if response.Err == code {
			return true
		}
	}
	return false
}

// mayHaveArrived reports whether a failed call may have taken effect: no answer
// came, or the server failed.
func mayHaveArrived(err error) bool {
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*api.RateLimitedError](err); ok {
		return false
	}
	if status, ok := errors.AsType[api.StatusCodeError](err); ok {
		return status.Code >= http.StatusInternalServerError
	}
	if response, ok := errors.AsType[api.SlackErrorResponse](err); ok {
		return response.Err == "internal_error" || response.Err == "fatal_error" || response.Err == "request_timeout"
	}
	return true
}

// A refusal is Slack's invalid_blocks. It holds which blocks Slack refused,
// none if Slack does not say. unknown means that Slack does not know these
// types of blocks at all, rather than that something in them is wrong.
type refusal struct {
	blocks  []int
	unknown bool
}

var blockPointer = regexp.MustCompile(`json-pointer:/(?:view/)?blocks/(\d+)(/type)?`)

// refusalOf reads a refusal; ok is false for any other error.
func refusalOf(err error) (r refusal, ok bool) {
	response, isResponse := errors.AsType[api.SlackErrorResponse](err)
	if !isResponse || response.Err != "invalid_blocks" && response.Err != "invalid_blocks_format" {
		return refusal{}, false
	}
	said := append([]string(nil), response.ResponseMetadata.Messages...)
	for _, e := range response.Errors {
		if e.Message != nil {
			said = append(said, *e.Message)
		}
	}
	pointers := blockPointer.FindAllStringSubmatch(strings.Join(said, "\n"), -1)
	r.unknown = len(pointers) == 0
	for _, pointer := range pointers {
		if i, err := strconv.Atoi(pointer[1]); err == nil {
			r.blocks = append(r.blocks, i)
			r.unknown = r.unknown || pointer[2] != ""
		}
	}
	return r, true
}
