package runlog

import "regexp"

// Redacted stands where a secret was.
const Redacted = "[redacted]"

// secrets are the shapes that give a secret away. The groups, if any, are
// kept.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}`),                          // Slack
	regexp.MustCompile(`\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}`),        // Discord
	regexp.MustCompile(`\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}`),                                        // OpenAI and alike
	regexp.MustCompile(`\bhf_[A-Za-z0-9]{16,}`),                                                    // Hugging Face
	regexp.MustCompile(`\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}`),              // GitHub
	regexp.MustCompile(`\bglpat-[A-Za-z0-9_-]{16,}`),                                               // GitLab
	regexp.MustCompile(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`),                                            // AWS key id
	regexp.MustCompile(`\bAIza[A-Za-z0-9_-]{30,}`),                                                 // Google
	regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`),             // JWT
	regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|\z)`), // PEM
	regexp.MustCompile(`(\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(@)`),                      // password in a URL
	regexp.MustCompile(`(?i)(\b(?:authorization|proxy-authorization)["']?\s*[:=]\s*["']?(?:bearer|basic|token)?\s*)[A-Za-z0-9._~+/=-]{8,}`),
	regexp.MustCompile(`(?i)([A-Za-z0-9_-]*(?:api[_-]?key|access[_-]?key|secret|passwd|password|auth[_-]?token|access[_-]?token|api[_-]?token|_token)["']?\s*[:=]\s*["']?)[^\s"',;]{6,}`),
}

// Redact returns text with what looks like a secret replaced. It errs towards
// hiding: a harmless text that looks like a token goes too.
func Redact(text string) string {
	for _, secret := range secrets {
		text = secret.ReplaceAllString(text, "${1}"+Redacted+"${2}")
	}
	return text
}
