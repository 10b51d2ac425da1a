// Package lab is what can be done: propose, edit, launch, dismiss, stop, retry,
// ignore, each a verb that checks who may do it and changes what is stored in
// one transaction. Every door (chat, web) changes things through these verbs
// and nothing below, and asks OfRun and OfExperiment what can be done now.
//
// It renders nothing and reads nothing to show. What a sentence means is package
// agent's, what numbers mean package insight's, how runs execute package
// runner's, which learns of all this from the store.
package lab
