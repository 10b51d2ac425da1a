// Package model asks a language model behind an OpenAI-compatible endpoint one
// question at a time. Each attempt has a deadline. It retries with backoff when
// another attempt may succeed, and limits the size of an answer.
//
// It does not depend on the content of questions. A Client is safe for
// concurrent use.
package model
