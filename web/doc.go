// Package web serves browsers and scripts: the pages, the JSON API, live
// updates, and a web chat that implements chat.Platform.
//
// It reads the store, turns forms and calls into events and decisions of bot,
// and shows the outcome. It leaves decisions to bot, running to runner and
// drawing to charts. Every action works as a plain form; scripts make it better.
//
// A Server is safe for concurrent use. All text from people, models and scripts
// is escaped where it is shown.
package web
