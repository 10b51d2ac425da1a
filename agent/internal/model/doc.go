// Package model asks a language model behind an OpenAI-compatible endpoint one
// question at a time: with a deadline for each attempt, retries with backoff
// where trying again can help, and a limit on what is read.
//
// It knows nothing of what is asked. A Client is safe for concurrent use.
package model
