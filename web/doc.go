// Package web is what browsers and scripts see of Trex: the pages, the JSON
// API, live updates, and a chat that is one more chat.Platform.
//
// It leaves deciding to bot, running to runner and drawing to charts: it reads
// the store, turns forms and calls into events and decisions of bot, and shows
// what came of it. Every action works as a plain form; scripts make it better.
//
// A Server is safe for concurrent use. Everything outside people wrote, models
// said and scripts printed is escaped where it is shown.
package web
