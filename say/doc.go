// Package say turns data into words: numbers, times, counts, lists,
// configurations, statuses and verdicts. Each is written the same way in chat,
// on pages and in pictures. The package also cleans text from outside.
// web/client/src/format.ts writes numbers, times and cleaned text in the same
// way.
//
// The package is pure. Package insight decides what is true, and the packages
// bot/card and web decide where it is shown.
package say
