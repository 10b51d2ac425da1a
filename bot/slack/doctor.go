package slack

import (
	"context"
	"errors"
	"slices"
	"strings"

	api "github.com/slack-go/slack"

	"github.com/trex-ml/trex"
	"github.com/trex-ml/trex/bot/chat"
)

// Check checks tokens, scopes and connection, for trex doctor. It changes
// nothing in the workspace.
func Check(ctx context.Context, params Params) []trex.Finding {
	p, err := New(params)
	if err != nil {
		return []trex.Finding{{
			Name: "Slack settings", Detail: strings.TrimPrefix(err.Error(), "slack: "),
			Fix: "docs/slack.md shows where each of them is found",
		}}
	}
	token, granted := p.checkToken(ctx)
	findings := []trex.Finding{token}
	if token.OK {
		findings = append(findings, checkScopes(granted))
	}
	if params.AppToken != "" {
		findings = append(findings, p.checkSocket(ctx))
	}
	if params.SigningSecret != "" {
		findings = append(findings, checkSecret(params.SigningSecret))
	}
	return findings
}

func (p *Platform) checkToken(ctx context.Context) (finding trex.Finding, granted []string) {
	finding.Name = "Slack bot token"
	if !strings.HasPrefix(p.params.BotToken, "xoxb-") && p.params.APIURL == "" {
		finding.Detail = "SLACK_BOT_TOKEN does not begin with xoxb-"
		finding.Fix = "copy the Bot User OAuth Token from OAuth & Permissions of your app"
		return finding, nil
	}
	who, err := p.client.AuthTestContext(ctx)
	if err != nil {
		finding.Detail, finding.Fix = p.explain("auth.test", err), fixOf(err,
			"install the app again under OAuth & Permissions and copy its Bot User OAuth Token to SLACK_BOT_TOKEN")
		return finding, nil
	}
	for scope := range strings.SplitSeq(who.Header.Get("X-Oauth-Scopes"), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			granted = append(granted, scope)
		}
	}
	finding.OK, finding.Detail = true, "@"+who.User+" in "+who.Team
	return finding, granted
}

func checkScopes(granted []string) trex.Finding {
	finding := trex.Finding{Name: "Slack scopes"}
	if len(granted) == 0 {
		finding.OK, finding.Detail = true, "the server does not tell them"
		return finding
	}
	var missing, reasons []string
	for _, scope := range scopes {
		if !slices.Contains(granted, scope.name) {
			missing = append(missing, scope.name)
			reasons = append(reasons, scope.name+" ("+scope.why+")")
		}
	}
	if len(missing) == 0 {
		finding.OK, finding.Detail = true, "all there"
		return finding
	}
	finding.Detail = "missing: " + strings.Join(reasons, ", ")
	finding.Fix = "add " + strings.Join(missing, ", ") +
		" under OAuth & Permissions → Bot Token Scopes, then press Reinstall to Workspace"
	return finding
}

func (p *Platform) checkSocket(ctx context.Context) trex.Finding {
	finding := trex.Finding{Name: "Slack Socket Mode"}
	if !strings.HasPrefix(p.params.AppToken, "xapp-") && p.params.APIURL == "" {
		finding.Detail = "SLACK_APP_TOKEN does not begin with xapp-"
		finding.Fix = "make one under Basic Information → App-Level Tokens with the scope connections:write"
		return finding
	}
	if _, _, err := p.api.StartSocketModeContext(ctx); err != nil {
		finding.Detail, finding.Fix = p.explain("apps.connections.open", err), fixOf(err,
			"turn on Socket Mode, and make an app-level token with the scope connections:write for SLACK_APP_TOKEN")
		return finding
	}
	finding.OK, finding.Detail = true, "Slack offers a connection"
	return finding
}

// signingSecretLength is the length of Slack's signing secrets, in hexadecimal
// digits.
const signingSecretLength = 32

func checkSecret(secret string) trex.Finding {
	finding := trex.Finding{Name: "Slack signing secret", OK: true, Detail: "set"}
	notHex := func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) }
	if len(secret) != signingSecretLength || strings.IndexFunc(secret, notHex) >= 0 {
		finding.OK, finding.Detail = false, "SLACK_SIGNING_SECRET is not 32 hexadecimal digits"
		finding.Fix = "copy the Signing Secret from Basic Information → App Credentials"
	}
	return finding
}

func (p *Platform) explain(call string, err error) string {
	if response, ok := errors.AsType[api.SlackErrorResponse](err); ok {
		return "Slack answers " + call + " with " + response.Err
	}
	if sentence, ok := trex.Sentence(p.told(call, err)); ok {
		return sentence
	}
	return "Slack does not answer " + call
}

// fixOf returns what to do about err: check the network if there was no answer,
// else refused.
func fixOf(err error, refused string) string {
	if _, ok := errors.AsType[api.SlackErrorResponse](err); ok {
		return refused
	}
	if _, ok := errors.AsType[*chat.RetryError](err); ok {
		return "wait a minute and try again"
	}
	return "check that this machine reaches slack.com, or SLACK_API_URL when you set it"
}
