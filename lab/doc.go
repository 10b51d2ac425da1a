// Package lab holds the actions: propose, edit, undo, launch, dismiss, stop,
// retry, ignore. Each method checks who may act and changes the store in one
// transaction. Chat and web change things only through these methods. They ask
// OfRun and OfExperiment which actions are possible now.
//
// Package lab renders nothing and reads nothing for display. Package agent
// interprets sentences, package insight interprets numbers, and package runner
// executes runs. The runner learns of changes through the store.
package lab
