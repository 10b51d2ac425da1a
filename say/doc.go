// Package say turns what is known into words: numbers, times, counts, lists,
// configurations, statuses and verdicts, each written one way wherever it is
// shown, in chat, on pages and in pictures. It also cleans what comes from
// outside. web/client/src/format.ts writes numbers, times and cleaned text the
// same way.
//
// It is pure and leaves to others what is true (package insight) and where it is
// shown (bot/card, web).
package say
